// Handed stops its services with the context that the signal has ended.
package main

import (
	"context"
	"log"
	"os/signal"
	"syscall"
	"time"

	"example.com/deadctx/handed/services"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM)
	defer stop()
	all := []services.Service{services.NewWeb(":8080"), &services.Admin{Web: *services.NewWeb(":8081")}}
	for _, s := range all {
		go func() {
			if err := s.Serve(); err != nil {
				log.Fatal(err)
			}
		}()
	}
	<-ctx.Done()
	for _, s := range all {
		if err := s.Stop(ctx); err != nil { // want `w.srv.Shutdown does not wait for requests in flight: the context that it is given is already done here.*\(shutdown-cancelled-ctx\)`
			log.Print(err)
		}
	}
}

func inTime(all []services.Service) {
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM)
	defer stop()
	<-ctx.Done()
	grace, cancel := context.WithTimeout(context.WithoutCancel(ctx), 10*time.Second)
	defer cancel()
	for _, s := range all {
		if err := s.Stop(grace); err != nil {
			log.Print(err)
		}
	}
}
