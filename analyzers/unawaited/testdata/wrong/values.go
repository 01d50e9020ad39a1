package wrong

import (
	"context"
	"log"
	"net/http"
)

func LogsInAVariable(ctx, grace context.Context) {
	srv := &http.Server{Addr: ":8080"}
	bye := func() { log.Print("bye") }
	go func() {
		<-ctx.Done()
		srv.Shutdown(grace) // want `nobody waits for srv.Shutdown: LogsInAVariable returns as soon as srv.ListenAndServe does`
	}()
	srv.ListenAndServe()
	bye()
}

type farewell struct {
	srv *http.Server
	bye func()
}

func (a *farewell) log() { log.Print("bye") }

func newFarewell() *farewell {
	a := &farewell{srv: &http.Server{Addr: ":8080"}}
	a.bye = a.log
	return a
}

func LogsInAField(ctx, grace context.Context) {
	a := newFarewell()
	go func() {
		<-ctx.Done()
		a.srv.Shutdown(grace) // want `nobody waits for a.srv.Shutdown: LogsInAField returns`
	}()
	a.srv.ListenAndServe()
	a.bye()
}

func LogsInAClosure(ctx, grace context.Context) {
	srv := &http.Server{Addr: ":8080"}
	bye := logLater(ctx, grace, srv)
	srv.ListenAndServe()
	bye()
}

func logLater(ctx, grace context.Context, srv *http.Server) func() {
	go func() {
		<-ctx.Done()
		srv.Shutdown(grace) // want `nobody waits for srv.Shutdown: LogsInAClosure returns`
	}()
	return func() { log.Print("bye") }
}

func Cancels(ctx, grace context.Context) {
	srv := &http.Server{Addr: ":8080"}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	go func() {
		<-ctx.Done()
		srv.Shutdown(grace) // want `nobody waits for srv.Shutdown: Cancels returns`
	}()
	srv.ListenAndServe()
}

func LogsWhatItIsGiven(ctx, grace context.Context) {
	srv := &http.Server{Addr: ":8080"}
	go func() {
		<-ctx.Done()
		srv.Shutdown(grace) // want `nobody waits for srv.Shutdown: LogsWhatItIsGiven returns`
	}()
	srv.ListenAndServe()
	end(func() { log.Print("bye") })
}

func end(f func()) { f() }
