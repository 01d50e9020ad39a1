// Package web has a server that serves in one method and is drained in another.
package web

import (
	"context"
	"errors"
	"net/http"
)

// A Server serves.
type Server struct{ http *http.Server }

// New makes one.
func New(h http.Handler) *Server { return &Server{http: &http.Server{Handler: h}} }

// Run returns as soon as the drain begins.
func (s *Server) Run() error {
	if err := s.http.ListenAndServe(); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return nil
}

// Stop drains.
func (s *Server) Stop(ctx context.Context) error { return s.http.Shutdown(ctx) }
