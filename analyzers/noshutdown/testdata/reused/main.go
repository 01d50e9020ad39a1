// Command reused keeps one server after the other in the same variable.
package main

import (
	"net/http"
	"os"
)

func main() {
	var srv *http.Server
	if os.Getenv("PORT") != "" {
		srv = &http.Server{Addr: ":" + os.Getenv("PORT"), Handler: http.NotFoundHandler()}
		go func() {
			srv.ListenAndServe() // want `\(serve-no-shutdown\)`
		}()
	}
	go func() {
		if os.Getenv("BUCKETS") != "" {
			srv = &http.Server{Addr: os.Getenv("BUCKETS"), Handler: http.NotFoundHandler()}
			srv.ListenAndServe() // want `\(serve-no-shutdown\)`
		}
	}()
	select {}
}

// both makes the server in one of two ways, and serves with it in one.
func both(tls bool) error {
	var srv *http.Server
	if tls {
		srv = &http.Server{Addr: ":8443"}
	} else {
		srv = &http.Server{Addr: ":8080"}
	}
	return srv.ListenAndServe() // want `\(serve-no-shutdown\)`
}
