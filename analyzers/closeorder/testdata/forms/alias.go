// Package forms has the ways to spell a call.
package forms

import (
	c "context"
	data "database/sql"
	web "net/http"
)

func renamed(ctx c.Context, srv *web.Server, db *data.DB) {
	(db.Close)() // want `runs before`
	(srv.Shutdown)(ctx)
}

type embedded struct {
	*web.Server
	*data.DB
}

func promoted(ctx c.Context, e embedded) {
	e.DB.Close() // want `e.DB.Close runs before e.Shutdown`
	e.Shutdown(ctx)
}

func generic[T any](ctx c.Context, srv *web.Server, db *data.DB, v T) T {
	db.Close() // want `runs before`
	srv.Shutdown(ctx)
	return v
}

func inGoroutine(ctx c.Context, srv *web.Server, db *data.DB) {
	go func() {
		db.Close() // want `runs before`
		srv.Shutdown(ctx)
	}()
}

func methodValues(srv *web.Server, db *data.DB) (func() error, func(c.Context) error) {
	return db.Close, srv.Shutdown
}

func suppressed(ctx c.Context, srv *web.Server, db *data.DB) {
	db.Close() //shutdownlint:ignore close-order its handlers do without it
	srv.Shutdown(ctx)
}
