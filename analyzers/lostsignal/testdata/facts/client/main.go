// Client runs, by way of another package, a server.
package main

import (
	"context"
	"os"
	"os/signal"

	"example.com/lostsignal/facts/serves"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt) // want `signal-no-sigterm`
	defer stop()
	if err := serves.Run(ctx); err != nil {
		os.Exit(1)
	}
}
