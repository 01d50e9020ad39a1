package forms

import (
	"context"
	. "net"
	"net/http"
	"os/signal"
	"syscall"
)

func likewise() *http.Server {
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM)
	defer stop()
	return &http.Server{BaseContext: func(Listener) context.Context { return ctx }}
}
