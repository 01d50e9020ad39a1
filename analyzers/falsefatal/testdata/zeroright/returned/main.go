// Returned hands the error to a main that ends with status 1.
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
	s := server.Start(http.NewServeMux())
	defer s.Stop()
	select {
	case <-signals:
		return nil
	case err := <-s.Failed():
		return err
	}
}
