// Package serving wraps servers.
package serving

import (
	"context"
	"net"
	"net/http"
	"time"

	"google.golang.org/grpc"
)

// Web serves pages.
type Web struct{ *http.Server }

// NewWeb makes one.
func NewWeb(h http.Handler) *Web {
	return &Web{&http.Server{Handler: h, ReadHeaderTimeout: time.Second}}
}

// Run serves.
func (w Web) Run() error { return w.ListenAndServe() }

// Name says what it is.
func (w *Web) Name() string { return "web" }

// Close gives it time.
func (w *Web) Close() error {
	ctx, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	return w.Shutdown(ctx)
}

// RPC serves calls.
type RPC struct{ inner *grpc.Server }

// NewRPC makes one.
func NewRPC() *RPC { return &RPC{grpc.NewServer()} }

// Run serves.
func (r *RPC) Run(l net.Listener) error { return r.inner.Serve(l) }

// Name says what it is.
func (r *RPC) Name() string { return "rpc" }

// Close gives it time.
func (r *RPC) Close() error {
	r.inner.GracefulStop()
	return nil
}
