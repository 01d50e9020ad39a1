// Hup loads its configuration anew on SIGHUP, and ends in a goroutine of its own on SIGTERM.
package main

import (
	"context"
	"log"
	"net/http"
	"os"
	"os/signal"
	"syscall"
	"time"
)

func main() {
	hup, term := make(chan os.Signal, 1), make(chan os.Signal, 1)
	signal.Notify(hup, syscall.SIGHUP)
	signal.Notify(term, os.Interrupt, syscall.SIGTERM)
	srv := &http.Server{Addr: ":8080", ReadHeaderTimeout: time.Second}
	drained := make(chan struct{})
	go func() {
		defer close(drained)
		for {
			select {
			case <-hup:
				time.Sleep(time.Minute)
			case <-term:
				ctx, cancel := context.WithTimeout(context.Background(), 1500*time.Millisecond)
				defer cancel()
				if err := srv.Shutdown(ctx); err != nil {
					srv.Close()
				}
				return
			}
		}
	}()
	if err := srv.ListenAndServe(); err != http.ErrServerClosed {
		log.Fatal(err)
	}
	<-drained
}
