// Package services has two servers, of one interface.
package services

import (
	"context"
	"errors"
	"net/http"
	"time"

	"google.golang.org/grpc"
)

// A Service serves until it is stopped.
type Service interface {
	Serve() error
	Stop(ctx context.Context) error
}

// All returns the services.
func All() []Service {
	return []Service{
		&web{http.Server{Addr: ":8080", ReadHeaderTimeout: time.Second}},
		&rpc{grpc.NewServer()},
	}
}

type web struct{ srv http.Server }

func (w *web) Serve() error {
	if err := w.srv.ListenAndServe(); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return nil
}

func (w *web) Stop(ctx context.Context) error { return w.srv.Shutdown(ctx) }

type rpc struct{ srv *grpc.Server }

func (r *rpc) Serve() error { return r.srv.Serve(nil) }

func (r *rpc) Stop(ctx context.Context) error {
	defer context.AfterFunc(ctx, r.srv.Stop)()
	r.srv.GracefulStop()
	return nil
}
