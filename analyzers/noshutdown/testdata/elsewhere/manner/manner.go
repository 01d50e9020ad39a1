// Package manner serves, and stops in a way of its own.
package manner

import (
	"net"
	"net/http"
)

// A GracefulServer stops when Close is called.
type GracefulServer struct {
	*http.Server
	stop chan bool
}

// NewWithServer wraps s.
func NewWithServer(s *http.Server) *GracefulServer { return &GracefulServer{s, make(chan bool)} }

// Close lets Serve return.
func (s *GracefulServer) Close() bool { return <-s.stop }

// Serve serves until Close is called.
func (s *GracefulServer) Serve(l net.Listener) error {
	go func() {
		s.stop <- true
		close(s.stop)
		s.SetKeepAlivesEnabled(false)
		l.Close()
	}()
	return s.Server.Serve(l)
}
