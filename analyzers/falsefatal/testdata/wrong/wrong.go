// Package wrong takes the end of a server for a failure.
package wrong

import (
	"context"
	"errors"
	"fmt"
	"log"
	"log/slog"
	"net/http"
	"os"

	"golang.org/x/sync/errgroup"
)

func Fatal(ctx, grace context.Context) {
	srv := &http.Server{Addr: ":8080"}
	go func() {
		log.Fatal(srv.ListenAndServe()) // want `log.Fatal ends the process in the middle of the drain: srv.ListenAndServe returns http.ErrServerClosed as soon as Shutdown is called.*\(fatal-in-goroutine\)`
	}()
	<-ctx.Done()
	srv.Shutdown(grace)
}

func FatalOnError(ctx, grace context.Context) {
	srv := &http.Server{Addr: ":8080"}
	go func() {
		if err := srv.ListenAndServe(); err != nil {
			log.Printf("serve: %v", err)
			os.Exit(1) // want `os.Exit ends the process in the middle of the drain`
		}
	}()
	<-ctx.Done()
	srv.Shutdown(grace)
}

func Panics(ctx, grace context.Context) {
	srv := &http.Server{Addr: ":8080"}
	go func() {
		err := srv.ListenAndServe()
		if err != nil {
			panic(err) // want `panic ends the process in the middle of the drain`
		}
	}()
	<-ctx.Done()
	srv.Shutdown(grace)
}

func OtherSentinel(ctx, grace context.Context) {
	srv := &http.Server{Addr: ":8080"}
	go func() {
		if err := srv.ListenAndServe(); !errors.Is(err, context.Canceled) {
			log.Fatalf("serve: %v", err) // want `log.Fatalf ends the process in the middle of the drain`
		}
	}()
	<-ctx.Done()
	srv.Shutdown(grace)
}

func Must(ctx, grace context.Context) {
	srv := &http.Server{Addr: ":8080"}
	go func() {
		must(srv.ListenAndServe()) // want `must ends the process in the middle of the drain`
	}()
	<-ctx.Done()
	srv.Shutdown(grace)
}

func must(err error) {
	if err != nil {
		log.Fatal(err)
	}
}

func InMain(ctx, grace context.Context) {
	srv := &http.Server{Addr: ":8080"}
	go func() {
		<-ctx.Done()
		srv.Shutdown(grace)
	}()
	if err := srv.ListenAndServe(); err != nil {
		log.Fatal(err) // want `log.Fatal ends the process in the middle of the drain`
	}
}

type App struct{ srv *http.Server }

func NewApp() *App { return &App{srv: &http.Server{}} }

func (a *App) Start() {
	if a.srv.TLSConfig != nil {
		log.Fatal(a.srv.ListenAndServeTLS("cert", "key")) // want `log.Fatal ends the process`
	}
	log.Fatal(a.srv.ListenAndServe()) // want `log.Fatal ends the process`
}

func (a *App) Stop(grace context.Context) error { return a.srv.Shutdown(grace) }

func Logged(ctx, grace context.Context) {
	srv := &http.Server{Addr: ":8080"}
	go func() {
		if err := srv.ListenAndServe(); err != nil { // want `srv.ListenAndServe returns http.ErrServerClosed after every Shutdown, which is taken for a failure: an orderly stop looks like a crash.*\(errserverclosed-as-error\)`
			slog.Error("server failed", "err", err)
		}
	}()
	<-ctx.Done()
	srv.Shutdown(grace)
}

func ThroughTheGroup(ctx, grace context.Context) {
	srv := &http.Server{Addr: ":8080"}
	g, gctx := errgroup.WithContext(ctx)
	g.Go(func() error {
		return srv.ListenAndServe() // want `srv.ListenAndServe returns http.ErrServerClosed after every Shutdown`
	})
	g.Go(func() error {
		<-gctx.Done()
		return srv.Shutdown(grace)
	})
	if err := g.Wait(); err != nil {
		slog.Error("stopped", "err", err)
	}
}

func ThroughTheCaller(ctx, grace context.Context) {
	srv := &http.Server{Addr: ":8080"}
	done := make(chan struct{})
	go func() {
		defer close(done)
		<-ctx.Done()
		srv.Shutdown(grace)
	}()
	if err := run(srv, done); err != nil {
		log.Fatal(err)
	}
}

func run(srv *http.Server, done chan struct{}) error {
	err := srv.ListenAndServe() // want `srv.ListenAndServe returns http.ErrServerClosed after every Shutdown`
	<-done
	if !errors.Is(err, http.ErrServerClosed) {
		log.Print("failed")
	}
	return fmt.Errorf("serve: %w", err)
}
