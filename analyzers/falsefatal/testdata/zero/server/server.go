// Package server serves in a goroutine, and tells by a channel how that has ended.
package server

import (
	"context"
	"net/http"
	"time"
)

// A Server is an HTTP server that serves.
type Server struct {
	srv    *http.Server
	failed chan error
}

// Start starts a server.
func Start(h http.Handler) *Server {
	s := &Server{srv: &http.Server{Addr: ":8080", Handler: h, ReadHeaderTimeout: time.Second}, failed: make(chan error, 1)}
	s.serve()
	return s
}

func (s *Server) serve() {
	go func() {
		s.failed <- s.srv.ListenAndServe()
		close(s.failed)
	}()
}

// Failed is told why the server does not serve.
func (s *Server) Failed() <-chan error { return s.failed }

// Stop stops the server.
func (s *Server) Stop() error {
	ctx, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	return s.srv.Shutdown(ctx)
}
