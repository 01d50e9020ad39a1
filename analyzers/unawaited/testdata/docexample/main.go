// The shape of the example in net/http's documentation of Shutdown: right.
package main

import (
	"context"
	"log"
	"net/http"
	"os"
	"os/signal"
)

func main() {
	var server http.Server
	idle := make(chan struct{})
	go func() {
		interrupts := make(chan os.Signal, 1)
		signal.Notify(interrupts, os.Interrupt)
		<-interrupts
		if err := server.Shutdown(context.Background()); err != nil {
			log.Printf("stop: %v", err)
		}
		close(idle)
	}()
	if err := server.ListenAndServe(); err != http.ErrServerClosed {
		log.Fatalf("serve: %v", err)
	}
	<-idle
}
