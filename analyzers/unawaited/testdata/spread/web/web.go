// Package web has a server for which importers may or may not be able to wait.
package web

import (
	"context"
	"net/http"
)

// A Server serves.
type Server struct {
	http    *http.Server
	drained chan struct{}
}

// New makes one.
func New() *Server { return &Server{http: new(http.Server), drained: make(chan struct{})} }

// Run returns as soon as the drain begins.
func (s *Server) Run() error { return s.http.ListenAndServe() }

// Stop drains.
func (s *Server) Stop(ctx context.Context) error { return s.http.Shutdown(ctx) }

// StopAndTell drains, and lets Wait return.
func (s *Server) StopAndTell(ctx context.Context) error {
	defer close(s.drained)
	return s.http.Shutdown(ctx)
}

// Wait waits for StopAndTell.
func (s *Server) Wait() { <-s.drained }
