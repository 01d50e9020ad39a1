// Package handlers answers how the service is.
package handlers

import (
	"database/sql"
	"net/http"
	"sync/atomic"
)

// Health returns a handler that asks the database.
func Health(db *sql.DB) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if err := db.PingContext(r.Context()); err != nil {
			http.Error(w, "database", http.StatusServiceUnavailable)
			return
		}
		w.WriteHeader(http.StatusOK)
	}
}

// Alive answers that the process runs.
func Alive(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusOK) }

// A State says whether requests are wanted.
type State struct{ draining atomic.Bool }

// Drain takes it back.
func (s *State) Drain() { s.draining.Store(true) }

// Ready answers whether requests are wanted.
func (s *State) Ready(w http.ResponseWriter, _ *http.Request) {
	if s.draining.Load() {
		http.Error(w, "draining", http.StatusServiceUnavailable)
	}
}
