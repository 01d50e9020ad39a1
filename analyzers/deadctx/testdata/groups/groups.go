// Package groups hands the stop to somebody who calls it.
package groups

import (
	"context"
	"net/http"
	"time"

	"github.com/oklog/run"
	"go.uber.org/fx"
	"golang.org/x/sync/errgroup"
)

func interruptCancelsFirst(srv *http.Server) error {
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	var g run.Group
	g.Add(srv.ListenAndServe, func(error) {
		cancel()
		_ = srv.Shutdown(ctx) // want `ctx is already done here`
	})
	return g.Run()
}

func interruptFresh(ctx context.Context, srv *http.Server) error {
	var g run.Group
	g.Add(srv.ListenAndServe, func(error) {
		grace, cancel := context.WithTimeout(context.WithoutCancel(ctx), 10*time.Second)
		defer cancel()
		_ = srv.Shutdown(grace)
	})
	return g.Run()
}

func otherActorCancels(srv *http.Server) error {
	ctx, cancel := context.WithCancel(context.Background())
	var g run.Group
	g.Add(srv.ListenAndServe, func(error) { _ = srv.Shutdown(ctx) })
	g.Add(func() error { <-ctx.Done(); return nil }, func(error) { cancel() }) // after the stop
	return g.Run()
}

func hook(lc fx.Lifecycle, srv *http.Server) {
	lc.Append(fx.Hook{
		OnStart: func(context.Context) error { go srv.ListenAndServe(); return nil },
		OnStop:  func(ctx context.Context) error { return srv.Shutdown(ctx) },
	})
	lc.Append(fx.Hook{OnStop: srv.Shutdown})
}

func afterFunc(ctx context.Context, srv *http.Server) {
	context.AfterFunc(ctx, func() {
		_ = srv.Shutdown(ctx) // want `ctx is already done here`
	})
}

func actors(ctx context.Context, srv *http.Server) error {
	g, gctx := errgroup.WithContext(ctx)
	g.Go(srv.ListenAndServe)
	g.Go(func() error {
		<-gctx.Done()
		return srv.Shutdown(gctx) // want `gctx is already done here`
	})
	return g.Wait()
}

func afterTheGroup(ctx context.Context, srv *http.Server) error {
	g, gctx := errgroup.WithContext(ctx)
	g.Go(func() error { return work(gctx) })
	_ = g.Wait()
	return srv.Shutdown(gctx) // want `gctx is already done here`
}

func parentAfterTheGroup(ctx context.Context, srv *http.Server) error {
	g, gctx := errgroup.WithContext(ctx)
	g.Go(func() error { return work(gctx) })
	_ = g.Wait()
	return srv.Shutdown(ctx)
}

func work(context.Context) error { return nil }
