package graceful

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"testing/synctest"
	"time"
)

func TestWorkerEnds(t *testing.T) {
	boom := errors.New("boom")
	for _, test := range []struct {
		name string
		run  func(ctx context.Context) error
		want string // in Run's error; empty: the App goes on, and Run returns nil
	}{
		{"done", func(context.Context) error { return nil }, ""},
		{"goexit", func(context.Context) error { runtime.Goexit(); return nil }, ""},
		{"stops", func(ctx context.Context) error { <-ctx.Done(); return fmt.Errorf("consume: %w", ctx.Err()) }, ""},
		{"server stops", func(ctx context.Context) error { <-ctx.Done(); return http.ErrServerClosed }, ""},
		{"fails", func(context.Context) error { return boom }, "worker fails: boom"},
		{"gives up", func(context.Context) error { return context.Canceled }, "worker gives up: context canceled"},
		{"panics", func(context.Context) error { panic("no such queue") }, "worker panics: panic: no such queue"},
		{"panics with nil", func(context.Context) error { panic(nil) }, "panic called with nil"},
		{"fails at the end", func(ctx context.Context) error { <-ctx.Done(); return boom }, "worker fails at the end: boom"},
	} {
		t.Run(test.name, func(t *testing.T) {
			bubble(t, takes(time.Second), func(t *testing.T, r *rig) {
				r.closer("db")
				var proceed = make(chan struct{})
				r.app.Go(test.name, func(ctx context.Context) error { <-proceed; return test.run(ctx) })
				r.run(t.Context())
				req := r.begin("/")
				close(proceed)
				synctest.Wait()
				if strings.HasPrefix(test.name, "panics") && !strings.Contains(r.log(), "workers_test.go") {
					t.Error("no stack in the log at once:", r.log())
				}
				if test.want == "" || strings.HasSuffix(test.name, "at the end") {
					if r.app.stopping.Load() {
						t.Fatal("stops")
					}
					r.signal(syscall.SIGINT)
				}
				err := r.wait(time.Second, 1600*time.Millisecond)
				wantNil(t, <-req)
				if test.want == "" {
					wantNil(t, err)
				} else {
					wantError(t, err, nil, test.want)
				}
				r.wantEvents("close db")
			})
		})
	}
}

// There may be several, and each is waited for.
func TestWorkers(t *testing.T) {
	bubble(t, ok, func(t *testing.T, r *rig) {
		for i := range 2 {
			r.app.Go("consumer", func(ctx context.Context) error {
				<-ctx.Done()
				time.Sleep(time.Duration(1+i) * time.Second)
				r.event(fmt.Sprint("consumer ", i))
				return nil
			})
		}
		r.closer("db")
		r.run(t.Context())
		r.signal(syscall.SIGINT)
		wantNil(t, r.wait(2*time.Second, 2100*time.Millisecond))
		r.wantEvents("consumer 0", "consumer 1", "close db")
	})
}

func TestWorkerHangs(t *testing.T) {
	bubble(t, ok, func(t *testing.T, r *rig) {
		never := make(chan struct{})
		r.app.Go("stuck", func(context.Context) error { <-never; return nil })
		r.closer("db")
		r.app.Defer("queue", func(context.Context) error { // what it would use is being closed
			r.app.Go("too late", func(context.Context) error { t.Error("started"); return nil })
			return nil
		})
		r.app.Defer("tracer", func(ctx context.Context) error { // has what the workers leave
			end, _ := ctx.Deadline()
			r.event(fmt.Sprint("tracer has ", time.Until(end)))
			return nil
		})
		r.run(t.Context())
		r.signal(syscall.SIGINT)
		wantError(t, r.wait(2500*time.Millisecond, 2600*time.Millisecond), ErrHung, "workers did not stop in time (1): stuck")
		r.wantEvents("tracer has 2.3s", "close db")
		close(never)
	})
}

