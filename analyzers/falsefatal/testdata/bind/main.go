// A program that waits for a signal whether it serves or not.
package main

import (
	"context"
	"log"
	"net/http"
	"os/signal"
	"syscall"
	"time"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM)
	defer stop()
	srv := &http.Server{Addr: ":8080"}
	go func() {
		if err := srv.ListenAndServe(); err != nil && err != http.ErrServerClosed { // want `if srv.ListenAndServe cannot serve, nothing comes of its error: the program waits for a signal, lives on and serves nothing.*\(bind-error-ignored\)`
			log.Printf("listen: %s", err)
		}
	}()
	<-ctx.Done()
	grace, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	if err := srv.Shutdown(grace); err != nil {
		log.Print(err)
	}
}
