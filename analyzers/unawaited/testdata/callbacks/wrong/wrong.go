// Package wrong registers stops for which nobody waits.
package wrong

import (
	"context"
	"database/sql"
	"log"

	"example.com/unawaited/callbacks/registry"
	"example.com/unawaited/callbacks/web"
)

func Hooked(s *web.Server) error {
	r := registry.New()
	r.Hook(func() {
		log.Print("stopping")
		s.Close() // want `nobody waits for s.Close: Hooked returns as soon as s.Run does, and requests in flight are cut`
	})
	r.Start()
	return s.Run()
}

type app struct {
	registry *registry.Registry
	server   *web.Server
	db       *sql.DB
	cancel   context.CancelFunc
}

type prepared struct{ *app }

func (a *app) prepare() prepared {
	ctx, cancel := context.WithCancel(context.Background())
	a.cancel = cancel
	go a.db.PingContext(ctx)
	a.registry.Add(registry.Func(func() {
		a.server.Close() // want `nobody waits for a.server.Close: Run returns as soon as a.server.Run does`
		a.cancel()
	}))
	return prepared{a}
}

func (a prepared) run() error {
	a.registry.Start()
	return a.server.Run()
}

func Run(a *app) error { return a.prepare().run() }

func InAGoroutine(ctx context.Context, s *web.Server) error {
	go func() {
		<-ctx.Done()
		s.Close() // want `nobody waits for s.Close: InAGoroutine returns as soon as s.Run does`
	}()
	return s.Run()
}
