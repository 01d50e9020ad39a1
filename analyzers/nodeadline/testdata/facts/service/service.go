// Package service stops a server for its importers.
package service

import (
	"context"
	"net/http"
)

// A Service is a server.
type Service struct{ srv *http.Server }

// Stop gives up when ctx ends.
func (s *Service) Stop(ctx context.Context) error { return s.srv.Shutdown(ctx) }
