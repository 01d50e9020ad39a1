// Package forms has the ways to spell a call.
package forms

import (
	c "context"
	web "net/http"
)

func renamed(ctx c.Context, srv *web.Server) {
	(srv.Shutdown)(ctx) // want `the error of`
}

type embedded struct{ *web.Server }

func promoted(ctx c.Context, e embedded) {
	e.Shutdown(ctx) // want `the error of`
}

func generic[T any](ctx c.Context, srv *web.Server, v T) T {
	err := 1
	srv.Shutdown(ctx) // want `the error of`
	println(err)
	return v
}

func closure(ctx c.Context, srv *web.Server) func() {
	return func() {
		srv.Shutdown(ctx) // want `the error of`
	}
}

func methodValue(srv *web.Server) func(c.Context) error { return srv.Shutdown }

func suppressed(ctx c.Context, srv *web.Server) {
	srv.Shutdown(ctx) //shutdownlint:ignore drain-error-dropped the process ends next
}
