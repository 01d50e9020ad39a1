// Package service stops a server for its importers.
package service

import (
	"context"
	"net/http"
	"os"
	"os/signal"
)

// A Service is a server.
type Service struct{ srv *http.Server }

// Stop gives up when ctx ends.
func (s *Service) Stop(ctx context.Context) error { return s.srv.Shutdown(ctx) }

// Run serves until a signal comes, which ends what bounds the stop of the admin server as well.
func (s *Service) Run(ctx context.Context, admin *http.Server) {
	ctx, stop := signal.NotifyContext(ctx, os.Interrupt)
	defer stop()
	defer func() { _ = admin.Shutdown(ctx) }()
	_ = s.srv.ListenAndServe()
}

// Serve serves until ctx ends, which bounds the stop of the admin server as well.
func (s *Service) Serve(ctx context.Context, admin *http.Server) {
	defer func() { _ = admin.Shutdown(ctx) }()
	drained := make(chan struct{})
	go func() {
		defer close(drained)
		<-ctx.Done()
		_ = s.srv.Close()
	}()
	_ = s.srv.ListenAndServe()
	<-drained
}
