// A program that stops itself when it cannot serve.
package main

import (
	"context"
	"log"
	"net/http"
	"os/signal"
	"syscall"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM)
	defer stop()
	srv := &http.Server{Addr: ":8080"}
	failed := make(chan error, 1)
	go func() {
		if err := srv.ListenAndServe(); err != nil && err != http.ErrServerClosed { // want `main returns with status 0 when srv.ListenAndServe cannot serve`
			log.Print(err)
			stop()
		}
	}()
	select {
	case <-ctx.Done():
	case <-failed:
	}

	_ = srv.Shutdown(context.WithoutCancel(ctx))
}
