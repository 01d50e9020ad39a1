// Command health has one server, whatever that is called, and one that redirects to it.
package main

import "net/http"

func main() {
	go startHealthServer(http.NotFoundHandler())
	go http.ListenAndServe(":80", http.RedirectHandler("https://example.com", http.StatusFound)) // want `\(serve-no-shutdown, note\)`
	select {}
}

func startHealthServer(handler http.Handler) {
	healthServer := &http.Server{Addr: "localhost:8080", Handler: handler}
	if false {
		healthServer.ListenAndServeTLS("cert", "key") // want `\(serve-no-shutdown\)`
		return
	}
	healthServer.ListenAndServe()
}
