// The command right has servers that can be stopped, and calls that only look like servers.
package main

import (
	"context"
	"errors"
	"log"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"os/signal"
	"sync"
	"sync/atomic"
	"syscall"
	"time"

	"github.com/oklog/run"
	"github.com/prometheus/exporter-toolkit/web"
	"go.uber.org/fx"
	"golang.org/x/sync/errgroup"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	plain(ctx)
	inGoroutine(ctx)
	afterFunc(ctx)
	errGroup(ctx)
	deferredClosure(ctx)
	hookList(ctx)
	channel(ctx)
	mapped(ctx)
	actors(ctx)
	promoted(ctx)
	start(nil)
	outParameter(ctx)
	wrapped(ctx)
	throughInterface(ctx)
	embeddedTwice(ctx)
	up(nil)
	down(ctx)
	helper(ctx)
	handedToOther(ctx)
	unknown(nil)
	_ = cleanup()
	reload(nil)
	unload(ctx)
	others()
	fx.New(fx.Invoke(lifecycle)).Run()
}

func plain(ctx context.Context) {
	srv := &http.Server{}
	go func() {
		if err := srv.ListenAndServe(); !errors.Is(err, http.ErrServerClosed) {
			log.Print(err)
		}
	}()
	<-ctx.Done()
	grace, cancel := context.WithTimeout(context.WithoutCancel(ctx), time.Second)
	defer cancel()
	_ = srv.Shutdown(grace)
}

func inGoroutine(ctx context.Context) error {
	srv := &http.Server{}
	done := make(chan struct{})
	go func() {
		<-ctx.Done()
		_ = srv.Shutdown(context.Background())
		close(done)
	}()
	err := srv.ListenAndServe()
	<-done
	return err
}

func afterFunc(ctx context.Context) error {
	srv := &http.Server{}
	context.AfterFunc(ctx, func() { _ = srv.Shutdown(context.WithoutCancel(ctx)) })
	return srv.ListenAndServe()
}

func errGroup(ctx context.Context) error {
	srv := &http.Server{}
	g, ctx := errgroup.WithContext(ctx)
	g.Go(srv.ListenAndServe)
	g.Go(func() error {
		<-ctx.Done()
		return srv.Shutdown(context.WithoutCancel(ctx))
	})
	return g.Wait()
}

func deferredClosure(ctx context.Context) {
	srv := &http.Server{}
	defer func() { _ = srv.Shutdown(context.WithoutCancel(ctx)) }()
	go srv.ListenAndServe()
	<-ctx.Done()
}

func hookList(ctx context.Context) {
	srv := &http.Server{}
	var hooks []func(context.Context) error
	hooks = append(hooks, srv.Shutdown) // a method value
	go srv.ListenAndServe()
	<-ctx.Done()
	for _, h := range hooks {
		_ = h(context.WithoutCancel(ctx))
	}
}

func channel(ctx context.Context) {
	started := make(chan *http.Server, 1)
	go func() {
		srv := &http.Server{}
		started <- srv
		_ = srv.ListenAndServe()
	}()
	<-ctx.Done()
	srv := <-started
	_ = srv.Shutdown(context.WithoutCancel(ctx))
}

func mapped(ctx context.Context) {
	servers := map[string]*http.Server{"a": {}, "b": {}}
	for _, s := range servers {
		go s.ListenAndServe()
	}
	<-ctx.Done()
	for name := range servers {
		_ = servers[name].Shutdown(context.WithoutCancel(ctx))
	}
}

func actors(ctx context.Context) error {
	srv := &http.Server{}
	var g run.Group
	g.Add(srv.ListenAndServe, func(error) { _ = srv.Shutdown(context.WithoutCancel(ctx)) })
	return g.Run()
}

func lifecycle(lc fx.Lifecycle) {
	srv := &http.Server{}
	lc.Append(fx.Hook{
		OnStart: func(context.Context) error { go srv.ListenAndServe(); return nil },
		OnStop:  srv.Shutdown,
	})
}

type embedding struct{ *http.Server }

