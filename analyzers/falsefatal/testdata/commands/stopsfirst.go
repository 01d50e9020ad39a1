package main

import (
	"context"
	"net/http"
	"os"
	"os/signal"
	"syscall"

	"github.com/spf13/cobra"
	"golang.org/x/sync/errgroup"
)

var events = &cobra.Command{Use: "events", RunE: func(*cobra.Command, []string) error { return consume() }}

// consume waits for the group in which it serves when it has shut the server down.
func consume() error {
	srv := &http.Server{Addr: ":9092"}
	var g errgroup.Group
	g.Go(func() error {
		return srv.ListenAndServe() // want `srv.ListenAndServe returns http.ErrServerClosed after every Shutdown, which is taken for a failure`
	})
	quit := make(chan os.Signal, 1)
	signal.Notify(quit, os.Interrupt, syscall.SIGTERM)
	<-quit
	_ = srv.Shutdown(context.Background())
	return g.Wait()
}
