// Package server serves until it is told to stop.
package server

import (
	"context"
	"errors"
	"net/http"
	"time"
)

// Grace is the time for requests in flight, which programs may set.
var Grace = 60 * time.Second

// Run serves until ctx ends, and then stops.
func Run(ctx context.Context, srv *http.Server) error {
	served := make(chan error, 1)
	go func() { served <- srv.ListenAndServe() }()
	select {
	case err := <-served:
		return err
	case <-ctx.Done():
	}
	grace, cancel := context.WithTimeout(context.WithoutCancel(ctx), Grace)
	defer cancel()
	if err := srv.Shutdown(grace); err != nil {
		return errors.Join(err, srv.Close())
	}
	return nil
}
