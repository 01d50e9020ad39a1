// Commands that end as soon as the server's listener is closed.
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

	"github.com/spf13/cobra"
)

var root = &cobra.Command{
	Use: "shop",
	RunE: func(cmd *cobra.Command, args []string) error {
		srv := &http.Server{Addr: ":8080"}
		go func() {
			quit := make(chan os.Signal, 1)
			signal.Notify(quit, syscall.SIGTERM)
			<-quit
			ctx, cancel := context.WithTimeout(context.Background(), time.Second)
			defer cancel()
			srv.Shutdown(ctx) // want `nobody waits for srv.Shutdown: the command returns as soon as srv.ListenAndServe does.*\(shutdown-not-awaited\)`
		}()
		if err := srv.ListenAndServe(); !errors.Is(err, http.ErrServerClosed) {
			return err
		}
		return nil
	},
}

func main() {
	root.AddCommand(&cobra.Command{Use: "admin", Run: admin})
	if err := root.Execute(); err != nil {
		os.Exit(1)
	}
}

func admin(*cobra.Command, []string) {
	srv := &http.Server{Addr: ":8081"}
	go drain(srv)
	if err := srv.ListenAndServe(); !errors.Is(err, http.ErrServerClosed) {
		log.Fatal(err)
	}
}

func drain(srv *http.Server) {
	quit := make(chan os.Signal, 1)
	signal.Notify(quit, syscall.SIGTERM)
	<-quit
	ctx, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	srv.Shutdown(ctx) // want `nobody waits for srv.Shutdown: admin returns as soon as srv.ListenAndServe does.*\(shutdown-not-awaited\)`
}
