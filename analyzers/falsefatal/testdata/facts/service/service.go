// Package service has a server that its importers start and stop.
package service

import (
	"context"
	"errors"
	"net/http"
)

// A Service is a server.
type Service struct{ srv *http.Server }

// New makes a Service.
func New() *Service { return &Service{srv: &http.Server{}} }

// Run serves, and knows how that ends.
func (s *Service) Run() error {
	if err := s.srv.ListenAndServe(); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return nil
}

// Stop stops it.
func (s *Service) Stop(ctx context.Context) error { return s.srv.Shutdown(ctx) }

// Serve serves, and hands on what that returns.
func (s *Service) Serve() error { return s.srv.ListenAndServe() }
