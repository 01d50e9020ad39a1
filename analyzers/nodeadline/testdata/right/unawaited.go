package right

import (
	"context"
	"net/http"
	"os"
	"os/signal"
	"syscall"
)

// leave returns as soon as the stop has begun: a slow client is cut, and holds nobody up.
func leave(srv *http.Server) error {
	quit := make(chan os.Signal, 1)
	signal.Notify(quit, syscall.SIGTERM)
	go func() {
		<-quit
		srv.Shutdown(context.Background())
	}()
	return srv.ListenAndServe()
}

// leaveHelper has a helper stop the server.
func leaveHelper(srv *http.Server) {
	quit := make(chan os.Signal, 1)
	signal.Notify(quit, syscall.SIGTERM)
	go func() {
		<-quit
		halt(srv, context.Background())
	}()
	srv.ListenAndServe()
}

func halt(srv *http.Server, ctx context.Context) { _ = srv.Shutdown(ctx) }

// leaveBehind goes on while the server drains.
func leaveBehind(srv *http.Server) {
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM)
	defer stop()
	go srv.ListenAndServe()
	<-ctx.Done()
	go srv.Shutdown(context.Background())
}
