// Begins waits for the context alone at whose end its server, of another package, begins to drain.
package main

import (
	"context"
	"log"
	"os/signal"
	"syscall"

	"example.com/unawaited/begins/server"
)

func main() {
	if err := run(); err != nil {
		log.Fatal(err)
	}
}

func run() error {
	ctx, cancel := signal.NotifyContext(context.Background(), syscall.SIGTERM)
	defer cancel()
	s := server.New(":8080")
	go func() {
		defer s.Report()
		if err := s.Run(ctx); err != nil { // want `nobody waits for s.Run: main goes on while it drains`
			cancel()
			log.Print(err)
		}
	}()
	<-ctx.Done()
	return nil
}
