// Package only has programs with several servers of which one is stopped in the end.
package only

import (
	"context"
	"log"
	"net/http"
	"net/http/pprof"
	"os"
	"os/signal"
	"syscall"
	"time"
)

func wait() {
	quit := make(chan os.Signal, 1)
	signal.Notify(quit, syscall.SIGTERM)
	<-quit
}

func stop(srv *http.Server) {
	ctx, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	if err := srv.Shutdown(ctx); err != nil {
		log.Print(err)
	}
}

// WithTLS has a companion for those who come without it, and is what the program is there for.
func WithTLS(handler, redirect http.Handler, secure bool) {
	srv := &http.Server{Addr: ":8443", Handler: handler}
	go func() {
		if secure {
			serveTLS(srv, redirect)
			return
		}
		if err := srv.ListenAndServe(); err != http.ErrServerClosed { // want `the program waits for a signal and lives on without this server.*\(bind-error-ignored\)`
			log.Print(err)
		}
	}()
	wait()
	stop(srv)
}

func serveTLS(srv *http.Server, redirect http.Handler) {
	go func() {
		if err := http.ListenAndServe(":8080", redirect); err != nil { // want `\(bind-error-ignored, note\)`
			log.Print(err)
		}
	}()
	if err := srv.ListenAndServeTLS("cert.pem", "key.pem"); err != http.ErrServerClosed {
		log.Print(err)
	}
}

// Two may do without one of them.
func Two(handler, admin http.Handler) {
	srv := &http.Server{Addr: ":8080", Handler: handler}
	other := &http.Server{Addr: ":8081", Handler: admin}
	go func() {
		if err := srv.ListenAndServe(); err != nil { // want `\(bind-error-ignored, note\)`
			log.Print(err)
		}
	}()
	go func() {
		if err := other.ListenAndServe(); err != nil { // want `\(bind-error-ignored, note\)`
			log.Print(err)
		}
	}()
	wait()
	stop(srv)
	stop(other)
}

// Profiles stops the less important one.
func Profiles(handler http.Handler) {
	mux := http.NewServeMux()
	mux.HandleFunc("/debug/pprof/", pprof.Index)
	debug := &http.Server{Addr: ":6060", Handler: mux}
	go func() {
		if err := debug.ListenAndServe(); err != nil { // want `\(bind-error-ignored, note\)`
			log.Print(err)
		}
	}()
	go func() {
		if err := http.ListenAndServe(":8080", handler); err != nil { // want `\(bind-error-ignored, note\)`
			log.Print(err)
		}
	}()
	wait()
	ctx, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	debug.Shutdown(ctx)
}
