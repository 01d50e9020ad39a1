// Package groups hands the stop to somebody who calls it, with a time or without.
package groups

import (
	"context"
	"net"
	"net/http"
	"time"

	"github.com/oklog/run"
	"go.uber.org/fx"
	"golang.org/x/sync/errgroup"
	"google.golang.org/grpc"
)

func interrupt(srv *http.Server) error {
	var g run.Group
	g.Add(srv.ListenAndServe, func(error) {
		_ = srv.Shutdown(context.Background()) // want `context.Background\(\) has no deadline`
	})
	return g.Run()
}

func interruptBounded(srv *http.Server) error {
	var g run.Group
	g.Add(srv.ListenAndServe, func(error) {
		ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
		defer cancel()
		_ = srv.Shutdown(ctx)
	})
	return g.Run()
}

func hook(lc fx.Lifecycle, srv *http.Server, rpc *grpc.Server) {
	lc.Append(fx.Hook{
		OnStop: func(context.Context) error { return srv.Shutdown(context.Background()) }, // fx goes on without it
	})
	lc.Append(fx.Hook{
		OnStop: func(ctx context.Context) error { return srv.Shutdown(ctx) },
	})
}

func actor(ctx context.Context, srv *http.Server) error {
	g, gctx := errgroup.WithContext(ctx)
	g.Go(srv.ListenAndServe)
	g.Go(func() error {
		<-gctx.Done()
		return srv.Shutdown(context.Background()) // want `context.Background\(\) has no deadline`
	})
	return g.Wait()
}

func afterFunc(ctx context.Context, srv *http.Server) {
	context.AfterFunc(ctx, func() {
		_ = srv.Shutdown(context.WithoutCancel(ctx)) // want `context.WithoutCancel\(ctx\) has no deadline`
	})
}

func remote(l net.Listener) error {
	rpc := grpc.NewServer()
	var g run.Group
	g.Add(func() error { return rpc.Serve(l) }, func(error) {
		rpc.GracefulStop() // want `rpc.GracefulStop waits for the slowest client, however long that takes: nothing cuts it short`
	})
	return g.Run()
}

func remoteBounded(ctx context.Context, l net.Listener) error {
	rpc := grpc.NewServer()
	g, gctx := errgroup.WithContext(ctx)
	g.Go(func() error { return rpc.Serve(l) })
	g.Go(func() error {
		<-gctx.Done()
		force := time.AfterFunc(10*time.Second, rpc.Stop)
		defer force.Stop()
		rpc.GracefulStop()
		return nil
	})
	return g.Wait()
}
