package right

import (
	"context"
	"net/http"
	"runtime"
	"sync/atomic"
	"time"
)

func PollsInAVariable(ctx, grace context.Context) {
	srv := &http.Server{Addr: ":8080"}
	var stopped atomic.Bool
	wait := func() {
		for !stopped.Load() {
			runtime.Gosched()
		}
	}
	go func() {
		<-ctx.Done()
		_ = srv.Shutdown(grace)
		stopped.Store(true)
	}()
	_ = srv.ListenAndServe()
	wait()
}

type poller struct {
	srv     *http.Server
	stopped atomic.Bool
	wait    func()
}

func (p *poller) poll() {
	for !p.stopped.Load() {
	}
}

func newPoller() *poller {
	p := &poller{srv: &http.Server{Addr: ":8080"}}
	p.wait = p.poll
	return p
}

func PollsInAField(ctx, grace context.Context) {
	p := newPoller()
	go func() {
		<-ctx.Done()
		_ = p.srv.Shutdown(grace)
		p.stopped.Store(true)
	}()
	_ = p.srv.ListenAndServe()
	p.wait()
}

type hooks struct{ before, after func() }

func PollsInALiteral(ctx, grace context.Context) {
	srv := &http.Server{Addr: ":8080"}
	var stopped atomic.Bool
	h := hooks{
		before: func() {},
		after: func() {
			for !stopped.Load() {
				time.Sleep(time.Millisecond)
			}
		},
	}
	go func() {
		<-ctx.Done()
		_ = srv.Shutdown(grace)
		stopped.Store(true)
	}()
	h.before()
	_ = srv.ListenAndServe()
	defer h.after()
}

func PollsInAClosure(ctx, grace context.Context) {
	srv := &http.Server{Addr: ":8080"}
	wait := stopLater(ctx, grace, srv)
	_ = srv.ListenAndServe()
	wait()
}

func stopLater(ctx, grace context.Context, srv *http.Server) func() {
	var stopped atomic.Bool
	go func() {
		<-ctx.Done()
		_ = srv.Shutdown(grace)
		stopped.Store(true)
	}()
	return func() {
		for !stopped.Load() {
			runtime.Gosched()
		}
	}
}

func GivenByACaller(ctx, grace context.Context, wait func()) {
	srv := &http.Server{Addr: ":8080"}
	go func() {
		<-ctx.Done()
		_ = srv.Shutdown(grace)
	}()
	_ = srv.ListenAndServe()
	wait()
}

func FromAMap(ctx, grace context.Context, ends map[string]func()) {
	srv := &http.Server{Addr: ":8080"}
	go func() {
		<-ctx.Done()
		_ = srv.Shutdown(grace)
	}()
	_ = srv.ListenAndServe()
	for _, end := range ends {
		end()
	}
}

// Exit may be set by other packages.
var Exit = func() {}

func ExportedVariable(ctx, grace context.Context) {
	srv := &http.Server{Addr: ":8080"}
	go func() {
		<-ctx.Done()
		_ = srv.Shutdown(grace)
	}()
	_ = srv.ListenAndServe()
	Exit()
}
