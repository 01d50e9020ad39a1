// Package service stops a server, and closes a store, for its importers.
package service

import (
	"context"
	"database/sql"
	"net/http"
)

var shared *sql.DB

// CloseAll closes the database that handlers use.
func CloseAll() {
	if shared != nil {
		_ = shared.Close()
	}
}

// A Service is a server.
type Service struct{ srv *http.Server }

// Stop drains it.
func (s *Service) Stop(ctx context.Context) error { return s.srv.Shutdown(ctx) }
