// Package server serves HTTP until it is told to stop.
package server

import (
	"context"
	"log"
	"net"
	"net/http"
)

// A Server serves one handler.
type Server struct {
	http   *http.Server
	logger *log.Logger
}

// New returns a server for h.
func New(h http.Handler, logger *log.Logger) *Server {
	return &Server{
		http:   &http.Server{Handler: h, ErrorLog: logger}, // want `server-no-timeouts`
		logger: logger,
	}
}

// Run serves at addr.
func (s *Server) Run(addr string) error {
	l, err := net.Listen("tcp", addr)
	if err != nil {
		return err
	}
	s.logger.Printf("listening on %s", l.Addr())
	return s.http.Serve(l)
}

// Stop finishes the requests in flight.
func (s *Server) Stop(ctx context.Context) error {
	s.logger.Print("draining")
	return s.http.Shutdown(ctx)
}
