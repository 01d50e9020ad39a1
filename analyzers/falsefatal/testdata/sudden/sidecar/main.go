// A service that is stopped with care, except when its metrics fail.
package main

import (
	"context"
	"errors"
	"fmt"
	"log"
	"net/http"
	"os"
	"os/signal"
	"syscall"
	"time"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	go func() {
		log.Fatal(http.ListenAndServe("localhost:6060", nil)) // want `log.Fatal ends the process at once when http.ListenAndServe fails, the port taken or the listener closed: the requests and the cleanup of everything else in it are cut.*\(fatal-in-goroutine, note\)`
	}()
	go metrics(":9090")
	go func() {
		panic(probes()) // want `panic ends the process at once when probes fails.*\(fatal-in-goroutine, note\)`
	}()
	srv := &http.Server{Addr: ":8080"}
	failed := make(chan error, 1)
	go func() { failed <- srv.ListenAndServe() }() // want `main returns with status 0 when srv.ListenAndServe cannot serve`
	select {
	case err := <-failed:
		log.Print(err)
	case <-ctx.Done():
		drain(srv)
	}
}

func metrics(addr string) {
	if err := http.ListenAndServe(addr, nil); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1) // want `os.Exit ends the process at once when http.ListenAndServe fails.*\(fatal-in-goroutine, note\)`
	}
}

func probes() error { return http.ListenAndServe(":9091", nil) }

func drain(srv *http.Server) {
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	if err := srv.Shutdown(ctx); err != nil {
		log.Print(errors.Join(err, srv.Close()))
	}
}
