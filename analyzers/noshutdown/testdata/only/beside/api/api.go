// Package api has the server.
package api

import (
	"net/http"
	"net/http/pprof"
)

// Run serves.
func Run() error {
	go debug()
	go metrics()
	return http.ListenAndServe(":8080", http.NotFoundHandler()) // want `\(serve-no-shutdown\)`
}

func debug() { http.ListenAndServe("localhost:6061", nil) } // want `\(serve-no-shutdown, note\)`

func metrics() {
	mux := http.NewServeMux()
	mux.HandleFunc("/debug/pprof/", pprof.Index)
	mux.HandleFunc("/debug/pprof/trace", pprof.Trace)
	http.ListenAndServe(":9090", mux) // want `\(serve-no-shutdown, note\)`
}
