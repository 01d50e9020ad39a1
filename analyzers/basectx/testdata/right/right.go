// Package right lets requests live.
package right

import (
	"context"
	"net"
	"net/http"
	"os/signal"
	"syscall"
	"time"
)

func cutOff() *http.Server {
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM)
	defer stop()
	return &http.Server{BaseContext: func(net.Listener) context.Context { return context.WithoutCancel(ctx) }}
}

func hardDeadline(ctx context.Context) {
	ongoing, stopOngoing := context.WithCancel(context.Background())
	srv := &http.Server{BaseContext: func(net.Listener) context.Context { return ongoing }}
	go srv.ListenAndServe()
	<-ctx.Done()
	grace, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	_ = srv.Shutdown(grace)
	stopOngoing()
}

func unknown(ctx context.Context) *http.Server {
	return &http.Server{BaseContext: func(net.Listener) context.Context { return ctx }}
}

func ownParameter(srv *http.Server) {
	srv.ConnContext = func(ctx context.Context, c net.Conn) context.Context { return context.WithValue(ctx, key{}, c) }
}

type key struct{}

func shadowed() *http.Server {
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM)
	defer stop()
	<-ctx.Done()
	return &http.Server{BaseContext: func(net.Listener) context.Context {
		ctx := context.Background()
		return ctx
	}}
}

func named(l net.Listener) context.Context { return context.Background() }

func function() *http.Server { return &http.Server{BaseContext: named} }

type other struct{ BaseContext func() context.Context }

func otherField() other {
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM)
	defer stop()
	return other{BaseContext: func() context.Context { return ctx }}
}
