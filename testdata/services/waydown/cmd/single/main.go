// A program that only serves, and ends by a signal: that cuts requests, and nothing else is there to be harmed.
package main

import (
	"log"
	"net/http"
	"os"
	"os/signal"
	"syscall"
	"time"

	"example.com/waydown/slow"
)

func main() {
	srv := &http.Server{
		Addr:              ":8080",
		Handler:           slow.Handler(),
		ReadHeaderTimeout: 5 * time.Second,
	}
	go func() {
		log.Fatal(srv.ListenAndServe()) // want `serve-no-shutdown\)`
	}()
	quit := make(chan os.Signal, 1)
	signal.Notify(quit, os.Interrupt, syscall.SIGTERM)
	<-quit
}
