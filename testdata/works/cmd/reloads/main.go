// Reloads listens to more than one signal in the goroutine that stops the server.
//
// script: get /; wait; signal HUP; sleep 300ms; signal TERM
package main

import (
	"context"
	"fmt"
	"log"
	"net/http"
	"os"
	"os/signal"
	"syscall"
	"time"
)

func main() {
	srv := &http.Server{Addr: os.Getenv("ADDR"), ReadHeaderTimeout: time.Second, Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		fmt.Fprint(w, "answered")
	})}
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM, syscall.SIGHUP)
	go func() {
		for s := range signals {
			if s == syscall.SIGHUP {
				fmt.Println("reloaded")
				continue
			}
			ctx, cancel := context.WithTimeout(context.Background(), time.Second)
			if err := srv.Shutdown(ctx); err != nil {
				log.Print(err)
			}
			cancel()
		}
	}()
	if err := srv.ListenAndServe(); err != http.ErrServerClosed {
		log.Fatal(err)
	}
	fmt.Println("stopped")
}
