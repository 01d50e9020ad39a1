// Package wrong closes what handlers use before the server has drained.
package wrong

import (
	"context"
	"database/sql"
	"net/http"
	"os/signal"
	"syscall"
)

func explicit(ctx context.Context, srv *http.Server, db *sql.DB) {
	<-ctx.Done()
	db.Close() // want `db.Close runs before srv.Shutdown has drained the server: requests in flight fail on it.*\(close-order\)`
	srv.Shutdown(context.WithoutCancel(ctx))
}

func deferredInTheWrongOrder(ctx context.Context, srv *http.Server) error {
	defer srv.Shutdown(context.WithoutCancel(ctx))
	db, err := sql.Open("postgres", "")
	if err != nil {
		return err
	}
	defer db.Close() // want `db.Close runs before srv.Shutdown has drained the server`
	go srv.ListenAndServe()
	<-ctx.Done()
	return nil
}

func deferredFunctions(srv *http.Server, db *sql.DB) {
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM)
	defer stop()
	defer func() {
		_ = srv.Shutdown(context.WithoutCancel(ctx))
	}()
	defer func() {
		_ = db.Close() // want `db.Close runs before srv.Shutdown has drained the server`
	}()
	<-ctx.Done()
}

func duringTheDrain(srv *http.Server, db *sql.DB) {
	srv.RegisterOnShutdown(func() {
		_ = db.Close() // want `db.Close runs while Shutdown drains the server, which does not wait for it`
	})
}

// A Repo holds a database.
type Repo struct{ db *sql.DB }

func (r *Repo) Close() error { return r.db.Close() }

func holder(ctx context.Context, srv *http.Server, r *Repo) {
	if err := r.Close(); err != nil { // want `r.Close runs before srv.Shutdown has drained the server`
		println(err.Error())
	}
	_ = srv.Shutdown(ctx)
}

// A UserStore hides what it keeps users in.
type UserStore interface {
	Find(name string) string
	Close() error
}

func hidden(ctx context.Context, srv *http.Server, users UserStore) func() {
	return func() {
		_ = users.Close() // want `users.Close runs before srv.Shutdown`
		_ = srv.Shutdown(ctx)
	}
}

// A kvCache is cut off as a whole.
type kvCache struct{ open bool }

func (c *kvCache) Get(string) bool { return c.open }

func (c *kvCache) ShutDown() { c.open = false }

func bySeveralWords(ctx context.Context, srv *http.Server, c *kvCache) {
	c.ShutDown() // want `c.ShutDown runs before srv.Shutdown`
	_ = srv.Shutdown(ctx)
}

var global *sql.DB

func closeGlobal() {
	if global != nil {
		global.Close()
	}
}

func throughAFunction(ctx context.Context, srv *http.Server) {
	closeGlobal() // want `closeGlobal runs before srv.Shutdown`
	_ = srv.Shutdown(ctx)
}
