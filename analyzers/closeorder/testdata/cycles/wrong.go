// Package cycles hands the stops to somebody who calls them one after the other.
package cycles

import (
	"context"
	"database/sql"
	"net/http"

	"github.com/oklog/run"
	"go.uber.org/fx"
)

func hooks(lc fx.Lifecycle, srv *http.Server, db *sql.DB) {
	lc.Append(fx.Hook{
		OnStart: func(context.Context) error { go srv.ListenAndServe(); return nil },
		OnStop:  func(ctx context.Context) error { return srv.Shutdown(ctx) },
	})
	lc.Append(fx.Hook{
		OnStop: func(context.Context) error {
			return db.Close() // want `db.Close runs before srv.Shutdown has drained the server`
		},
	})
}

func methodValues(lc fx.Lifecycle, srv *http.Server, s *store) {
	lc.Append(fx.Hook{OnStop: srv.Shutdown})
	lc.Append(fx.Hook{OnStop: s.Close}) // want `s.Close runs before srv.Shutdown has drained the server`
}

func stopHooks(lc fx.Lifecycle, srv *http.Server, s *store) {
	lc.Append(fx.StartStopHook(func() { go srv.ListenAndServe() }, srv.Shutdown))
	lc.Append(fx.StopHook(s.Close)) // want `s.Close runs before srv.Shutdown has drained the server`
}

func mixedHooks(lc fx.Lifecycle, srv *http.Server, db *sql.DB) {
	lc.Append(fx.Hook{OnStop: srv.Shutdown})
	lc.Append(fx.StopHook(func() error {
		return db.Close() // want `db.Close runs before srv.Shutdown has drained the server`
	}))
}

func actors(ctx context.Context, srv *http.Server, db *sql.DB) error {
	var g run.Group
	g.Add(db.Ping, func(error) {
		db.Close() // want `db.Close runs before srv.Shutdown has drained the server`
	})
	g.Add(srv.ListenAndServe, func(error) { srv.Shutdown(ctx) })
	return g.Run()
}

type store struct{ db *sql.DB }

func (s *store) Close(context.Context) error { return s.db.Close() }
