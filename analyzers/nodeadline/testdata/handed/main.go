// Handed hands its own context to all that it stops, and ends it when they have stopped.
package main

import (
	"context"
	"log"
	"os"
	"os/signal"
	"syscall"

	"example.com/nodeadline/handed/services"
)

func main() {
	ctx, cancel := context.WithCancel(context.Background())
	all := services.All()
	for _, s := range all {
		go func() {
			if err := s.Serve(); err != nil {
				log.Print(err)
				cancel()
			}
		}()
	}
	go stop(ctx, cancel, all)
	<-ctx.Done()
}

func stop(ctx context.Context, cancel context.CancelFunc, all []services.Service) {
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM)
	<-signals
	for _, s := range all {
		if err := s.Stop(ctx); err != nil { // want `w.srv.Shutdown waits for the slowest client, however long that takes: the context that main hands down to it has no deadline.*\(shutdown-no-deadline\)`
			log.Print(err)
		}
	}
	cancel()
}
