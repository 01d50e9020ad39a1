package cycles

import (
	"context"
	"database/sql"
	"net/http"

	"github.com/oklog/run"
	"go.uber.org/fx"
)

func hooksInOrder(lc fx.Lifecycle, srv *http.Server, db *sql.DB) {
	lc.Append(fx.Hook{
		OnStop: func(context.Context) error { return db.Close() },
	})
	lc.Append(fx.Hook{
		OnStop: func(ctx context.Context) error { return srv.Shutdown(ctx) },
	})
}

func methodValuesInOrder(lc fx.Lifecycle, srv *http.Server, s *store) {
	lc.Append(fx.Hook{OnStop: s.Close})
	lc.Append(fx.Hook{OnStop: srv.Shutdown})
}

func oneHook(lc fx.Lifecycle, srv *http.Server, s *store) {
	lc.Append(fx.Hook{OnStop: func(ctx context.Context) error {
		if err := srv.Shutdown(ctx); err != nil {
			srv.Close()
		}
		return s.Close(ctx)
	}})
}

func stopHooksInOrder(lc fx.Lifecycle, srv *http.Server, s *store) {
	lc.Append(fx.StopHook(s.Close))
	lc.Append(fx.StartStopHook(func() { go srv.ListenAndServe() }, srv.Shutdown))
}

func startHook(lc fx.Lifecycle, srv *http.Server, s *store) {
	lc.Append(fx.StopHook(srv.Shutdown))
	lc.Append(fx.StartStopHook(func() { s.Close(context.Background()) }, func() {})) // what was left open
}

func twoCycles(public, private fx.Lifecycle, srv *http.Server, s *store) {
	public.Append(fx.Hook{OnStop: srv.Shutdown})
	private.Append(fx.Hook{OnStop: s.Close})
}

func actorsInOrder(ctx context.Context, srv *http.Server, db *sql.DB) error {
	var g run.Group
	g.Add(srv.ListenAndServe, func(error) { srv.Shutdown(ctx) })
	g.Add(db.Ping, func(error) { db.Close() })
	return g.Run()
}

func closedAfterTheGroup(ctx context.Context, srv *http.Server, db *sql.DB) error {
	defer db.Close()
	var g run.Group
	g.Add(srv.ListenAndServe, func(error) { srv.Shutdown(ctx) })
	return g.Run()
}
