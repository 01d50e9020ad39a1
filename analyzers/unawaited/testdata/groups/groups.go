// Package groups has groups that wait for the stop of their servers, and one that cannot.
package groups

import (
	"context"
	"errors"
	"net"
	"net/http"
	"time"

	"github.com/oklog/run"
	"github.com/sourcegraph/conc"
	"go.uber.org/fx"
	"golang.org/x/sync/errgroup"
	"google.golang.org/grpc"
)

func Actors(grace context.Context) error {
	srv := &http.Server{Addr: ":8080"}
	var g run.Group
	g.Add(srv.ListenAndServe, func(error) { _ = srv.Shutdown(grace) })
	return g.Run()
}

func Group(ctx, grace context.Context) error {
	srv := &http.Server{Addr: ":8080"}
	g, gctx := errgroup.WithContext(ctx)
	g.Go(srv.ListenAndServe)
	g.Go(func() error {
		<-gctx.Done()
		return srv.Shutdown(grace)
	})
	return g.Wait()
}

func StopOutsideTheGroup(ctx, grace context.Context) error {
	srv := &http.Server{Addr: ":8080"}
	var g errgroup.Group
	g.Go(func() error { return srv.ListenAndServe() })
	go func() {
		<-ctx.Done()
		_ = srv.Shutdown(grace) // want `nobody waits for srv.Shutdown: StopOutsideTheGroup returns as soon as srv.ListenAndServe does`
	}()
	return g.Wait()
}

func AfterFunc(ctx, grace context.Context) error {
	srv := &http.Server{Addr: ":8080"}
	context.AfterFunc(ctx, func() {
		_ = srv.Shutdown(grace) // want `nobody waits for srv.Shutdown: AfterFunc returns as soon as srv.ListenAndServe does`
	})
	return srv.ListenAndServe()
}

func AfterFuncAwaited(ctx, grace context.Context) error {
	srv := &http.Server{Addr: ":8080"}
	drained := make(chan error, 1)
	context.AfterFunc(ctx, func() { drained <- srv.Shutdown(grace) })
	if err := srv.ListenAndServe(); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return <-drained
}

func Hook(lc fx.Lifecycle) {
	srv := &http.Server{Addr: ":8080"}
	lc.Append(fx.Hook{
		OnStart: func(context.Context) error { go srv.ListenAndServe(); return nil },
		OnStop:  srv.Shutdown,
	})
}

func Remote(ctx context.Context, l net.Listener) error {
	rpc := grpc.NewServer()
	go func() {
		<-ctx.Done()
		force := time.AfterFunc(10*time.Second, rpc.Stop)
		defer force.Stop()
		rpc.GracefulStop()
	}()
	return rpc.Serve(l) // returns when GracefulStop has finished
}

// Groups of other libraries start what they are given likewise.
func Conc(ctx, grace context.Context) {
	srv := &http.Server{Addr: ":8080"}
	var wg conc.WaitGroup
	wg.Go(func() {
		<-ctx.Done()
		_ = srv.Shutdown(grace)
	})
	_ = srv.ListenAndServe()
	wg.Wait()
}

func ConcOutside(ctx, grace context.Context) {
	srv := &http.Server{Addr: ":8080"}
	var wg conc.WaitGroup
	wg.Go(func() { _ = srv.ListenAndServe() })
	go func() {
		<-ctx.Done()
		_ = srv.Shutdown(grace) // want `nobody waits for srv.Shutdown: ConcOutside returns as soon as srv.ListenAndServe does`
	}()
	wg.Wait()
}
