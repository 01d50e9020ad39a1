// Package wrong stops servers without a deadline.
package wrong

import (
	"context"
	"net/http"
	"os"
	"os/signal"
)

func background(srv *http.Server) error {
	return srv.Shutdown(context.Background()) // want `srv.Shutdown waits for the slowest client, however long that takes: context.Background\(\) has no deadline.*\(shutdown-no-deadline\)`
}

func todo(srv *http.Server) {
	if err := srv.Shutdown(context.TODO()); err != nil { // want `context.TODO\(\) has no deadline`
		println(err.Error())
	}
}

func named(srv *http.Server) {
	ctx := context.Background()
	srv.Shutdown(ctx) // want `ctx has no deadline`
}

func cancellable(srv *http.Server) {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	_ = srv.Shutdown(ctx) // want `ctx has no deadline`
}

func detached(ctx context.Context, srv *http.Server) {
	<-ctx.Done()
	_ = srv.Shutdown(context.WithoutCancel(ctx)) // want `has no deadline`
}

func deferred(srv *http.Server) {
	defer srv.Shutdown(context.Background()) // want `has no deadline`
	sigs := make(chan os.Signal, 1)
	signal.Notify(sigs, os.Interrupt)
	<-sigs
}

func inGoroutine(srv *http.Server, quit chan struct{}) error {
	stopped := make(chan struct{})
	go func() {
		defer close(stopped)
		<-quit
		srv.Shutdown(context.Background()) // want `has no deadline`
	}()
	err := srv.ListenAndServe()
	<-stopped
	return err
}

func manySignals(srv *http.Server, sigs chan os.Signal) {
	for range sigs {
		srv.Shutdown(context.Background()) // want `has no deadline`
	}
}

func olderThanTheServer(ctx context.Context, srv *http.Server, quit chan struct{}) {
	life, cancel := context.WithCancel(ctx)
	go srv.ListenAndServe()
	<-quit
	_ = srv.Shutdown(life) // want `life has no deadline`
	cancel()
}

type service struct{ srv *http.Server }

func (s *service) Close() error {
	return s.srv.Shutdown(context.Background()) // want `s.srv.Shutdown waits`
}

func (s *service) stop(ctx context.Context) error { return s.srv.Shutdown(ctx) }

func throughAHelper(s *service) error {
	return s.stop(context.Background()) // want `s.stop waits for the slowest client`
}

var global = &http.Server{}

func stopGlobal() { _ = global.Shutdown(context.Background()) } // want `has no deadline`

func inACase(srv *http.Server, sig os.Signal) {
	switch sig {
	case os.Interrupt:
		srv.Shutdown(context.Background()) // want `has no deadline`
	}
}
