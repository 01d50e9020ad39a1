// Package metrics serves what others start in a goroutine.
package metrics

import (
	"net/http"
	"net/http/pprof"
)

// Serve serves profiles.
func Serve(addr string) error {
	mux := http.NewServeMux()
	mux.HandleFunc("/debug/pprof/", pprof.Index)
	return http.ListenAndServe(addr, mux) // want `\(serve-no-shutdown, note\)`
}

// Health answers probes.
func Health(addr string) error {
	mux := http.NewServeMux()
	mux.HandleFunc("/livez", func(w http.ResponseWriter, r *http.Request) {})
	srv := &http.Server{Addr: addr, Handler: mux}
	return srv.ListenAndServe() // want `\(serve-no-shutdown, note\)`
}

// API serves more.
func API(addr string, h http.Handler) error {
	return http.ListenAndServe(addr, h) // want `\(serve-no-shutdown\)`
}
