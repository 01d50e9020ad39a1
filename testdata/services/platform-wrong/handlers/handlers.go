// Package handlers answers how the service is.
package handlers

import (
	"database/sql"
	"net/http"
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

// Ready answers that all is well.
func Ready(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusOK) }
