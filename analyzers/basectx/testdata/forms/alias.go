// Package forms has the ways to spell a server.
package forms

import (
	c "context"
	"net"
	web "net/http"
	sig "os/signal"
	"syscall"
)

func renamed() web.Server {
	ctx, stop := sig.NotifyContext(c.Background(), syscall.SIGTERM)
	defer stop()
	return web.Server{BaseContext: func(net.Listener) c.Context { return (ctx) }} // want `gives it`
}

type embedded struct{ *web.Server }

func promoted(e embedded) {
	ctx, stop := sig.NotifyContext(c.Background(), syscall.SIGTERM)
	defer stop()
	e.BaseContext = func(net.Listener) c.Context { return ctx } // want `gives it ctx`
}

func generic[T any](v T) (*web.Server, T) {
	ctx, stop := sig.NotifyContext(c.Background(), syscall.SIGTERM)
	defer stop()
	return &web.Server{BaseContext: func(net.Listener) c.Context { return ctx }}, v // want `gives it ctx`
}

func suppressed() *web.Server {
	ctx, stop := sig.NotifyContext(c.Background(), syscall.SIGTERM)
	defer stop()
	//shutdownlint:ignore base-context-signal these requests stream for ever
	return &web.Server{BaseContext: func(net.Listener) c.Context { return ctx }}
}
