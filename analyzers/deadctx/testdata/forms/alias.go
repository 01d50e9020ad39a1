// Package forms has the ways to spell a call.
package forms

import (
	c "context"
	web "net/http"
)

func renamed(ctx c.Context, srv *web.Server) {
	<-ctx.Done()
	(srv.Shutdown)(ctx) // want `ctx is already done here`
}

type embedded struct{ *web.Server }

func promoted(ctx c.Context, e embedded) {
	<-(ctx).Done()
	e.Shutdown((ctx)) // want `\(ctx\) is already done here`
}

func generic[T any](ctx c.Context, srv *web.Server, v T) T {
	<-ctx.Done()
	srv.Shutdown(ctx) // want `ctx is already done here`
	return v
}

func stopAll[S interface{ Shutdown(c.Context) error }](ctx c.Context, s S) {
	<-ctx.Done()
	_ = s.Shutdown(ctx) // what S is, nobody knows here
}

func methodExpression(ctx c.Context, srv *web.Server) {
	<-ctx.Done()
	stop := srv.Shutdown
	stop(ctx) // a method value is not followed
}

func pair() (c.Context, error) { return c.Background(), nil }

func take(c.Context, error) {}

func multi() { take(pair()) }

func suppressed(ctx c.Context, srv *web.Server) {
	<-ctx.Done()
	//shutdownlint:ignore shutdown-cancelled-ctx the clients have gone by then
	srv.Shutdown(ctx)
}

func shadowedPackage(ctx c.Context, srv *web.Server) {
	context := "a name that the fix must not use"
	<-ctx.Done()
	srv.Shutdown(ctx) // want `ctx is already done here`
	println(context)
}
