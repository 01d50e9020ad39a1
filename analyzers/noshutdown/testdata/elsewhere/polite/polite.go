// Package polite serves, and stops in a way of its own.
package polite

import (
	"net/http"
	"time"
)

// A Server waits for its connections.
type Server struct {
	Inner *http.Server
	stop  chan time.Duration
}

// New wraps s.
func New(s *http.Server) *Server { return &Server{Inner: s, stop: make(chan time.Duration, 1)} }

// Stop stops it within d.
func (s *Server) Stop(d time.Duration) { s.stop <- d }

// Run serves.
func (s *Server) Run() error {
	go func() {
		<-s.stop
		s.Inner.SetKeepAlivesEnabled(false)
	}()
	return s.Inner.ListenAndServe()
}
