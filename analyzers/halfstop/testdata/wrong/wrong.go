// Package wrong does not look at what a drain returns.
package wrong

import (
	"context"
	"net/http"
	"time"
)

func bare(srv *http.Server) {
	ctx, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	srv.Shutdown(ctx) // want `the error of srv.Shutdown is dropped: if the time is up first, requests are still running and nothing says so \(drain-error-dropped, note\)|the error of srv.Shutdown is dropped`
}

func blank(ctx context.Context, srv *http.Server) {
	_ = srv.Shutdown(ctx) // want `the error of srv.Shutdown is dropped`
}

func deferred(ctx context.Context, srv *http.Server) {
	defer srv.Shutdown(ctx) // want `the error of srv.Shutdown is dropped`
}

func inGoroutine(ctx context.Context, srv *http.Server) {
	go srv.Shutdown(ctx) // want `the error of srv.Shutdown is dropped`
}

type app struct{ api, admin *http.Server }

func (a *app) stop(ctx context.Context) error {
	if err := a.api.Shutdown(ctx); err != nil {
		return err // want `when a.api.Shutdown fails, this return skips a.admin.Shutdown: the other server is cut without a drain`
	}
	return a.admin.Shutdown(ctx)
}
