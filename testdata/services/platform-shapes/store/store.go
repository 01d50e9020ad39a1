// Package store has data, and answers how it is.
package store

import (
	"context"
	"database/sql"
	"net/http"
	"sync/atomic"
	"time"
)

// A Repository is where data is.
type Repository interface {
	Ping(ctx context.Context) error
	Count(ctx context.Context) (int, error)
}

// A Service works with data.
type Service struct {
	repository Repository
	version    string
}

// New returns a service.
func New(r Repository, version string) *Service { return &Service{r, version} }

// Check asks whether there is data.
func (s *Service) Check(ctx context.Context) error { return s.repository.Ping(ctx) }

// Live returns a handler that asks the database.
func Live(db *sql.DB) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var n int
		if err := db.QueryRowContext(r.Context(), "SELECT 1").Scan(&n); err != nil {
			w.WriteHeader(http.StatusInternalServerError)
		}
	})
}

// Ready always answers the same.
func Ready(w http.ResponseWriter, r *http.Request) { OK(w, r, "ready") }

// OK answers that all is well.
func OK(w http.ResponseWriter, _ *http.Request, what string) {
	w.Header().Set("Content-Type", "text/plain")
	_, _ = w.Write([]byte(what))
}

// A Cache keeps the answer of a database for a while.
type Cache struct {
	db *sql.DB
	at time.Time
	ok atomic.Bool
}

// NewCache returns a cache.
func NewCache(db *sql.DB) *Cache { return &Cache{db: db} }

// ServeHTTP answers what the database said at most a minute ago.
func (c *Cache) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if time.Since(c.at) > time.Minute {
		c.ok.Store(c.db.PingContext(r.Context()) == nil)
		c.at = time.Now()
	}
	if !c.ok.Load() {
		w.WriteHeader(http.StatusServiceUnavailable)
	}
}
