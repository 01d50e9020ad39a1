// Package lib wraps servers for others.
package lib

import (
	"context"
	"net/http"
)

// Server can be started and stopped.
type Server struct{ http *http.Server }

// New makes one.
func New(h http.Handler) *Server { return &Server{http: &http.Server{Handler: h}} }

// Start serves. Who calls it owes a Stop.
func (s *Server) Start() error { return s.http.ListenAndServe() }

// Stop drains.
func (s *Server) Stop(ctx context.Context) error { return s.http.Shutdown(ctx) }

// Endless can only be started.
type Endless struct{ http *http.Server }

// NewEndless makes one.
func NewEndless(h http.Handler) *Endless { return &Endless{http: &http.Server{Handler: h}} }

// Start serves.
func (e *Endless) Start() error { return e.http.ListenAndServe() } // want `serve-no-shutdown`

// Exposed leaves everything to others.
type Exposed struct{ HTTP *http.Server }

// NewExposed makes one and serves.
func NewExposed() *Exposed {
	e := &Exposed{HTTP: &http.Server{}}
	go e.HTTP.ListenAndServe()
	return e
}

// Bare makes a server for the caller.
func Bare() *http.Server { return &http.Server{} }

// Drain shuts s down.
func Drain(ctx context.Context, s *http.Server) { _ = s.Shutdown(ctx) }

// Serve serves.
func Serve(s *http.Server) error { return s.ListenAndServe() }

// Launch makes a server, serves in the background, and hands it out.
func Launch() *http.Server {
	s := &http.Server{}
	go s.ListenAndServe()
	return s
}
