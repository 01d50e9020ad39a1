// Commands that serve: function literals outside of functions, and functions that return no error.
package main

import (
	"context"
	"errors"
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
	RunE: func(cmd *cobra.Command, args []string) error {
		ctx, stop := signal.NotifyContext(cmd.Context(), os.Interrupt, syscall.SIGTERM)
		defer stop()
		srv := &http.Server{Addr: ":8080"}
		go func() {
			if err := srv.ListenAndServe(); err != nil && !errors.Is(err, http.ErrServerClosed) { // want `if srv.ListenAndServe cannot serve, nothing comes of its error: the program waits for a signal, lives on and serves nothing.*\(bind-error-ignored\)`
				log.Print(err)
			}
		}()
		<-ctx.Done()
		return srv.Shutdown(context.Background())
	},
}

var metrics = &cobra.Command{Use: "metrics", Run: serveMetrics}

func serveMetrics(cmd *cobra.Command, args []string) {
	if err := http.ListenAndServe(":9090", nil); err != nil { // want `serveMetrics returns, and the program ends with status 0, when http.ListenAndServe cannot serve.*\(exit-zero\)`
		log.Print(err)
	}
}

var admin = &cli.Command{
	Name: "admin",
	Action: func(ctx context.Context, cmd *cli.Command) error {
		if err := http.ListenAndServe(":9091", nil); err != nil { // want `the command returns, and the program ends with status 0, when http.ListenAndServe cannot serve.*\(exit-zero\)`
			log.Print(err)
		}
		return nil
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
