// The command grpcs serves gRPC.
package main

import (
	"context"
	"net"
	"time"

	"google.golang.org/grpc"
)

func main() {
	wrong(nil)
	onlyStop(nil, nil)
	right(nil, nil)
	forced(nil, nil)
}

func wrong(l net.Listener) {
	s := grpc.NewServer()
	_ = s.Serve(l) // want `no GracefulStop of this server can be reached.*\(serve-no-shutdown\)`
}

func onlyStop(ctx context.Context, l net.Listener) {
	s := grpc.NewServer()
	go func() {
		<-ctx.Done()
		s.Stop()
	}()
	_ = s.Serve(l) // want `only ever closed, never given time by GracefulStop.*\(serve-no-shutdown\)`
}

func right(ctx context.Context, l net.Listener) {
	s := grpc.NewServer()
	go func() { _ = s.Serve(l) }()
	<-ctx.Done()
	s.GracefulStop()
}

func forced(ctx context.Context, l net.Listener) {
	s := grpc.NewServer()
	go s.Serve(l)
	<-ctx.Done()
	timer := time.AfterFunc(time.Second, s.Stop)
	defer timer.Stop()
	s.GracefulStop()
}
