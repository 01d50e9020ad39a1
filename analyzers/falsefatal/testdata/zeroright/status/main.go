// Status keeps the failure, and stops in good order before it ends with another status.
package main

import (
	"log"
	"net/http"
	"os"
	"os/signal"
	"syscall"

	"example.com/falsefatal/zero/server"
)

func main() { os.Exit(run()) }

func run() int {
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM)
	s := server.Start(http.NewServeMux())
	status := 0
	select {
	case sig := <-signals:
		log.Println("stopped by", sig)
	case err := <-s.Failed():
		log.Println("failed:", err)
		status = 1
	}
	if err := s.Stop(); err != nil {
		log.Println(err)
	}
	return status
}
