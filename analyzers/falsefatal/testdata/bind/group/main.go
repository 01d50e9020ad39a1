// Package main serves in a group without a context: it waits for all, and nobody ends when one has failed.
package main

import (
	"context"
	"log"
	"net/http"
	"os/signal"
	"syscall"
	"time"

	"golang.org/x/sync/errgroup"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM)
	defer stop()
	srv := &http.Server{Addr: ":8080", ReadHeaderTimeout: 5 * time.Second}
	var g errgroup.Group
	g.Go(func() error {
		return srv.ListenAndServe() // want `if srv.ListenAndServe cannot serve, nothing comes of its error: its group waits until all of it have ended, and others have not.*\(bind-error-ignored\)` `ErrServerClosed`
	})
	g.Go(func() error {
		<-ctx.Done()
		grace, cancel := context.WithTimeout(context.WithoutCancel(ctx), 10*time.Second)
		defer cancel()
		return srv.Shutdown(grace)
	})
	if err := g.Wait(); err != nil {
		log.Fatal(err)
	}
}