func promoted(ctx context.Context) {
	e := embedding{&http.Server{}}
	go e.ListenAndServe()
	<-ctx.Done()
	_ = e.Shutdown(context.WithoutCancel(ctx))
}

type outer struct{ embedding }

func embeddedTwice(ctx context.Context) {
	o := &outer{}
	o.Server = &http.Server{}
	go o.ListenAndServe()
	<-ctx.Done()
	_ = o.Shutdown(context.WithoutCancel(ctx))
}

var stopCurrent func(context.Context) error

func start(l net.Listener) {
	srv := &http.Server{}
	stopCurrent = srv.Shutdown
	go srv.Serve(l)
}

func newInto(out **http.Server) { *out = &http.Server{} }

func outParameter(ctx context.Context) {
	var srv *http.Server
	newInto(&srv)
	go srv.ListenAndServe()
	<-ctx.Done()
	_ = (*srv).Shutdown(context.WithoutCancel(ctx))
}

type wrapper struct{ h *http.Server }

func (w *wrapper) Start() error                   { return w.h.ListenAndServe() }
func (w *wrapper) Stop(ctx context.Context) error { return w.h.Shutdown(ctx) }

func wrapped(ctx context.Context) {
	w := &wrapper{&http.Server{}}
	go w.Start()
	<-ctx.Done()
	_ = w.Stop(context.WithoutCancel(ctx))
}

type stopper interface{ Shutdown(context.Context) error }

func throughInterface(ctx context.Context) {
	srv := &http.Server{}
	go srv.ListenAndServe()
	<-ctx.Done()
	var s stopper = srv
	_ = s.Shutdown(context.WithoutCancel(ctx))
}

var (
	mu      sync.Mutex
	running []*http.Server
)

func up(l net.Listener) {
	s := &http.Server{}
	mu.Lock()
	running = append(running, s)
	mu.Unlock()
	go s.Serve(l)
}

func down(ctx context.Context) {
	mu.Lock()
	defer mu.Unlock()
	for _, s := range running {
		_ = s.Shutdown(ctx)
	}
}

func helper(ctx context.Context) {
	srv := &http.Server{}
	go srv.ListenAndServe()
	<-ctx.Done()
	drain(ctx, "public", srv)
}

func drain(ctx context.Context, name string, servers ...*http.Server) {
	for _, s := range servers {
		if err := s.Shutdown(context.WithoutCancel(ctx)); err != nil {
			log.Print(name, err)
		}
	}
}

func handedToOther(ctx context.Context) {
	main, admin := &http.Server{}, &http.Server{}
	main.RegisterOnShutdown(func() { _ = admin.Shutdown(context.Background()) })
	go admin.ListenAndServe()
	go main.ListenAndServe()
	<-ctx.Done()
	_ = main.Shutdown(context.WithoutCancel(ctx))
}

func unknown(adopt func(any)) {
	srv := &http.Server{}
	adopt(srv) // it may do anything
	go srv.ListenAndServe()
}

func cleanup() func(context.Context) error {
	srv := &http.Server{}
	go srv.ListenAndServe()
	return func(ctx context.Context) error { return srv.Shutdown(ctx) }
}

type ldap struct{}

func (ldap) ListenAndServe(string) error { return nil }
func (ldap) Serve(net.Listener) error    { return nil }

// Libraries that serve in the place of net/http decide for themselves how they stop.
func exporter() error {
	own := &http.Server{}
	return web.ListenAndServe(own, new(web.FlagConfig), slog.Default())
}

func others() {
	_ = exporter()
	_ = ldap{}.ListenAndServe(":389")
	_ = ldap{}.Serve(nil)
	_ = exec.Command("true").Run()
	ts := httptest.NewServer(nil)
	ts.Close()
	var http ldap
	_ = http.ListenAndServe(":80")
}

var loaded atomic.Pointer[http.Server]

func reload(h http.Handler) {
	srv := &http.Server{Handler: h}
	loaded.Store(srv)
	go srv.ListenAndServe()
}

func unload(ctx context.Context) {
	if srv := loaded.Swap(nil); srv != nil {
		_ = srv.Shutdown(context.WithoutCancel(ctx))
	}
}
