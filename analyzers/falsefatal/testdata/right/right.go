// Package right knows http.ErrServerClosed.
package right

import (
	"context"
	"errors"
	"log"
	"net/http"
	"strings"
)

func start(ctx, grace context.Context, srv *http.Server, serve func()) {
	go serve()
	<-ctx.Done()
	_ = srv.Shutdown(grace)
}

func Compared(ctx, grace context.Context) {
	srv := &http.Server{}
	start(ctx, grace, srv, func() {
		if err := srv.ListenAndServe(); err != nil && err != http.ErrServerClosed {
			log.Fatal(err)
		}
	})
}

func Is(ctx, grace context.Context) {
	srv := &http.Server{}
	start(ctx, grace, srv, func() {
		if err := srv.ListenAndServe(); !errors.Is(err, http.ErrServerClosed) {
			log.Fatal(err)
		}
	})
}

func EarlyReturn(ctx, grace context.Context) {
	srv := &http.Server{}
	start(ctx, grace, srv, func() {
		err := srv.ListenAndServe()
		if errors.Is(err, http.ErrServerClosed) {
			return
		}
		log.Fatal(err)
	})
}

func Switch(ctx, grace context.Context) {
	srv := &http.Server{}
	start(ctx, grace, srv, func() {
		switch err := srv.ListenAndServe(); {
		case errors.Is(err, http.ErrServerClosed), err == nil:
		default:
			log.Fatal(err)
		}
	})
}

func SwitchOnValue(ctx, grace context.Context) {
	srv := &http.Server{}
	start(ctx, grace, srv, func() {
		switch err := srv.ListenAndServe(); err {
		case nil, http.ErrServerClosed:
		default:
			log.Fatal(err)
		}
	})
}

func Text(ctx, grace context.Context) {
	srv := &http.Server{}
	start(ctx, grace, srv, func() {
		if err := srv.ListenAndServe(); err != nil && !strings.Contains(err.Error(), "Server closed") {
			log.Fatal(err)
		}
	})
}

func Helper(ctx, grace context.Context) {
	srv := &http.Server{}
	start(ctx, grace, srv, func() {
		if err := srv.ListenAndServe(); unexpected(err) {
			log.Fatal(err)
		}
	})
}

func unexpected(err error) bool { return err != nil && !errors.Is(err, http.ErrServerClosed) }

func Wrapper(ctx, grace context.Context) {
	srv := &http.Server{}
	start(ctx, grace, srv, func() {
		if err := serve(srv); err != nil {
			log.Fatal(err)
		}
	})
}

func serve(srv *http.Server) error {
	if err := srv.ListenAndServe(); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return nil
}

func OneCallUp(ctx, grace context.Context) {
	srv := &http.Server{}
	start(ctx, grace, srv, func() {
		if err := raw(srv); !errors.Is(err, http.ErrServerClosed) {
			log.Fatal(err)
		}
	})
}

func raw(srv *http.Server) error { return srv.ListenAndServe() }

type App struct{ srv *http.Server }

func NewApp() *App { return &App{srv: &http.Server{}} }

func (a *App) Run() error { return a.srv.ListenAndServe() }

func (a *App) Stop(ctx context.Context) error { return a.srv.Shutdown(ctx) }

func Selected(ctx, grace context.Context) error {
	srv := &http.Server{}
	failed := make(chan error, 1)
	go func() { failed <- srv.ListenAndServe() }()
	select {
	case err := <-failed:
		log.Fatal(err)
	case <-ctx.Done():
	}
	return srv.Shutdown(grace)
}

func Plain(ctx, grace context.Context) {
	srv := &http.Server{}
	start(ctx, grace, srv, func() {
		log.Printf("server ended: %v", srv.ListenAndServe())
	})
}

func Overwritten(ctx, grace context.Context, other func() error) {
	srv := &http.Server{}
	start(ctx, grace, srv, func() {
		err := srv.ListenAndServe()
		err = other()
		if err != nil {
			log.Fatal(err)
		}
	})
}
