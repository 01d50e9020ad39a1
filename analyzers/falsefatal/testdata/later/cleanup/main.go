// Cleanup reports the error of a function that waits for the drain and tidies up behind it.
package main

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"os"
	"os/signal"
	"syscall"
	"time"
)

type app struct {
	srv     *http.Server
	stopped chan error
}

func main() {
	a := &app{srv: &http.Server{Addr: ":8080", ReadTimeout: time.Minute}, stopped: make(chan error, 1)}
	go a.stop()
	err := a.srv.ListenAndServe()
	if !errors.Is(err, http.ErrServerClosed) {
		slog.Error("cannot serve", "err", err)
		os.Exit(1)
	}
	if err := a.cleanup(); err != nil {
		slog.Error("cannot clean up", "err", err)
		os.Exit(1)
	}
}

func (a *app) stop() {
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM, os.Interrupt)
	defer stop()
	<-ctx.Done()
	stop()
	grace, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	a.stopped <- a.srv.Shutdown(grace)
}

func (a *app) cleanup() error {
	if err := <-a.stopped; err != nil {
		return err
	}
	return os.RemoveAll("/tmp/app")
}
