// Package right waits for the stops that it has registered.
package right

import (
	"context"

	"example.com/unawaited/callbacks/registry"
	"example.com/unawaited/callbacks/web"
)

func Held(s *web.Server) error {
	r := registry.New()
	r.Hook(func() { s.Close() })
	r.Start()
	defer r.Hold()
	return s.Run()
}

func PatientServer(p *web.Patient) error {
	r := registry.New()
	r.Hook(func() { p.Close() })
	r.Start()
	return p.Run()
}

func PatientInAGoroutine(ctx context.Context, p *web.Patient) error {
	go func() {
		<-ctx.Done()
		p.Close()
	}()
	return p.Run()
}

func AtExit(s *web.Server) error {
	r := registry.New()
	r.AtExit(func() { s.Close() })
	defer r.Exit()
	return s.Run()
}

func ForEverybody(s *web.Server) error {
	registry.Default.Hook(func() { s.Close() })
	registry.Default.Start()
	return s.Run() // main may hold
}

func Told(s *web.Server) error {
	r := registry.New()
	drained := make(chan struct{})
	r.Add(registry.Func(func() {
		s.Close()
		close(drained)
	}))
	r.Start()
	err := s.Run()
	<-drained
	return err
}

type app struct {
	server *web.Server
	cancel context.CancelFunc
	done   context.Context
}

func Cancelled(a *app) error {
	ctx, cancel := context.WithCancel(context.Background())
	a.cancel = cancel
	a.done = ctx
	r := registry.New()
	r.Hook(func() {
		a.server.Close()
		a.cancel()
	})
	r.Start()
	return a.server.Run() // somebody may wait for the context
}
