// Package grpcstop stops gRPC servers.
package grpcstop

import (
	"time"

	"google.golang.org/grpc"
)

func graceful(s *grpc.Server) {
	s.GracefulStop() // want `s.GracefulStop waits for the slowest client, however long that takes: nothing cuts it short`
}

func forced(s *grpc.Server) {
	done := make(chan struct{})
	go func() {
		s.GracefulStop()
		close(done)
	}()
	select {
	case <-done:
	case <-time.After(time.Second):
		s.Stop()
	}
}

type app struct{ server *grpc.Server }

func (a *app) drain() { a.server.GracefulStop() }

func (a *app) kill() { a.server.Stop() }
