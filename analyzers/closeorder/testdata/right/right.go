// Package right drains the server first.
package right

import (
	"context"
	"database/sql"
	"net"
	"net/http"
	"os"

	"example.com/closeorder/restore"
)

func explicit(ctx context.Context, srv *http.Server, db *sql.DB) {
	_ = srv.Shutdown(ctx)
	_ = db.Close()
}

func deferredInTheRightOrder(ctx context.Context, srv *http.Server) error {
	db, err := sql.Open("postgres", "")
	if err != nil {
		return err
	}
	defer db.Close()
	defer srv.Shutdown(context.WithoutCancel(ctx))
	<-ctx.Done()
	return nil
}

func explicitStopBeforeTheDefers(ctx context.Context, srv *http.Server) error {
	defer srv.Shutdown(ctx)
	db, err := sql.Open("postgres", "")
	if err != nil {
		return err
	}
	defer db.Close()
	return srv.Shutdown(ctx)
}

func failedStart(ctx context.Context, srv *http.Server, db *sql.DB) error {
	if err := db.Ping(); err != nil {
		db.Close()
		return err
	}
	return srv.Shutdown(ctx)
}

func eitherOr(ctx context.Context, srv *http.Server, db *sql.DB) {
	if srv == nil {
		_ = db.Close()
	} else {
		_ = srv.Shutdown(ctx)
	}
}

func otherThings(ctx context.Context, srv *http.Server, l net.Listener, log *os.File) {
	_ = l.Close()
	_ = log.Close()
	_ = srv.Shutdown(ctx)
}

func deferredClose(ctx context.Context, srv *http.Server, db *sql.DB) {
	defer db.Close()
	_ = srv.Shutdown(ctx)
}

type agent struct{}

func (agent) Close() error { return nil }

func (agent) Join() {}

func notAStore(ctx context.Context, srv *http.Server, a agent) {
	_ = a.Close()
	_ = srv.Shutdown(ctx)
}

func restored(ctx context.Context, srv *http.Server, r *restore.Restorer, s restore.Source) {
	_ = r.Close()
	_ = s.Close()
	_ = srv.Shutdown(ctx)
}

// A dequeuer takes jobs out, one by one.
type dequeuer struct{}

func (dequeuer) Take() int { return 0 }

func (dequeuer) Close() error { return nil }

func partOfAWord(ctx context.Context, srv *http.Server, d dequeuer) {
	_ = d.Close()
	_ = srv.Shutdown(ctx)
}

// A sessionCache forgets by itself.
type sessionCache struct{ idle int }

func (c *sessionCache) Get(string) int { return c.idle }

func (c *sessionCache) CloseIdleConnections() { c.idle = 0 }

func onlyTheIdleOnes(ctx context.Context, srv *http.Server, c *sessionCache) {
	c.CloseIdleConnections()
	_ = srv.Shutdown(ctx)
}

func notThisServer(db *sql.DB) { _ = db.Close() }

func afterTheDrain(srv *http.Server, db *sql.DB) {
	srv.RegisterOnShutdown(func() { println("draining") })
	_ = db.Close()
}

func restart(ctx context.Context, srv func() *http.Server, db *sql.DB, again chan bool) {
	for range again {
		s := srv()
		_ = s.Shutdown(ctx)
		_ = db.Close() // the next round drains another server
	}
}
