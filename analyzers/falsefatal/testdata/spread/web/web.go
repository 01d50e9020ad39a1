// Package web has a server that is stopped in another method than the one in which it serves.
package web

import (
	"context"
	"net/http"

	"example.com/falsefatal/spread/logs"
)

// A Server serves.
type Server struct {
	http *http.Server
	log  logs.Logger
}

// New makes one.
func New(log logs.Logger) *Server { return &Server{new(http.Server), log} }

// Run hands on what serving returns.
func (s *Server) Run() error { return s.http.ListenAndServe() }

// RunAndLog takes the end of serving for a failure.
func (s *Server) RunAndLog() {
	if err := s.http.ListenAndServe(); err != nil { // want `s.http.ListenAndServe returns http.ErrServerClosed after every Shutdown, which is taken for a failure`
		s.log.Errorf("cannot serve: %v", err)
	}
}

// RunAndTell only says that it is over.
func (s *Server) RunAndTell() {
	if err := s.http.ListenAndServe(); err != nil {
		s.log.Infof("served: %v", err)
	}
}

// Stop drains.
func (s *Server) Stop(ctx context.Context) error { return s.http.Shutdown(ctx) }
