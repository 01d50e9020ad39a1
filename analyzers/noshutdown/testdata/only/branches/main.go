// Command branches has one server, which serves in one of two ways.
package main

import (
	"net/http"
	"os"
	"os/signal"
	"syscall"
)

func main() {
	srv := &http.Server{Addr: ":8080"}
	go func() {
		if os.Getenv("CERT") != "" {
			srv.ListenAndServeTLS("cert", "key") // want `\(serve-no-shutdown\)`
			return
		}
		srv.ListenAndServe()
	}()
	stop := make(chan os.Signal, 1)
	signal.Notify(stop, syscall.SIGTERM)
	<-stop
}
