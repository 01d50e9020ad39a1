// Package groups hands the stop to somebody who may look at its error, or cannot.
package groups

import (
	"context"
	"log"
	"net/http"

	"github.com/oklog/run"
	"go.uber.org/fx"
	"golang.org/x/sync/errgroup"
)

func interrupt(grace context.Context, srv *http.Server) error {
	var g run.Group
	g.Add(srv.ListenAndServe, func(error) {
		srv.Shutdown(grace) // want `the error of srv.Shutdown is dropped`
	})
	return g.Run()
}

func interruptLooks(grace context.Context, srv *http.Server) error {
	var g run.Group
	g.Add(srv.ListenAndServe, func(error) {
		if err := srv.Shutdown(grace); err != nil {
			log.Print(err)
		}
	})
	return g.Run()
}

func hook(lc fx.Lifecycle, srv *http.Server) {
	lc.Append(fx.Hook{OnStop: srv.Shutdown})
	lc.Append(fx.Hook{OnStop: func(ctx context.Context) error { return srv.Shutdown(ctx) }})
}

func hookDrops(lc fx.Lifecycle, srv *http.Server) {
	lc.Append(fx.Hook{OnStop: func(ctx context.Context) error {
		_ = srv.Shutdown(ctx) // want `the error of srv.Shutdown is dropped`
		return nil
	}})
}

func afterFunc(ctx, grace context.Context, srv *http.Server) {
	context.AfterFunc(ctx, func() {
		srv.Shutdown(grace) // want `the error of srv.Shutdown is dropped`
	})
}

func group(ctx, grace context.Context, srv *http.Server) error {
	g, gctx := errgroup.WithContext(ctx)
	g.Go(srv.ListenAndServe)
	g.Go(func() error {
		<-gctx.Done()
		return srv.Shutdown(grace)
	})
	return g.Wait()
}
