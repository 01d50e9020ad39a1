// Package forms has the ways to spell a call.
package forms

import (
	c "context"
	web "net/http"
)

func Renamed(ctx, grace c.Context) {
	srv := &web.Server{}
	go func() {
		<-ctx.Done()
		(srv.Shutdown)(grace) // want `nobody waits for`
	}()
	(srv.ListenAndServe)()
}

type embedded struct{ *web.Server }

func Promoted(ctx, grace c.Context) error {
	e := embedded{&web.Server{}}
	go func() {
		<-ctx.Done()
		e.Shutdown(grace) // want `nobody waits for e.Shutdown`
	}()
	return e.ListenAndServe()
}

func Generic[T any](ctx, grace c.Context, v T) T {
	var srv web.Server
	go func() {
		<-ctx.Done()
		srv.Shutdown(grace) // want `nobody waits for`
	}()
	srv.ListenAndServe()
	return v
}

func MethodValue(ctx, grace c.Context) error {
	srv := &web.Server{}
	stop := srv.Shutdown
	go func() {
		<-ctx.Done()
		stop(grace)
	}()
	return srv.ListenAndServe()
}

func Named(ctx, grace c.Context) error {
	srv := &web.Server{}
	stop := func() {
		<-ctx.Done()
		srv.Shutdown(grace) // want `nobody waits for`
	}
	go stop()
	return srv.ListenAndServe()
}

var global = &web.Server{}

func stopGlobal(ctx, grace c.Context) {
	<-ctx.Done()
	global.Shutdown(grace) // want `nobody waits for global.Shutdown`
}

func ServeGlobal(ctx, grace c.Context) {
	go stopGlobal(ctx, grace)
	_ = global.ListenAndServe()
}

func Suppressed(ctx, grace c.Context) error {
	srv := &web.Server{}
	go func() {
		<-ctx.Done()
		srv.Shutdown(grace) //shutdownlint:ignore shutdown-not-awaited its answers are short
	}()
	return srv.ListenAndServe()
}

func Shadowed(ctx, grace c.Context) {
	srv := &web.Server{}
	drained, err, errors := 1, 2, 3
	go func() {
		<-ctx.Done()
		srv.Shutdown(grace) // want `nobody waits for`
	}()
	srv.ListenAndServe()
	println(drained, err, errors)
}

func pair() (*web.Server, c.Context) { return &web.Server{}, c.Background() }

func Both(srv *web.Server, grace c.Context) {
	go srv.Shutdown(grace) // a stop that the pair's maker launches is not told apart
	srv.ListenAndServe()
}
