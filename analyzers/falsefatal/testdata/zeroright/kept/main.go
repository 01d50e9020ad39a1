// Kept has a stop that says how the server has done.
package main

import (
	"errors"
	"log"
	"net/http"
	"os"
	"os/signal"
	"syscall"
)

type service struct {
	srv    http.Server
	done   chan bool
	failed error
}

func (s *service) start() {
	go func() {
		defer close(s.done)
		if err := s.srv.ListenAndServe(); !errors.Is(err, http.ErrServerClosed) {
			s.failed = err
		}
	}()
}

func (s *service) stop() error {
	s.srv.Close()
	return s.failed
}

func run() error {
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM)
	s := &service{srv: http.Server{Addr: ":8080"}, done: make(chan bool)}
	s.start()
	select {
	case <-signals:
	case <-s.done:
	}
	return s.stop()
}

func main() {
	if err := run(); err != nil {
		log.Fatal(err)
	}
}
