// A service with one server, of another package, whose failure nobody notices.
package main

import (
	"context"
	"errors"
	"log"
	"net/http"
	"os"
	"os/signal"
	"syscall"
	"time"

	"example.com/falsefatal/spread/logs"
	"example.com/falsefatal/spread/web"
)

func main() {
	s := web.New(logs.New())
	stopped := make(chan struct{})
	go waitForSignal(stopped)
	switch os.Getenv("WAY") {
	case "unheeded":
		go func() {
			if err := s.Run(); !errors.Is(err, http.ErrServerClosed) { // want `if the server that s.Run starts cannot serve, nothing comes of its error`
				log.Print(err)
			}
		}()
	case "ends":
		go func() {
			if err := s.Run(); !errors.Is(err, http.ErrServerClosed) {
				log.Print(err)
				os.Exit(1)
			}
		}()
	}
	<-stopped
	limit, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	_ = s.Stop(limit)
}

func waitForSignal(stopped chan struct{}) {
	sigs := make(chan os.Signal, 1)
	signal.Notify(sigs, syscall.SIGTERM)
	<-sigs
	close(stopped)
}
