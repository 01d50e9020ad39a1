// Package service stops a server for its importers.
package service

import (
	"context"
	"net/http"
	"time"
)

// A Service is a server.
type Service struct{ srv *http.Server }

// Stop gives up when ctx ends.
func (s *Service) Stop(ctx context.Context) error { return s.srv.Shutdown(ctx) }

// Finish does not.
func (s *Service) Finish(ctx context.Context) error {
	grace, cancel := context.WithTimeout(context.WithoutCancel(ctx), time.Second)
	defer cancel()
	return s.srv.Shutdown(grace)
}
