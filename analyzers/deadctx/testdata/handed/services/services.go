// Package services has what serves and can be stopped.
package services

import (
	"context"
	"errors"
	"net/http"
	"time"
)

// A Service serves until it is stopped.
type Service interface {
	Serve() error
	Stop(ctx context.Context) error
}

// Web stops as long as it may.
type Web struct{ srv http.Server }

// NewWeb makes one.
func NewWeb(addr string) *Web { return &Web{http.Server{Addr: addr, ReadHeaderTimeout: time.Second}} }

// Serve serves.
func (w *Web) Serve() error {
	if err := w.srv.ListenAndServe(); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return nil
}

// Stop drains until ctx ends.
func (w *Web) Stop(ctx context.Context) error { return w.srv.Shutdown(ctx) }

// Admin takes its time.
type Admin struct{ Web }

// Stop drains for a second, whatever becomes of ctx.
func (a *Admin) Stop(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), time.Second)
	defer cancel()
	return a.srv.Shutdown(ctx)
}
