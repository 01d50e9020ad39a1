// Package server leaves it to its users to wait, and gives them nothing to wait for.
package server

import (
	"context"
	"log"
	"net/http"
	"time"
)

type Server struct{ http http.Server }

func (s *Server) Start() {
	go func() {
		if err := s.http.ListenAndServe(); err != http.ErrServerClosed {
			log.Fatal(err)
		}
	}()
}

// Stop returns at once.
func (s *Server) Stop() {
	go s.drain()
}

func (s *Server) drain() {
	grace, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	if err := s.http.Shutdown(grace); err != nil {
		log.Print(err)
	}
}

// StopAndWait does not.
func (s *Server) StopAndWait() {
	s.drain()
}
