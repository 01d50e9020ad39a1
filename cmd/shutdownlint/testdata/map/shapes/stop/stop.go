// Package stop stops servers within a time that the caller says.
package stop

import (
	"context"
	"net/http"
	"time"
)

// Within gives srv that long to finish its requests.
func Within(srv *http.Server, d time.Duration) error {
	ctx, cancel := context.WithTimeout(context.Background(), d)
	defer cancel()
	return srv.Shutdown(ctx)
}

// By gives srv until ctx ends.
func By(ctx context.Context, srv *http.Server) error { return srv.Shutdown(ctx) }
