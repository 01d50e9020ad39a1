// The shape of the example in net/http's documentation of Shutdown. It waits for the drain, and sets it no time.
package main

import (
	"context"
	"log"
	"net/http"
	"os"
	"os/signal"
)

func main() {
	var srv http.Server // want `\(server-no-timeouts`
	idle := make(chan struct{})
	go func() {
		interrupts := make(chan os.Signal, 1)
		signal.Notify(interrupts, os.Interrupt) // want `\(signal-no-sigterm`
		<-interrupts
		if err := srv.Shutdown(context.Background()); err != nil { // want `\(shutdown-no-deadline`
			log.Printf("stop: %v", err)
		}
		close(idle)
	}()
	if err := srv.ListenAndServe(); err != http.ErrServerClosed {
		log.Fatalf("serve: %v", err)
	}
	<-idle
}
