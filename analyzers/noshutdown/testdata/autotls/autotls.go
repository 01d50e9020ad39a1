// Package autotls serves an engine with certificates that it gets by itself, and stops when it is told to.
package autotls

import (
	"context"
	"net/http"
)

// Run serves h until ctx ends.
func Run(ctx context.Context, h http.Handler) error {
	srv := &http.Server{Handler: h}
	drained := make(chan error, 1)
	context.AfterFunc(ctx, func() { drained <- srv.Shutdown(context.WithoutCancel(ctx)) })
	if err := srv.ListenAndServeTLS("", ""); err != http.ErrServerClosed {
		return err
	}
	return <-drained
}
