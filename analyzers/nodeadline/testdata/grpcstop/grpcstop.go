// Package grpcstop stops gRPC servers.
package grpcstop

import (
	"net"
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

// What is deferred here comes last, and finds the server stopped.
func deferred(s *grpc.Server, l net.Listener, quit chan struct{}) error {
	defer s.GracefulStop()
	go func() {
		<-quit
		s.GracefulStop() // want `s.GracefulStop waits`
	}()
	return s.Serve(l)
}

func deferredForAnother(s, t *grpc.Server, l net.Listener, quit chan struct{}) error {
	defer t.GracefulStop() // want `t.GracefulStop waits`
	go func() {
		<-quit
		s.GracefulStop() // want `s.GracefulStop waits`
	}()
	return s.Serve(l)
}

func onlyDeferred(s *grpc.Server, l net.Listener) error {
	defer s.GracefulStop() // want `s.GracefulStop waits.*call Stop from a timer`
	return s.Serve(l)
}
