// Package forms has the ways to spell a call.
package forms

import (
	c "context"
	l "log"
	web "net/http"
)

func Renamed(ctx, grace c.Context) {
	srv := &web.Server{}
	go func() {
		(l.Fatal)((srv.ListenAndServe)()) // want `ends the process`
	}()
	<-ctx.Done()
	_ = srv.Shutdown(grace)
}

type embedded struct{ *web.Server }

func Promoted(ctx, grace c.Context) {
	e := embedded{&web.Server{}}
	go func() {
		l.Fatalln("serve", e.ListenAndServe()) // want `l.Fatalln ends the process`
	}()
	<-ctx.Done()
	_ = e.Shutdown(grace)
}

func Generic[T any](ctx, grace c.Context, v T) T {
	var srv web.Server
	go func() {
		if err := srv.ListenAndServe(); err != nil {
			l.Fatal(err) // want `l.Fatal ends the process`
		}
	}()
	<-ctx.Done()
	_ = srv.Shutdown(grace)
	return v
}

func MethodValue(ctx, grace c.Context) {
	srv := &web.Server{}
	serve := srv.ListenAndServe
	go func() { l.Fatal(serve()) }()
	<-ctx.Done()
	_ = srv.Shutdown(grace)
}

var global = &web.Server{}

func ServeGlobal() { l.Fatal(global.ListenAndServe()) } // want `l.Fatal ends the process`

func StopGlobal(grace c.Context) { _ = global.Shutdown(grace) }

func Suppressed(ctx, grace c.Context) {
	srv := &web.Server{}
	go func() {
		l.Fatal(srv.ListenAndServe()) //shutdownlint:ignore fatal-in-goroutine it ends in any case
	}()
	<-ctx.Done()
	_ = srv.Shutdown(grace)
}

func Shadowed(ctx, grace c.Context) {
	srv := &web.Server{}
	err, errors := 1, 2
	go func() {
		l.Fatal(srv.ListenAndServe()) // want `l.Fatal ends the process`
	}()
	println(err, errors)
	<-ctx.Done()
	_ = srv.Shutdown(grace)
}

func pair() (*web.Server, error) {
	srv := &web.Server{}
	return srv, srv.ListenAndServe()
}

func both(*web.Server, error) {}

func Multi() { both(pair()) }
