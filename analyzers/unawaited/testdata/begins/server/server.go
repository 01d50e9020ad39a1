// Package server serves until a context ends, and then drains.
package server

import (
	"context"
	"errors"
	"net/http"
	"time"
)

// A Server serves once.
type Server struct {
	http http.Server
	// OnEnd is called when it has ended.
	OnEnd func()
}

// New makes a server.
func New(addr string) *Server {
	return &Server{http: http.Server{Addr: addr, ReadHeaderTimeout: time.Second}}
}

// Report tells that the server has ended, whoever wants to know.
func (s *Server) Report() {
	if s.OnEnd != nil {
		s.OnEnd()
	}
}

// Run serves until ctx ends, and returns when the server has drained.
func (s *Server) Run(ctx context.Context) error {
	failed := make(chan error, 1)
	go func() { failed <- s.http.ListenAndServe() }()
	select {
	case <-ctx.Done():
		grace, cancel := context.WithTimeout(context.WithoutCancel(ctx), 10*time.Second)
		defer cancel()
		return s.http.Shutdown(grace)
	case err := <-failed:
		if errors.Is(err, http.ErrServerClosed) {
			return nil
		}
		return err
	}
}
