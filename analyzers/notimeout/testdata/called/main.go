// Command called has a server and another one beside it, of which only the name tells.
package main

import (
	"flag"
	"net/http"
)

var debugAddr = flag.String("debug", ":6060", "where to debug it")

func main() {
	go http.ListenAndServe(*debugAddr, http.NotFoundHandler()) // want `\(server-no-timeouts, note\)`
	serve(http.NotFoundHandler())
}

func serve(handler http.Handler) {
	srv := &http.Server{Addr: ":8080", Handler: handler} // want `\(server-no-timeouts\)`
	srv.ListenAndServe()
}
