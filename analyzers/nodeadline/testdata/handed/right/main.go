// Right gives what it stops ten seconds, or does not wait when a second signal comes.
package main

import (
	"context"
	"log"
	"os"
	"os/signal"
	"syscall"
	"time"

	"example.com/nodeadline/handed/services"
)

func main() {
	all := services.All()
	ctx, cancel := context.WithCancel(context.Background())
	for _, s := range all {
		go func() {
			if err := s.Serve(); err != nil {
				log.Print(err)
				cancel()
			}
		}()
	}
	if len(os.Args) > 1 {
		go within(ctx, cancel, all)
	} else {
		go twice(ctx, cancel, all)
	}
	<-ctx.Done()
}

func within(ctx context.Context, cancel context.CancelFunc, all []services.Service) {
	defer cancel()
	<-ask()
	grace, end := context.WithTimeout(ctx, 10*time.Second)
	defer end()
	for _, s := range all {
		if err := s.Stop(grace); err != nil {
			log.Print(err)
		}
	}
}

func twice(ctx context.Context, cancel context.CancelFunc, all []services.Service) {
	signals := ask()
	<-signals
	go func() {
		<-signals
		os.Exit(1)
	}()
	for _, s := range all {
		if err := s.Stop(ctx); err != nil {
			log.Print(err)
		}
	}
	cancel()
}

func ask() chan os.Signal {
	signals := make(chan os.Signal, 2)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM)
	return signals
}
