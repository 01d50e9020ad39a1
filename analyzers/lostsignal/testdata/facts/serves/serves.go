// Package serves accepts connections.
package serves

import (
	"context"
	"net/http"
)

// Run serves until ctx ends.
func Run(ctx context.Context) error {
	srv := &http.Server{Addr: ":8080"}
	context.AfterFunc(ctx, func() { srv.Close() })
	return srv.ListenAndServe()
}
