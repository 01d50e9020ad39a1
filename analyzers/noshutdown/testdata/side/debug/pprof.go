// Package debug answers for profiles.
package debug

import (
	"net/http"
	_ "net/http/pprof"
)

// Serve is started in a goroutine by others.
func Serve(addr string) error { return http.ListenAndServe(addr, nil) } // want `\(serve-no-shutdown, note\)`

// ServeMux names what is served by default.
func ServeMux(addr string) error {
	srv := &http.Server{Addr: addr, Handler: http.DefaultServeMux}
	return srv.ListenAndServe() // want `\(serve-no-shutdown, note\)`
}
