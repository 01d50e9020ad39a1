// Package server serves HTTP until it is told to stop.
package server

import (
	"context"
	"errors"
	"log"
	"net"
	"net/http"
	"time"
)

// A Server serves one handler.
type Server struct {
	http   *http.Server
	logger *log.Logger
}

// New returns a server for h.
func New(h http.Handler, logger *log.Logger) *Server {
	return &Server{
		http:   &http.Server{Handler: h, ReadHeaderTimeout: 5 * time.Second, ErrorLog: logger},
		logger: logger,
	}
}

// Run serves at addr until ctx ends, and then finishes the requests in flight, for ten seconds at most.
func (s *Server) Run(ctx context.Context, addr string) error {
	l, err := net.Listen("tcp", addr)
	if err != nil {
		return err
	}
	failed := make(chan error, 1)
	go func() { failed <- s.http.Serve(l) }()
	s.logger.Printf("listening on %s", l.Addr())
	select {
	case err := <-failed:
		return err
	case <-ctx.Done():
	}
	s.logger.Print("draining")
	grace, cancel := context.WithTimeout(context.WithoutCancel(ctx), 10*time.Second)
	defer cancel()
	if err := s.http.Shutdown(grace); err != nil {
		return errors.Join(err, s.http.Close())
	}
	return nil
}
