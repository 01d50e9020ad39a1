// Closed hears that its server cannot serve, and returns what comes of closing.
package main

import (
	"log"
	"net/http"
	"os"
	"os/signal"
	"syscall"

	"example.com/falsefatal/zero/server"
)

func main() {
	if err := run(); err != nil {
		log.Fatal(err)
	}
}

func run() error {
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM)
	s := server.Start(http.NewServeMux()) // want `main returns with status 0 when server.Start cannot serve`
	select {
	case sig := <-signals:
		log.Println("stopped by", sig)
	case err := <-s.Failed():
		log.Println("failed:", err)
	}
	return s.Stop()
}
