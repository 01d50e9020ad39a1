// Package profiles has a server that only accompanies another one.
package profiles

import (
	"context"
	"net/http"
	"net/http/pprof"
	"time"
)

func Serve(ctx, grace context.Context) error {
	mux := http.NewServeMux()
	mux.HandleFunc("/debug/pprof/", pprof.Index)
	srv := &http.Server{Addr: "localhost:6060", Handler: mux, ReadHeaderTimeout: time.Second}
	go func() {
		<-ctx.Done()
		_ = srv.Shutdown(grace) // want `nobody waits for srv.Shutdown: Serve returns as soon as srv.ListenAndServe does.*\(shutdown-not-awaited, note\)`
	}()
	return srv.ListenAndServe()
}

func ServeOrders(ctx, grace context.Context, orders http.Handler) error {
	mux := http.NewServeMux()
	mux.Handle("/orders/", orders)
	srv := &http.Server{Addr: ":8080", Handler: mux, ReadHeaderTimeout: time.Second}
	go func() {
		<-ctx.Done()
		_ = srv.Shutdown(grace) // want `nobody waits for srv.Shutdown: ServeOrders returns as soon as srv.ListenAndServe does.*\(shutdown-not-awaited\)`
	}()
	return srv.ListenAndServe()
}
