package main

import (
	"context"
	"fmt"
	"net/http"
	"os"
	"os/signal"
	"syscall"

	"github.com/spf13/cobra"
	"golang.org/x/sync/errgroup"
)

var events = &cobra.Command{Use: "events", RunE: func(*cobra.Command, []string) error { return consume() }}

// consume shuts its server down when the group has been waited for in which it serves, which never gets http.ErrServerClosed.
func consume() error {
	srv := &http.Server{Addr: ":9092"}
	defer srv.Shutdown(context.Background())
	g, ctx := errgroup.WithContext(context.Background())
	g.Go(func() error {
		return srv.ListenAndServe()
	})
	g.Go(func() error {
		quit := make(chan os.Signal, 1)
		signal.Notify(quit, os.Interrupt, syscall.SIGTERM)
		select {
		case <-ctx.Done():
			return nil
		case sig := <-quit:
			return fmt.Errorf("received %s", sig)
		}
	})
	return g.Wait()
}
