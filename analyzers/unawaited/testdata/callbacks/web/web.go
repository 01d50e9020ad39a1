// Package web has servers of which one waits for its own drain, and the other does not.
package web

import (
	"context"
	"errors"
	"net/http"
	"time"

	"golang.org/x/sync/errgroup"
)

// A Server is made when it runs.
type Server struct{ public, admin *http.Server }

// Run serves until Close is called.
func (s *Server) Run() error {
	s.public = &http.Server{Addr: ":8080"}
	s.admin = &http.Server{Addr: ":8081"}
	var g errgroup.Group
	g.Go(func() error { return serve(s.public) })
	g.Go(func() error {
		if err := s.admin.ListenAndServe(); !errors.Is(err, http.ErrServerClosed) {
			return err
		}
		return nil
	})
	return g.Wait()
}

func serve(srv *http.Server) error {
	if err := srv.ListenAndServe(); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return nil
}

// Close drains for ten seconds at most.
func (s *Server) Close() {
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	_ = s.public.Shutdown(ctx)
	_ = s.admin.Shutdown(ctx)
}

// A Patient server's Run returns when Close has drained it.
type Patient struct {
	srv     *http.Server
	drained chan struct{}
}

// Run serves until it has drained.
func (p *Patient) Run() error {
	p.srv = &http.Server{Addr: ":8080"}
	if err := p.srv.ListenAndServe(); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	<-p.drained
	return nil
}

// Close drains.
func (p *Patient) Close() {
	defer close(p.drained)
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	_ = p.srv.Shutdown(ctx)
}
