// Package constructor makes servers for other packages.
package constructor

import (
	"net/http"
	"time"
)

// Bare returns a server without timeouts.
func Bare(h http.Handler) *http.Server { return &http.Server{Handler: h} }

// Hardened returns a server that gives clients five seconds.
func Hardened(h http.Handler) *http.Server {
	s := Bare(h)
	Harden(s)
	return s
}

// Harden gives clients five seconds.
func Harden(s *http.Server) { s.ReadHeaderTimeout = 5 * time.Second }

// Start serves.
func Start(s *http.Server) error { return s.ListenAndServe() }

// Service holds a server.
type Service struct{ srv *http.Server }

// NewService makes one.
func NewService(h http.Handler) *Service {
	return &Service{srv: &http.Server{Handler: h}} // want `server-no-timeouts`
}

// Run serves.
func (s *Service) Run() error { return s.srv.ListenAndServe() }
