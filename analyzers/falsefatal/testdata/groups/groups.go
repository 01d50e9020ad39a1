// Package groups has the error of serving go through groups and life cycles.
package groups

import (
	"context"
	"errors"
	"log"
	"net"
	"net/http"

	"github.com/oklog/run"
	"go.uber.org/fx"
	"google.golang.org/grpc"
)

func Actor(grace context.Context) error {
	srv := &http.Server{Addr: ":8080"}
	var g run.Group
	g.Add(func() error {
		log.Fatal(srv.ListenAndServe()) // want `log.Fatal ends the process in the middle of the drain`
		return nil
	}, func(error) { _ = srv.Shutdown(grace) })
	return g.Run()
}

func ActorReturns(grace context.Context) {
	srv := &http.Server{Addr: ":8080"}
	var g run.Group
	g.Add(srv.ListenAndServe, func(error) { _ = srv.Shutdown(grace) })
	g.Add(run.SignalHandler(context.Background()))
	if err := g.Run(); err != nil { // what the first actor to end has returned
		log.Fatal(err)
	}
}

func Hook(lc fx.Lifecycle) {
	srv := &http.Server{Addr: ":8080"}
	lc.Append(fx.Hook{
		OnStart: func(context.Context) error {
			go func() {
				log.Fatal(srv.ListenAndServe()) // want `log.Fatal ends the process in the middle of the drain`
			}()
			return nil
		},
		OnStop: srv.Shutdown,
	})
}

func HookCompares(lc fx.Lifecycle, sd fx.Shutdowner) {
	srv := &http.Server{Addr: ":8080"}
	lc.Append(fx.Hook{
		OnStart: func(context.Context) error {
			go func() {
				if err := srv.ListenAndServe(); !errors.Is(err, http.ErrServerClosed) {
					log.Print(errors.Join(err, sd.Shutdown()))
				}
			}()
			return nil
		},
		OnStop: func(ctx context.Context) error { return srv.Shutdown(ctx) },
	})
}

func AfterFunc(ctx, grace context.Context) {
	srv := &http.Server{Addr: ":8080"}
	drained := make(chan struct{})
	context.AfterFunc(ctx, func() {
		defer close(drained)
		_ = srv.Shutdown(grace)
	})
	if err := srv.ListenAndServe(); err != nil {
		log.Fatal(err) // want `log.Fatal ends the process in the middle of the drain`
	}
	<-drained
}

func Remote(ctx context.Context, l net.Listener) {
	rpc := grpc.NewServer()
	go func() {
		<-ctx.Done()
		rpc.GracefulStop()
	}()
	if err := rpc.Serve(l); err != nil { // nil after GracefulStop
		log.Fatal(err)
	}
}
