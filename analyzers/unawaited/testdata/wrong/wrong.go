// Package wrong serves until the stop begins, not until it has finished.
package wrong

import (
	"context"
	"errors"
	"log"
	"net"
	"net/http"
	"os"
	"os/signal"
	"syscall"
	"time"

	"golang.org/x/sync/errgroup"
)

func ReturnsTheError(ctx context.Context) error {
	srv := &http.Server{Addr: ":8080"}
	go func() {
		<-ctx.Done()
		grace, cancel := context.WithTimeout(context.WithoutCancel(ctx), time.Second)
		defer cancel()
		srv.Shutdown(grace) // want `nobody waits for srv.Shutdown: ReturnsTheError returns as soon as srv.ListenAndServe does, and requests in flight are cut.*\(shutdown-not-awaited\)`
	}()
	return srv.ListenAndServe()
}

func Guarded(ctx, grace context.Context) error {
	srv := &http.Server{Addr: ":8080"}
	go func() {
		<-ctx.Done()
		if err := srv.Shutdown(grace); err != nil { // want `nobody waits for srv.Shutdown`
			log.Print(err)
		}
	}()
	if err := srv.ListenAndServe(); err != nil && !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	log.Print("bye")
	return nil
}

func Dropped(grace context.Context) {
	sigs := make(chan os.Signal, 1)
	signal.Notify(sigs, syscall.SIGTERM)
	srv := &http.Server{Addr: ":8080"}
	go func() {
		<-sigs
		srv.Shutdown(grace) // want `nobody waits for srv.Shutdown`
	}()
	srv.ListenAndServe()
}

func WaitsForFailuresOnly(ctx, grace context.Context, done chan struct{}) {
	srv := &http.Server{Addr: ":8080"}
	go func() {
		<-ctx.Done()
		srv.Shutdown(grace) // want `nobody waits for srv.Shutdown`
	}()
	if err := srv.ListenAndServe(); err != http.ErrServerClosed {
		<-done
	}
}

func ServeHelper(ctx, grace context.Context) {
	srv := &http.Server{Addr: ":8080"}
	go stopHelper(ctx, grace, srv)
	serve(srv)
}

func stopHelper(ctx, grace context.Context, srv *http.Server) {
	<-ctx.Done()
	srv.Shutdown(grace) // want `nobody waits for srv.Shutdown: ServeHelper returns as soon as srv.ListenAndServe does`
}

func serve(srv *http.Server) {
	if err := srv.ListenAndServe(); !errors.Is(err, http.ErrServerClosed) {
		log.Fatal(err)
	}
}

type app struct{ srv *http.Server }

func NewApp() *app { return &app{srv: &http.Server{}} }

func (a *app) Run(ctx, grace context.Context) error {
	context.AfterFunc(ctx, func() {
		a.srv.Shutdown(grace) // want `nobody waits for a.srv.Shutdown`
	})
	return a.srv.ListenAndServe()
}

func InPieces(l net.Listener, grace context.Context) error {
	srv, errs := start(l)
	stopLater(srv, grace, errs)
	return waitFor(errs)
}

func start(l net.Listener) (*http.Server, chan error) {
	srv := &http.Server{}
	errs := make(chan error)
	go func() {
		err := srv.Serve(l)
		errs <- err
	}()
	return srv, errs
}

func stopLater(srv *http.Server, grace context.Context, errs chan<- error) {
	sigs := make(chan os.Signal, 1)
	signal.Notify(sigs, os.Interrupt)
	go func() {
		<-sigs
		if err := srv.Shutdown(grace); err != nil { // want `nobody waits for srv.Shutdown`
			errs <- err
		}
	}()
}

func waitFor(errs <-chan error) error {
	err := <-errs
	if err == http.ErrServerClosed {
		return nil
	}
	return err
}

func OneActor(ctx, grace context.Context) error {
	srv := &http.Server{Addr: ":8080"}
	g, gctx := errgroup.WithContext(ctx)
	go func() {
		<-gctx.Done()
		srv.Shutdown(grace) // want `nobody waits for srv.Shutdown`
	}()
	g.Go(func() error { return srv.ListenAndServe() })
	return g.Wait()
}

func ReturnsBeforeTheWait(ctx, grace context.Context) error {
	srv := &http.Server{Addr: ":8080"}
	drained := make(chan struct{})
	go func() {
		defer close(drained)
		<-ctx.Done()
		srv.Shutdown(grace) // want `nobody waits for srv.Shutdown: ReturnsBeforeTheWait returns as soon as srv.ListenAndServe does`
	}()
	if err := srv.ListenAndServe(); err != nil {
		return err
	}
	<-drained
	return nil
}

func LogsAndReturnsBeforeTheWait(ctx, grace context.Context) {
	srv := &http.Server{Addr: ":8080"}
	stopped := make(chan error, 1)
	go func() {
		<-ctx.Done()
		stopped <- srv.Shutdown(grace) // want `nobody waits for srv.Shutdown`
	}()
	err := srv.ListenAndServe()
	if nil != err {
		log.Print(err)
		return
	}
	if err := <-stopped; err != nil {
		log.Print(err)
	}
}

func WaitsWhereThereIsNoError(ctx, grace context.Context) (err error) {
	srv := &http.Server{Addr: ":8080"}
	drained := make(chan struct{})
	go func() {
		<-ctx.Done()
		srv.Shutdown(grace) // want `nobody waits for srv.Shutdown`
		close(drained)
	}()
	switch err = srv.ListenAndServe(); err {
	case nil:
		<-drained
	}
	return err
}
