// Package right bounds its stops, or lets a timer do it.
package right

import (
	"context"
	"net/http"
	"time"
)

func timeout(srv *http.Server) error {
	ctx, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	return srv.Shutdown(ctx)
}

func timeoutWithCause(srv *http.Server) error {
	ctx, cancel := context.WithTimeoutCause(context.Background(), time.Second, context.Canceled)
	defer cancel()
	return srv.Shutdown(context.WithValue(ctx, key{}, 1))
}

type key struct{}

func parameter(ctx context.Context, srv *http.Server) error { return srv.Shutdown(ctx) }

func perhaps(srv *http.Server, grace time.Duration) error {
	ctx := context.Background()
	if grace > 0 {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, grace)
		defer cancel()
	}
	return srv.Shutdown(ctx)
}

func closedByATimer(srv *http.Server) {
	defer time.AfterFunc(10*time.Second, func() { _ = srv.Close() }).Stop()
	_ = srv.Shutdown(context.Background())
}

func cancelledByATimer(srv *http.Server) {
	ctx, cancel := context.WithCancel(context.Background())
	time.AfterFunc(time.Second, cancel)
	_ = srv.Shutdown(ctx)
}

func selectWithTimer(srv *http.Server) {
	done := make(chan struct{})
	go func() {
		defer close(done)
		_ = srv.Shutdown(context.Background())
	}()
	select {
	case <-done:
	case <-time.After(10 * time.Second):
	}
}

func login() string {
	codes := make(chan string, 1)
	srv := &http.Server{Addr: "localhost:8085", Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		codes <- r.FormValue("code")
	})}
	go srv.ListenAndServe()
	code := <-codes
	_ = srv.Shutdown(context.Background())
	return code
}

type service struct{ srv *http.Server }

func (s *service) stop(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	return s.srv.Shutdown(ctx)
}

func helperBounds(s *service) error { return s.stop(context.Background()) }

func serveUntil(ctx context.Context, srv *http.Server) {
	go srv.ListenAndServe()
	<-ctx.Done()
	_ = srv.Shutdown(ctx) // its mistake is another one
}

func callsIt(srv *http.Server) { serveUntil(context.Background(), srv) }

type provider struct{}

func (provider) Shutdown(context.Context) error { return nil }

func otherShutdown(p provider) error { return p.Shutdown(context.Background()) }

func field(s struct {
	ctx context.Context
	srv *http.Server
}) {
	_ = s.srv.Shutdown(s.ctx)
}
