// Package right looks at it.
package right

import (
	"context"
	"errors"
	"log"
	"net/http"
	"time"
)

func logged(ctx context.Context, srv *http.Server) {
	if err := srv.Shutdown(ctx); err != nil {
		log.Print(err)
	}
}

func returned(ctx context.Context, srv *http.Server) error { return srv.Shutdown(ctx) }

func joined(ctx context.Context, api, admin *http.Server) error {
	return errors.Join(api.Shutdown(ctx), admin.Shutdown(ctx))
}

func forced(ctx context.Context, srv *http.Server) {
	defer srv.Close()
	_ = srv.Shutdown(ctx)
}

func kept(ctx context.Context, srv *http.Server) {
	err := srv.Shutdown(ctx)
	log.Print(err)
}

func handedOn(ctx context.Context, srv *http.Server) { log.Print(srv.Shutdown(ctx)) }

func dead(ctx context.Context, srv *http.Server) {
	<-ctx.Done()
	_ = srv.Shutdown(ctx) // another check's
}

func endless(srv *http.Server) { _ = srv.Shutdown(context.Background()) } // another check's

func both(ctx context.Context, api, admin *http.Server) error {
	if err := api.Shutdown(ctx); err != nil {
		log.Print(err)
	}
	return admin.Shutdown(ctx)
}

func same(srv *http.Server) error {
	short, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	if err := srv.Shutdown(short); err == nil {
		return nil
	}
	return srv.Shutdown(context.Background())
}

type other struct{}

func (other) Shutdown(context.Context) {}

func withoutError(ctx context.Context, o other) { o.Shutdown(ctx) }
