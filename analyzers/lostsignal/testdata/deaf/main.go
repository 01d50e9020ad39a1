// Deaf swallows the second signal.
package main

import (
	"context"
	"net/http"
	"os"
	"os/signal"
	"sync"
	"syscall"
	"time"
)

func dropped(srv *http.Server) {
	ctx, _ := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM) // want `is dropped: once ctx has ended, .* \(signal-deaf\)`
	go srv.ListenAndServe()
	<-ctx.Done()
}

func reassigned(ctx context.Context) {
	ctx, _ = signal.NotifyContext(ctx, os.Interrupt, syscall.SIGTERM) // want `signal-deaf`
	<-ctx.Done()
}

func deferredPastDrain(srv *http.Server) {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM) // want `stop is deferred past srv.Shutdown, which waits without a limit`
	defer stop()
	go srv.ListenAndServe()
	<-ctx.Done() // the end
	srv.Shutdown(context.Background())
}

func inSelect(srv *http.Server, failed chan error) {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM) // want `signal-deaf`
	defer stop()
	forever := context.WithoutCancel(ctx)
	select {
	case <-failed:
	case <-ctx.Done():
		if err := srv.Shutdown(forever); err != nil {
			println(err.Error())
		}
	}
}

func inGoroutine(srv *http.Server) {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM) // want `signal-deaf`
	defer stop()
	go func() {
		<-ctx.Done()
		srv.Shutdown(context.TODO())
	}()
	srv.ListenAndServe()
}

func closesTwice(done chan struct{}) {
	c := make(chan os.Signal, 1)
	signal.Notify(c, os.Interrupt, syscall.SIGTERM)
	go func() {
		for range c {
			close(done) // want `each signal closes done, and the second one panics`
		}
	}()
	<-done
}

func closesInSelect(done, tick chan struct{}) {
	c := make(chan os.Signal, 1)
	signal.Notify(c, os.Interrupt, syscall.SIGTERM)
	for {
		select {
		case <-c:
			close(done) // want `signal-deaf`
		case <-tick:
		}
	}
}

func bounded(srv *http.Server) {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	<-ctx.Done()
	grace, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	srv.Shutdown(grace)
}

func stopsAtOnce(srv *http.Server) {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	<-ctx.Done()
	stop()
	srv.Shutdown(context.Background())
}

func afterFunc(srv *http.Server) {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop)
	<-ctx.Done()
	srv.Shutdown(context.Background())
}

func forced(srv *http.Server) {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	<-ctx.Done()
	time.AfterFunc(time.Second, func() { os.Exit(1) })
	srv.Shutdown(context.Background())
}

func listensAgain(srv *http.Server) {
	ctx, _ := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	<-ctx.Done()
	again := make(chan os.Signal, 1)
	signal.Notify(again, os.Interrupt, syscall.SIGTERM)
	go func() {
		<-again
		os.Exit(1)
	}()
	srv.Shutdown(context.Background())
}

func drainsBefore(srv *http.Server) {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	srv.Shutdown(context.Background())
	<-ctx.Done()
}

func returned() (context.Context, context.CancelFunc) {
	return signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
}

func closesOnce(done chan struct{}) {
	c := make(chan os.Signal, 1)
	signal.Notify(c, os.Interrupt, syscall.SIGTERM)
	for range c {
		close(done)
		return
	}
}

func closesFirst(done chan struct{}) {
	c := make(chan os.Signal, 1)
	signal.Notify(c, os.Interrupt, syscall.SIGTERM)
	closed := false
	for range c {
		if !closed {
			close(done)
			closed = true
		}
	}
}

func closesByOnce(done chan struct{}) {
	c := make(chan os.Signal, 1)
	signal.Notify(c, os.Interrupt, syscall.SIGTERM)
	var once sync.Once
	for range c {
		once.Do(func() { close(done) })
	}
}

func closesNewOnes(reload func(chan struct{})) {
	c := make(chan os.Signal, 1)
	signal.Notify(c, os.Interrupt, syscall.SIGTERM)
	for range c {
		done := make(chan struct{})
		reload(done)
		close(done)
	}
}

func main() {
	srv := new(http.Server)
	dropped(srv)
	reassigned(context.Background())
	deferredPastDrain(srv)
	inSelect(srv, nil)
	inGoroutine(srv)
	closesTwice(nil)
	closesInSelect(nil, nil)
	bounded(srv)
	stopsAtOnce(srv)
	afterFunc(srv)
	forced(srv)
	listensAgain(srv)
	drainsBefore(srv)
	returned()
	closesOnce(nil)
	closesFirst(nil)
	closesByOnce(nil)
	closesNewOnes(nil)
}
