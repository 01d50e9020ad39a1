// Package forms has the ways to spell a call.
package forms

import (
	c "context"
	web "net/http"
)

func renamed(srv *web.Server) {
	(srv.Shutdown)(c.Background()) // want `has no deadline`
}

type embedded struct{ *web.Server }

func promoted(e embedded) {
	e.Shutdown((c.TODO())) // want `has no deadline`
}

func generic[T any](srv *web.Server, v T) T {
	srv.Shutdown(c.Background()) // want `has no deadline`
	return v
}

func closure(srv *web.Server) func() error {
	return func() error { return srv.Shutdown(c.Background()) } // want `has no deadline`
}

func suppressed(srv *web.Server) {
	srv.Shutdown(c.Background()) //shutdownlint:ignore shutdown-no-deadline the platform kills it after 30 s, and that is fine
}

func shadowedPackage(srv *web.Server) {
	ctx := c.Background()
	c, grace, cancel := 1, 2, 3
	srv.Shutdown(ctx) // want `ctx has no deadline`
	println(c, grace, cancel)
}

func methodValue(srv *web.Server) func(c.Context) error { return srv.Shutdown }

func pair() (*web.Server, c.Context) { return &web.Server{}, c.Background() }

func take(srv *web.Server, ctx c.Context) error { return srv.Shutdown(ctx) }

func multi() error { return take(pair()) }
