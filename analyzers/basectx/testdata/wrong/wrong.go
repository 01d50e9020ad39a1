// Package wrong lets requests end with the signal.
package wrong

import (
	"context"
	"net"
	"net/http"
	"os/signal"
	"syscall"
	"time"

	"golang.org/x/sync/errgroup"
)

func literal() *http.Server {
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM)
	defer stop()
	return &http.Server{
		BaseContext: func(net.Listener) context.Context { return ctx }, // want `every request in flight fails at the signal instead of being finished: BaseContext gives it ctx, which ends then.*\(base-context-signal\)`
	}
}

func derived(srv *http.Server) {
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM)
	defer stop()
	g, gctx := errgroup.WithContext(ctx)
	srv.BaseContext = func(net.Listener) context.Context {
		return context.WithValue(gctx, key{}, 1) // want `which ends then`
	}
	_ = g.Wait()
}

type key struct{}

func connection(srv *http.Server) {
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM)
	defer stop()
	srv.ConnContext = func(_ context.Context, c net.Conn) context.Context {
		return context.WithValue(ctx, key{}, c) // want `ConnContext gives it`
	}
}

func parameter(ctx context.Context) error {
	srv := &http.Server{BaseContext: func(net.Listener) context.Context { return ctx }} // want `BaseContext gives it ctx`
	go srv.ListenAndServe()
	<-ctx.Done()
	grace, cancel := context.WithTimeout(context.WithoutCancel(ctx), time.Second)
	defer cancel()
	return srv.Shutdown(grace)
}
