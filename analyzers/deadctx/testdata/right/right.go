// Package right stops servers with contexts that are alive.
package right

import (
	"context"
	"net/http"
	"os"
	"os/signal"
	"syscall"
	"time"

	"golang.org/x/sync/errgroup"
)

func fresh(ctx context.Context, srv *http.Server) error {
	<-ctx.Done()
	grace, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	return srv.Shutdown(grace)
}

func sameNameInTheSameScope(srv *http.Server) {
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM)
	<-ctx.Done()
	stop()
	ctx, cancel := context.WithTimeout(context.Background(), 3*time.Second)
	defer cancel()
	_ = srv.Shutdown(ctx)
}

func shadowedInTheClause(ctx context.Context, srv *http.Server, failed chan error) error {
	select {
	case err := <-failed:
		return err
	case <-ctx.Done():
		ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
		defer cancel()
		return srv.Shutdown(ctx)
	}
}

func withoutCancel(ctx context.Context, srv *http.Server) error {
	<-ctx.Done()
	grace, cancel := context.WithTimeout(context.WithoutCancel(ctx), 10*time.Second)
	defer cancel()
	return srv.Shutdown(grace)
}

func afterFunc(ctx context.Context, srv *http.Server) {
	context.AfterFunc(ctx, func() {
		c, cancel := context.WithTimeout(context.WithoutCancel(ctx), time.Second)
		defer cancel()
		_ = srv.Shutdown(c)
	})
}

func otherContext(ctx, life context.Context, srv *http.Server) {
	<-ctx.Done()
	_ = srv.Shutdown(life)
}

func parentLives(ctx context.Context, srv *http.Server) error {
	g, gctx := errgroup.WithContext(ctx)
	g.Go(func() error {
		<-gctx.Done()
		grace, cancel := context.WithTimeout(ctx, time.Second)
		defer cancel()
		return srv.Shutdown(grace)
	})
	return g.Wait()
}

func otherPath(ctx context.Context, srv *http.Server, quit chan struct{}) error {
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-quit:
		return srv.Shutdown(ctx)
	}
}

func deferredInTheRightOrder(srv *http.Server) {
	ctx, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	defer srv.Shutdown(ctx)
}

func deferredFresh(srv *http.Server) {
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM)
	defer stop()
	defer func() {
		grace, cancel := context.WithTimeout(context.Background(), time.Second)
		defer cancel()
		_ = srv.Shutdown(grace)
	}()
	<-ctx.Done()
}

func deadlineAfterTheSignal(srv *http.Server) {
	sigs := make(chan os.Signal, 1)
	signal.Notify(sigs, syscall.SIGTERM)
	<-sigs
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	_ = srv.Shutdown(ctx)
}

func parameter(ctx context.Context, srv *http.Server) error { return srv.Shutdown(ctx) }

func chosen(ctx context.Context, srv *http.Server, patient bool) {
	<-ctx.Done()
	grace := ctx
	if patient {
		var cancel context.CancelFunc
		grace, cancel = context.WithTimeout(context.Background(), time.Second)
		defer cancel()
	}
	_ = srv.Shutdown(grace) // dead only if nobody is patient
}

func newEachRound(srv *http.Server, work chan struct{}) {
	for range work {
		ctx, cancel := context.WithTimeout(context.Background(), time.Second)
		_ = srv.Shutdown(ctx)
		cancel()
	}
}

func handlerInAGoroutine(srv *http.Server) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		go func() {
			grace, cancel := context.WithTimeout(context.WithoutCancel(r.Context()), time.Second)
			defer cancel()
			_ = srv.Shutdown(grace)
		}()
	}
}

func otherShutdown(ctx context.Context, c closer) {
	<-ctx.Done()
	c.Shutdown(ctx)
}

type closer struct{}

func (closer) Shutdown(context.Context) {}
