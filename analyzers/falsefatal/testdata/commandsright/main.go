// Commands whose error is the program's, and functions that run before them.
package main

import (
	"context"
	"log"
	"net/http"
	"os"
	"os/signal"
	"syscall"

	"github.com/spf13/cobra"
	"github.com/urfave/cli/v3"
)

var api = &cobra.Command{
	Use: "api",
	PersistentPreRunE: func(cmd *cobra.Command, args []string) error { // the command comes behind it
		go func() {
			if err := http.ListenAndServe("localhost:6060", nil); err != nil {
				log.Print(err)
			}
		}()
		return nil
	},
	RunE: func(cmd *cobra.Command, args []string) error {
		ctx, stop := signal.NotifyContext(cmd.Context(), os.Interrupt, syscall.SIGTERM)
		defer stop()
		srv := &http.Server{Addr: ":8080"}
		failed := make(chan error, 1)
		go func() { failed <- srv.ListenAndServe() }()
		select {
		case err := <-failed:
			return err
		case <-ctx.Done():
			return srv.Shutdown(context.Background())
		}
	},
}

var metrics = &cobra.Command{Use: "metrics", Run: func(cmd *cobra.Command, args []string) {
	if err := http.ListenAndServe(":9090", nil); err != nil {
		log.Fatal(err)
	}
}}

var admin = &cli.Command{
	Name: "admin",
	Action: func(ctx context.Context, cmd *cli.Command) error {
		return http.ListenAndServe(":9091", nil)
	},
}

func main() {
	if len(os.Args) > 1 && os.Args[1] == "admin" {
		if err := admin.Run(context.Background(), os.Args); err != nil {
			log.Fatal(err)
		}
		return
	}
	api.AddCommand(metrics, events)
	if err := api.Execute(); err != nil {
		os.Exit(1)
	}
}
