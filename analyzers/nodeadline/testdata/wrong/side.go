package wrong

import (
	"context"
	"net/http"
	"net/http/pprof"
)

// Profiles answers for profiles only, beside what the program is there for.
func Profiles(work func() error) error {
	mux := http.NewServeMux()
	mux.HandleFunc("/debug/pprof/", pprof.Index)
	srv := &http.Server{Addr: ":6060", Handler: mux}
	go srv.ListenAndServe()
	defer srv.Shutdown(context.Background()) // want `has no deadline.*\(shutdown-no-deadline, note\)`
	return work()
}

// Orders is what the program is there for.
func Orders(handler http.Handler, work func() error) error {
	mux := http.NewServeMux()
	mux.HandleFunc("/debug/pprof/", pprof.Index)
	mux.Handle("/orders", handler)
	srv := &http.Server{Addr: ":8080", Handler: mux}
	go srv.ListenAndServe()
	defer srv.Shutdown(context.Background()) // want `has no deadline.*\(shutdown-no-deadline\)`
	return work()
}
