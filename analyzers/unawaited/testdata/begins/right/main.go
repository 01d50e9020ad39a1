// Right waits until its server has returned, too.
package main

import (
	"context"
	"log"
	"os/signal"
	"syscall"

	"example.com/unawaited/begins/server"
)

func main() {
	ctx, cancel := signal.NotifyContext(context.Background(), syscall.SIGTERM)
	defer cancel()
	done := make(chan bool)
	s := server.New(":8080")
	go func() {
		defer close(done)
		defer s.Report()
		if err := s.Run(ctx); err != nil {
			cancel()
			log.Print(err)
		}
	}()
	<-ctx.Done()
	<-done
}
