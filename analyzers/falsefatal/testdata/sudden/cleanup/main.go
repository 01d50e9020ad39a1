// A program with one server, and something to clean up when it is told to stop.
package main

import (
	"log"
	"net/http"
	"os"
	"os/signal"
	"syscall"
)

func main() {
	dir, err := os.MkdirTemp("", "spool")
	if err != nil {
		log.Fatal(err)
	}
	defer os.RemoveAll(dir)
	go func() {
		log.Fatal(http.ListenAndServe(":8080", nil)) // want `log.Fatal ends the process at once when http.ListenAndServe fails.*\(fatal-in-goroutine, note\)`
	}()
	quit := make(chan os.Signal, 1)
	signal.Notify(quit, os.Interrupt, syscall.SIGTERM)
	<-quit
}
