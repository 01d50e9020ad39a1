// A service whose side servers tell when they fail, or fail for themselves.
package main

import (
	"context"
	"errors"
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
		log.Print(http.ListenAndServe("localhost:6060", nil))
	}()
	failed := make(chan error, 3)
	go func() { failed <- http.ListenAndServe(":9090", nil) }()
	redirect := &http.Server{Addr: ":80"}
	go func() {
		if err := redirect.ListenAndServe(); !errors.Is(err, http.ErrServerClosed) {
			log.Fatal(err) // somebody has thought about it
		}
	}()
	srv := &http.Server{Addr: ":8080"}
	go func() { failed <- srv.ListenAndServe() }()
	select {
	case err := <-failed:
		log.Print(err)
		os.Exit(1)
	case <-ctx.Done():
	}
	grace, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	if err := srv.Shutdown(grace); err != nil {
		log.Print(errors.Join(err, srv.Close()))
	}
}
