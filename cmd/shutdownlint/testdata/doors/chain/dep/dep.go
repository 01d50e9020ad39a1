// Package dep is a dependency: go vet has facts about it, the standalone door reads its functions on demand.
package dep

import (
	"context"
	"net/http"
	"time"
)

// Careful sets a timeout.
func Careful(srv *http.Server) { srv.ReadHeaderTimeout = time.Second }

// Careless sets none.
func Careless(srv *http.Server) { srv.Addr = ":8080" }

// Stop shuts the server down, two calls from here.
func Stop(srv *http.Server) error { return stop(context.Background(), srv) }

func stop(ctx context.Context, srv *http.Server) error { return srv.Shutdown(ctx) }

// Runner serves in one method and stops in another.
type Runner[T any] struct {
	Server *http.Server
	extra  T
}

// Run serves.
func (r *Runner[T]) Run() error { return r.Server.ListenAndServe() }

// Close stops.
func (r *Runner[T]) Close() error { return Stop(r.Server) }
