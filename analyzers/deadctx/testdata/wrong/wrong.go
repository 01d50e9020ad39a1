// Package wrong stops servers with contexts that have ended.
package wrong

import (
	"context"
	"net/http"
	"os"
	"os/signal"
	"syscall"
	"time"

	"golang.org/x/sync/errgroup"
)

func afterDone() error {
	srv := &http.Server{Addr: ":8080"}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	go srv.ListenAndServe()
	<-ctx.Done()
	return srv.Shutdown(ctx) // want `srv.Shutdown does not wait for requests in flight: ctx is already done here.*\(shutdown-cancelled-ctx\)`
}

func inSelect(ctx context.Context, srv *http.Server, failed chan error) error {
	select {
	case err := <-failed:
		return err
	case <-ctx.Done():
		srv.Shutdown(ctx) // want `ctx is already done here`
		return nil
	}
}

func behindSelect(ctx context.Context, srv *http.Server, failed chan error) {
	select {
	case <-failed:
	case <-ctx.Done():
	}
	// A comment that stays.
	if err := srv.Shutdown(ctx); err != nil { // want `ctx is already done here`
		panic(err)
	}
}

func derived(ctx context.Context, srv *http.Server) error {
	<-ctx.Done()
	grace, cancel := context.WithTimeout(ctx, 10*time.Second)
	defer cancel()
	return srv.Shutdown(grace) // want `grace is derived from a context that is already done here`
}

func derivedInPlace(ctx context.Context, srv *http.Server) error {
	<-ctx.Done()
	return srv.Shutdown(context.WithValue(ctx, key{}, 1)) // want `its context is derived from a context that is already done`
}

type key struct{}

func sameNameStillDerived(srv *http.Server) {
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM)
	defer stop()
	<-ctx.Done()
	ctx, cancel := context.WithTimeout(ctx, time.Second)
	defer cancel()
	_ = srv.Shutdown(ctx) // want `ctx is derived from a context that is already done here`
}

func inGoroutine(ctx context.Context, srv *http.Server) error {
	go func() {
		<-ctx.Done()
		srv.Shutdown(ctx) // want `ctx is already done here`
	}()
	return srv.ListenAndServe()
}

func inGroup(ctx context.Context, srv *http.Server) error {
	g, gctx := errgroup.WithContext(ctx)
	g.Go(srv.ListenAndServe)
	g.Go(func() error {
		<-gctx.Done()
		return srv.Shutdown(gctx) // want `gctx is already done here`
	})
	return g.Wait()
}

func afterTheGroup(ctx context.Context, srv *http.Server) error {
	g, gctx := errgroup.WithContext(ctx)
	g.Go(srv.ListenAndServe)
	_ = g.Wait()
	return srv.Shutdown(gctx) // want `gctx is already done here`
}

func afterFunc(ctx context.Context, srv *http.Server) {
	context.AfterFunc(ctx, func() {
		srv.Shutdown(ctx) // want `ctx is already done here`
	})
}

func deferredStop(srv *http.Server) {
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM)
	defer stop()
	defer srv.Shutdown(ctx) // want `ctx is already done here`
	go srv.ListenAndServe()
	<-ctx.Done()
}

func deferredFunction(srv *http.Server) {
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM)
	defer stop()
	defer func() {
		_ = srv.Shutdown(ctx) // want `ctx is already done here`
	}()
	<-ctx.Done()
}

func cancelledFirst(srv *http.Server, quit chan struct{}) {
	ctx, cancel := context.WithCancel(context.Background())
	<-quit
	cancel()
	_ = srv.Shutdown(ctx) // want `ctx is already done here`
}

func deferredInTheWrongOrder(srv *http.Server) {
	ctx, cancel := context.WithTimeout(context.Background(), time.Second)
	defer srv.Shutdown(ctx) // want `ctx is already done here`
	defer cancel()
}

func deadlineBeforeTheSignal(srv *http.Server) {
	sigs := make(chan os.Signal, 1)
	signal.Notify(sigs, syscall.SIGTERM)
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	<-sigs
	_ = srv.Shutdown(ctx) // want `the deadline of ctx was set before the signal was awaited`
}

func deadlineOutsideTheGoroutine(srv *http.Server) error {
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	go func() {
		sigs := make(chan os.Signal, 1)
		signal.Notify(sigs, syscall.SIGTERM)
		<-sigs
		_ = srv.Shutdown(ctx) // want `the deadline of ctx was set before the signal was awaited`
	}()
	return srv.ListenAndServe()
}

func stopsItself(srv *http.Server) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		srv.Shutdown(r.Context()) // want `srv.Shutdown waits for the request whose context it is given`
	}
}

type service struct {
	ctx context.Context
	srv *http.Server
}

func (s *service) run() error {
	<-s.ctx.Done()
	return s.srv.Shutdown(s.ctx) // want `s.ctx is already done here`
}

func throughAHelper(ctx context.Context, s *service) {
	<-ctx.Done()
	s.stop(ctx) // want `s.stop does not wait for requests in flight: ctx is already done here`
}

func (s *service) stop(ctx context.Context) {
	ctx, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	_ = s.srv.Shutdown(ctx)
}

func inALoop(ctx context.Context, servers []*http.Server) {
	<-ctx.Done()
	for _, srv := range servers {
		srv.Shutdown(ctx) // want `ctx is already done here`
	}
}

func elseIf(ctx context.Context, srv *http.Server, quiet bool) {
	<-ctx.Done()
	if quiet {
		println("bye")
	} else if err := srv.Shutdown(ctx); err != nil { // want `ctx is already done here`
		println(err.Error())
	}
}

// long gives the stop what is left of a deadline that began with the work.
func long(ctx context.Context, srv *http.Server) error {
	grace, cancel := context.WithTimeout(context.Background(), 30*time.Second)
	defer cancel()
	go srv.ListenAndServe()
	<-ctx.Done()
	return srv.Shutdown(grace) // want `the deadline of grace was set before the end of its work was awaited`
}
