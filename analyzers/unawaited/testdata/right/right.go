// Package right waits for the stop to finish.
package right

import (
	"context"
	"errors"
	"log"
	"net/http"
	"os"
	"os/signal"
	"sync"
	"syscall"
	"time"

	"golang.org/x/sync/errgroup"
)

func Channel(ctx, grace context.Context) {
	srv := &http.Server{Addr: ":8080"}
	done := make(chan struct{})
	go func() {
		<-ctx.Done()
		_ = srv.Shutdown(grace)
		close(done)
	}()
	if err := srv.ListenAndServe(); err != http.ErrServerClosed {
		log.Fatal(err)
	}
	<-done
}

func DeferredClose(ctx, grace context.Context) error {
	srv := &http.Server{Addr: ":8080"}
	done := make(chan struct{})
	go func() {
		defer close(done)
		<-ctx.Done()
		_ = srv.Shutdown(grace)
	}()
	if err := srv.ListenAndServe(); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	<-done
	return nil
}

func WaitGroup(ctx, grace context.Context) {
	srv := &http.Server{Addr: ":8080"}
	var wg sync.WaitGroup
	wg.Add(1)
	go func() {
		defer wg.Done()
		<-ctx.Done()
		_ = srv.Shutdown(grace)
	}()
	_ = srv.ListenAndServe()
	wg.Wait()
}

func Group(ctx, grace context.Context) error {
	srv := &http.Server{Addr: ":8080"}
	g, gctx := errgroup.WithContext(ctx)
	g.Go(srv.ListenAndServe)
	g.Go(func() error {
		<-gctx.Done()
		return srv.Shutdown(grace)
	})
	return g.Wait()
}

func StopInMain(ctx, grace context.Context) {
	srv := &http.Server{Addr: ":8080"}
	go func() {
		if err := srv.ListenAndServe(); !errors.Is(err, http.ErrServerClosed) {
			log.Fatal(err)
		}
	}()
	<-ctx.Done()
	_ = srv.Shutdown(grace)
}

func StopInADeferredFunction(ctx context.Context) {
	srv := &http.Server{Addr: ":8080"}
	defer func() {
		grace, cancel := context.WithTimeout(context.Background(), time.Second)
		defer cancel()
		_ = srv.Shutdown(grace)
	}()
	go srv.ListenAndServe()
	<-ctx.Done()
}

func CancelAfterTheStop(grace context.Context) {
	srv := &http.Server{Addr: ":8080"}
	ctx, cancel := context.WithCancel(context.Background())
	go func() {
		sigs := make(chan os.Signal, 1)
		signal.Notify(sigs, syscall.SIGTERM)
		<-sigs
		_ = srv.Shutdown(grace)
		cancel()
	}()
	_ = srv.ListenAndServe()
	<-ctx.Done()
}

func NeverReturns(ctx, grace context.Context) {
	srv := &http.Server{Addr: ":8080"}
	go func() {
		<-ctx.Done()
		_ = srv.Shutdown(grace)
		os.Exit(0)
	}()
	_ = srv.ListenAndServe()
	select {}
}

func Result(ctx, grace context.Context) error {
	srv := &http.Server{Addr: ":8080"}
	stopped := make(chan error, 1)
	go func() {
		<-ctx.Done()
		stopped <- srv.Shutdown(grace)
	}()
	if err := srv.ListenAndServe(); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return <-stopped
}

func BothErrors(ctx, grace context.Context) error {
	srv := &http.Server{Addr: ":8080"}
	errs := make(chan error, 2)
	go func() { errs <- srv.ListenAndServe() }()
	go func() {
		<-ctx.Done()
		errs <- srv.Shutdown(grace)
	}()
	return errors.Join(<-errs, <-errs)
}

type app struct {
	srv  *http.Server
	done chan struct{}
}

func NewApp() *app { return &app{srv: &http.Server{}, done: make(chan struct{})} }

func (a *app) stop(grace context.Context) {
	_ = a.srv.Shutdown(grace)
	close(a.done)
}

func (a *app) Run(ctx, grace context.Context) {
	go func() {
		<-ctx.Done()
		a.stop(grace)
	}()
	_ = a.srv.ListenAndServe()
	a.wait()
}

func (a *app) wait() { <-a.done }

func CallerWaits(ctx, grace context.Context) {
	srv := &http.Server{Addr: ":8080"}
	var wg sync.WaitGroup
	wg.Go(func() {
		<-ctx.Done()
		_ = srv.Shutdown(grace)
	})
	defer wg.Wait()
	_ = srv.ListenAndServe()
}

func SideServer(ctx, grace context.Context, sigs chan os.Signal) {
	srv := &http.Server{Addr: "localhost:6060"}
	go srv.ListenAndServe()
	go func() {
		<-ctx.Done()
		_ = srv.Shutdown(grace)
	}()
	<-sigs
}

func Hook(register func(func())) error {
	srv := &http.Server{Addr: ":8080"}
	register(func() { _ = srv.Shutdown(context.Background()) })
	return srv.ListenAndServe()
}

func WaitsInTheErrorsPath(ctx, grace context.Context) error {
	srv := &http.Server{Addr: ":8080"}
	drained := make(chan struct{})
	go func() {
		defer close(drained)
		<-ctx.Done()
		_ = srv.Shutdown(grace)
	}()
	if err := srv.ListenAndServe(); err != nil {
		if err != http.ErrServerClosed {
			return err
		}
		<-drained
	}
	return nil
}

func WaitsInASwitch(ctx, grace context.Context) error {
	srv := &http.Server{Addr: ":8080"}
	drained := make(chan struct{})
	go func() {
		defer close(drained)
		<-ctx.Done()
		_ = srv.Shutdown(grace)
	}()
	switch err := srv.ListenAndServe(); err {
	case http.ErrServerClosed:
		<-drained
		return nil
	default:
		return err
	}
}

func WaitsByDefer(ctx, grace context.Context) error {
	srv := &http.Server{Addr: ":8080"}
	drained := make(chan struct{})
	defer func() { <-drained }()
	go func() {
		defer close(drained)
		<-ctx.Done()
		_ = srv.Shutdown(grace)
	}()
	if err := srv.ListenAndServe(); err != nil {
		return err
	}
	return nil
}

// What is wrong here is to end the process over an error that is none, which another check says.
func EndsTheProcessOverIt(ctx, grace context.Context) {
	srv := &http.Server{Addr: ":8080"}
	drained := make(chan struct{})
	go func() {
		defer close(drained)
		<-ctx.Done()
		_ = srv.Shutdown(grace)
	}()
	if err := srv.ListenAndServe(); err != nil {
		log.Fatal(err)
	}
	<-drained
}

func TheCallerHasTheChannel(ctx, grace context.Context, drained chan struct{}) error {
	srv := &http.Server{Addr: ":8080"}
	go func() {
		defer close(drained)
		<-ctx.Done()
		_ = srv.Shutdown(grace)
	}()
	if err := srv.ListenAndServe(); err != nil {
		return err
	}
	<-drained
	return nil
}

func AnotherFunctionHasTheChannel(ctx, grace context.Context, wait func(chan struct{})) error {
	srv := &http.Server{Addr: ":8080"}
	drained := make(chan struct{})
	wait(drained)
	go func() {
		defer close(drained)
		<-ctx.Done()
		_ = srv.Shutdown(grace)
	}()
	return srv.ListenAndServe()
}
