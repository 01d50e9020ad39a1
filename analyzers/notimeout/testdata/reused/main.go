// Command reused keeps one server after the other in the same variable.
package main

import (
	"net/http"
	"os"
)

func main() {
	var srv *http.Server
	srv = &http.Server{Addr: ":" + os.Getenv("PORT")} // want `\(server-no-timeouts\)`
	go func() { srv.ListenAndServe() }()
	go func() {
		srv = &http.Server{Addr: os.Getenv("BUCKETS")} // want `\(server-no-timeouts\)`
		srv.ListenAndServe()
	}()
	select {}
}
