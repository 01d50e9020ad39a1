// Commands that wait for their servers, and what only prepares for one.
package main

import (
	"context"
	"errors"
	"net/http"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/spf13/cobra"
)

var root = &cobra.Command{
	Use: "shop",
	PersistentPreRunE: func(cmd *cobra.Command, args []string) error { // the command runs on behind it
		srv := &http.Server{Addr: ":9090"}
		go drain(srv, make(chan struct{}))
		go srv.ListenAndServe()
		return nil
	},
	RunE: func(cmd *cobra.Command, args []string) error {
		srv, drained := &http.Server{Addr: ":8080"}, make(chan struct{})
		go drain(srv, drained)
		if err := srv.ListenAndServe(); !errors.Is(err, http.ErrServerClosed) {
			return err
		}
		<-drained
		return nil
	},
}

func main() {
	if err := root.Execute(); err != nil {
		os.Exit(1)
	}
}

func drain(srv *http.Server, drained chan<- struct{}) {
	defer close(drained)
	quit := make(chan os.Signal, 1)
	signal.Notify(quit, syscall.SIGTERM)
	<-quit
	ctx, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	srv.Shutdown(ctx)
}