// A handler that ignores its cancelled context is waited for as a worker is.
func TestHandlerHangs(t *testing.T) {
	var never chan struct{}
	hang := http.HandlerFunc(func(http.ResponseWriter, *http.Request) { <-never })
	bubble(t, hang, func(t *testing.T, r *rig) {
		never = make(chan struct{})
		r.run(t.Context())
		req := r.begin("/")
		r.signal(syscall.SIGINT)
		wantError(t, r.wait(17500*time.Millisecond, 17600*time.Millisecond), ErrCut)
		close(never)
		<-req
	})
}

func TestTask(t *testing.T) {
	type key struct{}
	bubble(t, nil, func(t *testing.T, r *rig) {
		r.app.Servers[0].Handler = http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
			values := context.WithValue(req.Context(), key{}, "value")
			r.app.Go("receipt", func(context.Context) error {
				ctx, cancel := StopContext(values, 10*time.Second)
				defer cancel()
				time.Sleep(time.Second) // the request is over
				r.event(fmt.Sprint("receipt ", ctx.Value(key{}), " ", ctx.Err()))
				return nil
			})
			r.app.Go("until told", func(ctx context.Context) error {
				<-ctx.Done()
				r.event("told")
				r.app.Go("of a task", func(context.Context) error { r.event("of a task"); return nil })
				return ctx.Err()
			})
			r.app.Go("fails", func(context.Context) error { return errors.New("no paper") })
			r.app.Go("panics", func(context.Context) error { panic("out of ink") })
		})
		r.app.Defer("db", func(context.Context) error {
			r.event("close db")
			r.app.Go("too late", func(context.Context) error { t.Error("started"); return nil })
			return nil
		})
		r.run(t.Context())
		if status, _, err := r.get("/"); status != 200 || err != nil {
			t.Fatal(status, err)
		}
		synctest.Wait()
		if r.app.stopping.Load() {
			t.Error("a task's failure stops the App")
		}
		r.signal(syscall.SIGINT)
		wantNil(t, r.wait(time.Second, 1100*time.Millisecond))
		r.wantEvents("told", "of a task", "receipt value <nil>", "close db")
		for _, part := range []string{"no paper", "out of ink", "too late"} {
			if !strings.Contains(r.log(), part) {
				t.Errorf("the log does not name %q", part)
			}
		}
	})
}

func TestClosers(t *testing.T) {
	bubble(t, ok, func(t *testing.T, r *rig) {
		boom := errors.New("boom")
		deadline := func(name string) {
			r.app.Defer(name, func(ctx context.Context) error {
				end, _ := ctx.Deadline()
				r.event(fmt.Sprint(name, " has ", time.Until(end)))
				return nil
			})
		}
		deadline("last")
		deadline("but one")
		r.app.Defer("hangs", func(ctx context.Context) error { time.Sleep(time.Minute); return nil })
		deadline("before")
		r.app.Defer("fails", func(context.Context) error { return boom })
		r.app.Defer("panics", func(context.Context) error { panic("at the disco") })
		r.run(t.Context())
		r.signal(syscall.SIGINT)
		err := r.wait(4820*time.Millisecond, 5*time.Second)
		wantError(t, err, boom, "closer fails: boom", "closer panics: panic: at the disco", "closer hangs: did not stop")
		r.wantEvents("before has 4.7s", "but one has 100ms", "last has 180ms")
		time.Sleep(time.Minute)
	})
}

// What ended because its context did is no hung closer.
func TestCloserHeedsItsContext(t *testing.T) {
	bubble(t, ok, func(t *testing.T, r *rig) {
		r.app.Close = -time.Hour
		r.app.Defer("tracer", func(ctx context.Context) error { <-ctx.Done(); return ctx.Err() })
		r.run(t.Context())
		r.signal(syscall.SIGINT)
		err := r.wait(100*time.Millisecond, 120*time.Millisecond)
		wantError(t, err, context.DeadlineExceeded, "closer tracer")
		if errors.Is(err, ErrHung) {
			t.Error("counts as hung:", err)
		}
	})
}
