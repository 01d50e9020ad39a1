package graceful

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"testing/synctest"
	"time"
)

func TestStopsInOrder(t *testing.T) {
	bubble(t, takes(8*time.Second), func(t *testing.T, r *rig) {
		r.closer("db")
		r.closer("cache")
		r.app.Go("consumer", func(ctx context.Context) error {
			<-r.app.Draining()
			r.event("consumer stops pulling")
			<-ctx.Done()
			r.event("consumer ends")
			return ctx.Err()
		})
		r.run(t.Context())
		slow := r.begin("/slow")
		r.signal(syscall.SIGTERM)
		go func() {
			wantNil(t, <-slow)
			r.event("response")
		}()
		wantNil(t, r.wait(8*time.Second, 9*time.Second))
		r.wantEvents("consumer stops pulling", "response", "consumer ends", "close cache", "close db")
		if !slices.Equal(r.asked, []os.Signal{syscall.SIGINT, syscall.SIGTERM}) {
			t.Error("registered for", r.asked)
		}
		if !r.stopped {
			t.Error("signals are still registered after Run")
		}
		wantError(t, r.app.Run(t.Context()), nil, "second time")
	})
}

func TestDelay(t *testing.T) {
	const whole = 5 * time.Second
	const never = time.Hour
	every := func(d time.Duration) func(int) time.Duration { return func(int) time.Duration { return d } }
	for _, test := range []struct {
		name   string
		sig    os.Signal
		delay  time.Duration
		fixed  bool
		uptime time.Duration
		gap    func(i int) time.Duration // before the i'th request
		probe  time.Duration             // between probes
		learns time.Duration             // after the signal, when the balancer stops sending
		want   time.Duration
	}{
		{"balancer leaves at once", syscall.SIGTERM, 0, false, 2 * time.Minute, every(100 * time.Millisecond), time.Second, 0, whole / 2},
		{"balancer leaves soon", syscall.SIGTERM, 0, false, 2 * time.Minute, every(100 * time.Millisecond), time.Second, time.Second, 3 * time.Second},
		{"balancer leaves late", syscall.SIGTERM, 0, false, 2 * time.Minute, every(100 * time.Millisecond), time.Second, 4 * time.Second, whole},
		{"balancer never leaves", syscall.SIGTERM, 0, false, 2 * time.Minute, every(100 * time.Millisecond), time.Second, never, whole},
		{"nobody probes", syscall.SIGTERM, 0, false, 2 * time.Minute, every(100 * time.Millisecond), never, 0, whole},
		{"probed late", syscall.SIGTERM, 0, false, 119 * time.Second, every(100 * time.Millisecond), 12 * time.Second, 0, 2950 * time.Millisecond},
		{"exactly", syscall.SIGTERM, 0, true, 2 * time.Minute, every(100 * time.Millisecond), time.Second, 0, whole},
		{"young", syscall.SIGTERM, 0, false, 59 * time.Second, every(100 * time.Millisecond), time.Second, 0, whole},
		{"quiet", syscall.SIGTERM, 0, false, 2 * time.Minute, every(2 * time.Second), time.Second, 3500 * time.Millisecond, whole},
		{"silent", syscall.SIGTERM, 0, false, 2 * time.Minute, every(never), time.Second, 0, whole},
		{"in bursts", syscall.SIGTERM, 0, false, 2 * time.Minute, func(i int) time.Duration { // a page, and its pictures
			if i%20 == 0 {
				return 2800 * time.Millisecond
			}
			return 10 * time.Millisecond
		}, time.Second, 4 * time.Second, whole},
		{"one lull, half a minute ago", syscall.SIGTERM, 0, false, 100 * time.Second, func(i int) time.Duration {
			if i == 600 {
				return 3 * time.Second
			}
			return 100 * time.Millisecond
		}, time.Second, 0, whole},
		{"long", syscall.SIGTERM, 20 * time.Second, false, 2 * time.Minute, every(100 * time.Millisecond), time.Second, 8 * time.Second, 13 * time.Second},
		{"long, after a lull", syscall.SIGTERM, 40 * time.Second, false, 100 * time.Second, func(i int) time.Duration {
			if i == 600 {
				return 3 * time.Second
			}
			return 100 * time.Millisecond
		}, time.Second, 0, 20 * time.Second},
		{"shorter", syscall.SIGTERM, time.Second, false, 2 * time.Minute, every(100 * time.Millisecond), time.Second, never, time.Second},
		{"none", syscall.SIGTERM, -time.Hour, false, 2 * time.Minute, every(100 * time.Millisecond), time.Second, never, 0},
		{"interrupt", os.Interrupt, 0, false, 2 * time.Minute, every(100 * time.Millisecond), time.Second, never, 0},
	} {
		t.Run(test.name, func(t *testing.T) {
			mux := http.NewServeMux()
			mux.Handle("/", ok)
			bubble(t, mux, func(t *testing.T, r *rig) {
				mux.Handle("/readyz", r.app)
				r.app.Admin = []*http.Server{{Addr: "admin:80", Handler: ok}} // whose requests are no traffic
				r.app.Delay, r.app.FixedDelay = test.delay, test.fixed
				r.run(t.Context())
				stopped := make(chan struct{})
				var all sync.WaitGroup
				repeat := func(path string, gap func(int) time.Duration, until func() time.Time) {
					for i := 0; ; i++ {
						select {
						case <-time.After(gap(i)):
						case <-stopped:
							return
						}
						_, _, err := r.get(path)
						if at := until(); !at.IsZero() && time.Now().After(at) || errors.Is(err, syscall.ECONNREFUSED) {
							return
						}
						if err != nil {
							t.Error(path, err)
						}
					}
				}
				var learns atomic.Pointer[time.Time]
				all.Go(func() {
					repeat("/", test.gap, func() (at time.Time) {
						if p := learns.Load(); p != nil {
							at = *p
						}
						return at
					})
				})
				all.Go(func() {
					for r.metrics("admin:80") == nil {
						time.Sleep(500 * time.Millisecond)
					}
				})
				all.Go(func() { repeat("/readyz?from=balancer", every(test.probe), func() (at time.Time) { return at }) })
				time.Sleep(test.uptime - 30*time.Millisecond) // just before it is probed
				at := time.Now().Add(test.learns)
				learns.Store(&at)
				r.signal(test.sig)
				wantNil(t, r.wait(test.want, test.want+200*time.Millisecond))
				close(stopped)
				all.Wait()
			})
		})
	}
}

func TestDelayInterrupted(t *testing.T) {
	for name, interrupt := range map[string]func(r *rig, cancel func()){
		"context": func(_ *rig, cancel func()) { cancel() },
		"server":  func(r *rig, _ func()) { r.nets["main:80"].Close(); r.nets["admin:80"].Close() },
	} {
		t.Run(name, func(t *testing.T) {
			bubble(t, ok, func(t *testing.T, r *rig) {
				r.app.Servers = append(r.app.Servers, &http.Server{Addr: "admin:80"})
				ctx, cancel := context.WithCancel(t.Context())
				defer cancel()
				r.run(ctx)
				r.signal(syscall.SIGTERM)
				time.Sleep(time.Second)
				interrupt(r, cancel)
				if err := r.wait(time.Second, 1100*time.Millisecond); (name == "server") != (err != nil) {
					t.Error(err)
				}
			})
		})
	}
}

func TestContextEnds(t *testing.T) {
	type key struct{}
	h := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		time.Sleep(2 * time.Second)
		if r.Context().Err() != nil || r.Context().Value(key{}) != "value" {
			w.WriteHeader(500)
		}
	})
	bubble(t, h, func(t *testing.T, r *rig) {
		ctx, cancel := context.WithCancel(context.WithValue(t.Context(), key{}, "value"))
		r.app.Go("consumer", func(ctx context.Context) error {
			<-ctx.Done()
			r.event(fmt.Sprint("consumer with ", ctx.Value(key{}), " ends"))
			return nil
		})
		r.run(ctx)
		req := r.begin("/")
		r.start = time.Now()
		cancel()
		go func() {
			time.Sleep(time.Second)
			r.event("a second later")
		}()
		synctest.Wait()
		// An orchestrator's signal meanwhile is the first, not the second.
		r.signals <- syscall.SIGTERM
		wantNil(t, r.wait(2*time.Second, 2600*time.Millisecond))
		wantNil(t, <-req)
		r.wantEvents("a second later", "consumer with value ends") // not because ctx ended
		if r.exit != -1 {
			t.Error("exited with", r.exit)
		}
		if !strings.Contains(r.log(), "context canceled") || strings.Contains(r.log(), "load balancers") || strings.Count(r.log(), "stopping: ") != 1 {
			t.Error("the log does not say why, or more than that:", r.log())
		}
	})
}

func TestSecondSignal(t *testing.T) {
	for _, test := range []struct {
		sig  os.Signal
		want int
	}{{syscall.SIGTERM, 143}, {syscall.SIGINT, 130}, {unknownSignal{}, 128}} {
		bubble(t, takes(9*time.Second), func(t *testing.T, r *rig) {
			r.app.Go("consumer", func(ctx context.Context) error { <-ctx.Done(); return nil })
			r.run(t.Context())
			req := r.begin("/slow")
			r.signal(syscall.SIGTERM)
			r.signal(test.sig)
			if r.exit != test.want {
				t.Errorf("exit %d, want %d", r.exit, test.want)
			}
			for _, part := range []string{"GET /slow", "consumer"} {
				if !strings.Contains(r.log(), part) {
					t.Errorf("the log does not name %s: %s", part, r.log())
				}
			}
			wantNil(t, <-req)
			wantNil(t, <-r.result)
		})
	}
}

type unknownSignal struct{}

func (unknownSignal) Signal()        {}
func (unknownSignal) String() string { return "unknown" }

func TestStart(t *testing.T) {
	boom := errors.New("no database")
	for _, test := range []struct {
		name   string
		start  func(ctx context.Context) error
		signal bool // after a second
		want   string
		took   time.Duration
	}{
		{"fails", func(context.Context) error { return boom }, false, "start: no database", 0},
		{"panics", func(context.Context) error { panic("no configuration") }, false, "start: panic: no configuration", 0},
		{"is told", func(ctx context.Context) error { <-ctx.Done(); return ctx.Err() }, true, "", time.Second},
		{"is told, and went wrong", func(ctx context.Context) error { <-ctx.Done(); return boom }, true, "start: no database", time.Second},
		{"does not heed it", func(context.Context) error { time.Sleep(3 * time.Second); return nil }, true, "", 3 * time.Second},
		{"hangs", func(context.Context) error { time.Sleep(time.Minute); return nil }, true, "start: did not stop in time", 8 * time.Second},
	} {
		t.Run(test.name, func(t *testing.T) {
			bubble(t, ok, func(t *testing.T, r *rig) {
				r.app.Start = func(ctx context.Context) error {
					r.closer("db")
					r.app.Go("consumer", func(context.Context) error { t.Error("started"); return nil })
					return test.start(ctx)
				}
				r.app.Grace = 7 * time.Second // which is Start's, too
				begin := time.Now()
				r.run(t.Context())
				if test.signal {
					time.Sleep(time.Second)
					r.signal(syscall.SIGTERM)
				}
				err := <-r.result
				if d := time.Since(begin); d != test.took {
					t.Error("took", d)
				}
				if test.want == "" {
					wantNil(t, err)
				} else {
					wantError(t, err, nil, "graceful: "+test.want)
				}
				r.wantEvents("close db")
				if len(r.nets) != 0 {
					t.Error("listened")
				}
				time.Sleep(time.Minute)
			})
		})
	}
}

// Start may do all of what is else done before Run.
func TestStartSucceeds(t *testing.T) {
	type key struct{}
	bubble(t, ok, func(t *testing.T, r *rig) {
		servers := r.app.Servers
		r.app.Servers = nil
		var of context.Context
		r.app.Start = func(ctx context.Context) error {
			if ctx.Value(key{}) != 1 || ctx.Err() != nil {
				t.Error("its context is not Run's")
			}
			r.app.Servers, of = servers, ctx
			return nil
		}
		r.run(context.WithValue(t.Context(), key{}, 1))
		if status, _, err := r.get("/"); status != 200 || err != nil || of.Err() == nil {
			t.Error(status, err, of.Err())
		}
		r.signal(syscall.SIGINT)
		wantNil(t, r.wait(0, time.Second))
	})
}

// An App that is never run leaves nothing behind: no goroutine, for which the
// bubble would fail, and no signal handler.
func TestNeverRun(t *testing.T) {
	bubble(t, ok, func(t *testing.T, r *rig) {
		r.closer("db")
		r.app.Go("consumer", func(context.Context) error { t.Error("started"); return nil })
		rec := httptest.NewRecorder()
		r.app.ServeHTTP(rec, httptest.NewRequest("GET", "/readyz", nil))
		select {
		case <-r.app.Draining():
			t.Error("draining")
		default:
		}
		if r.signals != nil || rec.Code != 200 || rec.Header().Get("Cache-Control") != "no-store" {
			t.Error("signals registered, or not ready:", rec)
		}
	})
}

// slowly is the output of a log that takes its time.
type slowly struct{ r *rig }

func (s slowly) Write(b []byte) (int, error) {
	time.Sleep(20 * time.Millisecond)
	return lockedWriter(s).Write(b)
}

// Only what has not been logged counts against the most that is kept.
func TestLogGoesOn(t *testing.T) {
	bubble(t, ok, func(t *testing.T, r *rig) {
		for range 3 {
			for range 900 {
				r.app.say(slog.LevelInfo, "a line")
			}
			synctest.Wait()
		}
		if n := strings.Count(r.log(), "a line"); n != 2700 {
			t.Error(n, "lines")
		}
	})
}

// The last lines are written before Run returns, for then the process may end.
func TestLogIsFlushed(t *testing.T) {
	bubble(t, ok, func(t *testing.T, r *rig) {
		r.app.Log = slog.New(slog.NewTextHandler(slowly{r}, nil))
		r.run(t.Context())
		time.Sleep(time.Second)
		r.signal(syscall.SIGINT)
		wantNil(t, <-r.result)
		if !strings.Contains(r.log(), "msg=stopped") {
			t.Error("the end is not logged:", r.log())
		}
	})
}

// What a second signal cut is logged before the process ends.
func TestSecondSignalIsLogged(t *testing.T) {
	bubble(t, takes(9*time.Second), func(t *testing.T, r *rig) {
		r.app.Log = slog.New(slog.NewTextHandler(slowly{r}, nil))
		logged := make(chan string, 1)
		r.app.host.exit = func(int) { logged <- r.log() }
		r.run(t.Context())
		req := r.begin("/slow")
		r.signal(syscall.SIGINT)
		r.signal(syscall.SIGINT)
		if log := <-logged; !strings.Contains(log, "GET /slow") {
			t.Error("not logged:", log)
		}
		wantNil(t, <-req)
		wantNil(t, <-r.result)
	})
}

// stuck is the output of a log that nobody reads.
type stuck chan struct{}

func (s stuck) Write([]byte) (int, error) { <-s; return 0, nil }

func TestStuckLog(t *testing.T) {
	for _, twice := range []bool{false, true} {
		var never chan struct{}
		bubble(t, takes(9*time.Second), func(t *testing.T, r *rig) {
			never = make(chan struct{})
			r.app.Log = slog.New(slog.NewTextHandler(stuck(never), nil))
			r.app.Go("consumer", func(ctx context.Context) error { <-ctx.Done(); panic("at the end") })
			r.closer("db")
			for range 2000 {
				r.app.say(slog.LevelInfo, "a line")
			}
			r.run(t.Context())
			req := r.begin("/slow")
			r.signal(syscall.SIGINT)
			if twice {
				time.Sleep(time.Second)
				r.signal(syscall.SIGINT)
				time.Sleep(200 * time.Millisecond)
				r.mu.Lock()
				if r.exit != 130 {
					t.Error("exit", r.exit)
				}
				r.mu.Unlock()
			}
			wantError(t, <-r.result, nil, "at the end")
			if d := time.Since(r.start); d > 9700*time.Millisecond {
				t.Error("took", d)
			}
			wantNil(t, <-req)
			r.wantEvents("close db")
			if n := r.app.unsaid.Load(); n != 1000 {
				t.Error(n, "lines to say")
			}
			close(never)
		})
	}
}

func TestSaysWhatItWaitsFor(t *testing.T) {
	bubble(t, takes(8*time.Second), func(t *testing.T, r *rig) {
		r.app.Close = 20 * time.Second
		r.app.Go("consumer", func(ctx context.Context) error { <-ctx.Done(); time.Sleep(4 * time.Second); return nil })
		r.app.Defer("tracer", func(context.Context) error { time.Sleep(4 * time.Second); return nil })
		r.run(t.Context())
		req := r.begin("/slow")
		r.signal(syscall.SIGINT)
		wantNil(t, r.wait(16*time.Second, 16600*time.Millisecond))
		wantNil(t, <-req)
		rest := r.log()
		for _, part := range []string{
			`"still waiting" count=1 for="GET /slow (3s)"`,
			`"still waiting" count=1 for="GET /slow (6s)"`,
			`"still waiting" count=1 for="consumer (9s)"`,
			`"still waiting" count=1 for="closer tracer (2.`,
		} {
			_, after, ok := strings.Cut(rest, part)
			if !ok {
				t.Fatalf("not said, or not in this order: %s\n%s", part, r.log())
			}
			rest = after
		}
	})
}

// So does a start-up that does not heed the signal, and what closes after one that failed.
func TestSaysWhatItWaitsForBeforeItServes(t *testing.T) {
	bubble(t, ok, func(t *testing.T, r *rig) {
		r.app.Start = func(context.Context) error { time.Sleep(8 * time.Second); return nil }
		r.app.Defer("tracer", func(context.Context) error { time.Sleep(4 * time.Second); return nil })
		r.run(t.Context())
		time.Sleep(time.Second)
		r.signal(syscall.SIGTERM)
		wantNil(t, r.wait(11*time.Second, 11*time.Second))
		for _, part := range []string{
			`"still waiting" count=1 for="start (4s)"`,
			`"still waiting" count=1 for="start (7s)"`,
			`"still waiting" count=1 for="closer tracer (2s)"`,
		} {
			if !strings.Contains(r.log(), part) {
				t.Errorf("not said: %s\n%s", part, r.log())
			}
		}
	})
}

func TestSaysNothingOfNothing(t *testing.T) {
	bubble(t, ok, func(t *testing.T, r *rig) {
		r.run(t.Context())
		r.signal(syscall.SIGTERM)
		wantNil(t, r.wait(5*time.Second, 6*time.Second))
		if strings.Contains(r.log(), "still waiting") {
			t.Error(r.log())
		}
	})
}

// Metrics and profiles are wanted most while it drains: the servers of Admin
// answer until the requests of the others have ended.
func TestAdmin(t *testing.T) {
	bubble(t, takes(8*time.Second), func(t *testing.T, r *rig) {
		r.app.Admin = []*http.Server{{Addr: "admin:80", Handler: takes(time.Second)}}
		r.run(t.Context())
		if r.app.Admin[0].ReadHeaderTimeout != 5*time.Second {
			t.Error("no ReadHeaderTimeout")
		}
		get := func() error {
			resp, err := r.client().Get("http://admin:80/metrics")
			if err == nil {
				resp.Body.Close()
			}
			return err
		}
		req := r.begin("/slow")
		r.signal(syscall.SIGINT)
		for range 6 {
			if err := get(); err != nil {
				t.Error(time.Since(r.start), err)
			}
		}
		time.Sleep(1500 * time.Millisecond)
		last := make(chan error)
		go func() { last <- get() }() // under way as the others end
		wantNil(t, r.wait(8500*time.Millisecond, 9100*time.Millisecond))
		wantNil(t, <-req)
		wantNil(t, <-last)
	})
}

func TestAdminIsCut(t *testing.T) {
	bubble(t, takes(time.Hour), func(t *testing.T, r *rig) {
		r.app.Admin = []*http.Server{{Addr: "admin:80", Handler: takes(time.Hour)}}
		r.run(t.Context())
		time.Sleep(10 * time.Second) // of which nothing is in the ages
		req := r.begin("/slow")
		go func() { r.client().Get("http://admin:80/profile") }()
		synctest.Wait()
		r.signal(syscall.SIGINT)
		time.Sleep(12 * time.Second)
		go func() { r.client().Get("http://admin:80/late") }()
		time.Sleep(2500 * time.Millisecond)
		silent, err := r.nets["admin:80"].dial()
		if err != nil {
			t.Fatal(err)
		}
		defer silent.Close()
		err = r.wait(15*time.Second, 15100*time.Millisecond)
		wantError(t, err, ErrCut, "(1): GET /slow (15s)", "(2): GET /profile (15", ", GET /late (3")
		if strings.Contains(err.Error(), "connection from") {
			t.Error("a silent connection counts:", err)
		}
		if want := `"still waiting" count=2 for="GET /slow (6s), GET /profile (6s)"`; !strings.Contains(r.log(), want) && !strings.Contains(r.log(), `for="GET /profile (6s), GET /slow (6s)"`) {
			t.Errorf("not said: %s\n%s", want, r.log())
		}
		<-req
	})
}

// When the others have used up Grace, what the admin server has in hand may still end within a moment.
func TestAdminEndsJustAfterGrace(t *testing.T) {
	bubble(t, takes(time.Hour), func(t *testing.T, r *rig) {
		r.app.Admin = []*http.Server{{Addr: "admin:80", Handler: takes(15*time.Second + 30*time.Millisecond)}}
		r.run(t.Context())
		req := r.begin("/slow")
		answered := make(chan error, 1)
		go func() { answered <- r.metrics("admin:80") }()
		synctest.Wait()
		r.signal(syscall.SIGINT)
		err := r.wait(15*time.Second, 15100*time.Millisecond)
		wantError(t, err, ErrCut, "GET /slow")
		if strings.Contains(err.Error(), "/metrics") {
			t.Error("cut though it was answered:", err)
		}
		if err := <-answered; err != nil {
			t.Error(err)
		}
		<-req
	})
}

func TestHijackedOfAdminIsCut(t *testing.T) {
	bubble(t, ok, func(t *testing.T, r *rig) {
		r.app.Admin = r.app.Servers
		r.app.Servers = nil
		r.app.Admin[0].Handler = hijack(t, func(c net.Conn) {
			c.Read(make([]byte, 1))
			r.event("read ends")
		})
		r.run(t.Context())
		dialHijacked(t, r)
		r.signal(syscall.SIGINT)
		wantError(t, r.wait(15*time.Second, 15100*time.Millisecond), ErrCut, "GET /ws (15s)")
		r.wantEvents("read ends")
	})
}

func TestBindConflict(t *testing.T) {
	bubble(t, ok, func(t *testing.T, r *rig) {
		r.app.Servers = append(r.app.Servers, &http.Server{Addr: "taken:81"})
		r.closer("db")
		r.app.Go("consumer", func(context.Context) error { t.Error("started"); return nil })
		r.run(t.Context())
		wantError(t, r.wait(0, 0), nil, "taken:81", "already in use")
		r.wantEvents("close db")
		if _, err := r.nets["main:80"].dial(); err == nil {
			t.Error("the first listener is still open")
		}
	})
}

func TestServerFails(t *testing.T) {
	for name, f := range map[string]func(r *rig){
		"accept": func(r *rig) { r.nets["admin:80"].fail = errors.New("out of luck"); r.nets["admin:80"].Close() },
		"closed": func(r *rig) { r.app.Servers[1].Close() },
	} {
		t.Run(name, func(t *testing.T) {
			bubble(t, takes(time.Second), func(t *testing.T, r *rig) {
				r.app.Servers = append(r.app.Servers, &http.Server{Addr: "admin:80"})
				r.closer("db")
				r.run(t.Context())
				req := r.begin("/")
				r.start = time.Now()
				f(r)
				err := r.wait(time.Second, 1600*time.Millisecond)
				wantError(t, err, nil, "server admin:80", map[string]string{"accept": "out of luck", "closed": "Server closed"}[name])
				wantNil(t, <-req) // the other server was drained
				r.wantEvents("close db")
			})
		})
	}
}

func TestTotalIsBounded(t *testing.T) {
	var never chan struct{}
	hang := http.HandlerFunc(func(http.ResponseWriter, *http.Request) { <-never })
	bubble(t, hang, func(t *testing.T, r *rig) {
		never = make(chan struct{}) // in here, to belong to the bubble
		r.app.Delay, r.app.Grace, r.app.Close = 2*time.Second, 3*time.Second, time.Second
		r.app.Go("stuck worker", func(context.Context) error { <-never; return nil })
		for i := range 40 {
			r.app.Defer(fmt.Sprint("stuck closer ", i), func(context.Context) error { <-never; return nil })
		}
		r.run(t.Context())
		req := r.begin("/stuck")
		r.signal(syscall.SIGTERM)
		err := r.wait(5*time.Second, 7*time.Second) // Delay+Grace+Close+1s; Delay may end early
		wantError(t, err, ErrCut, "GET /stuck", "stuck worker", "stuck closer 0:", "stuck closer 39:")
		wantError(t, err, ErrHung)
		close(never)
		<-req
	})
}

// Nor does it matter how much hangs at once: another server, the requests of both
// groups, a hijacked connection, a task, closers, the log.
func TestTotalIsBoundedIfAllHangs(t *testing.T) {
	var never stuck
	hang := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/ws" {
			http.NewResponseController(w).Hijack()
		}
		<-never
	})
	bubble(t, hang, func(t *testing.T, r *rig) {
		never = make(stuck)
		r.app.Log = slog.New(slog.NewTextHandler(never, nil))
		r.app.Delay, r.app.FixedDelay, r.app.Grace, r.app.Close = 2*time.Second, true, 3*time.Second, 2*time.Second
		r.app.Admin = []*http.Server{{Addr: "admin:80", Handler: hang}}
		l, _ := r.listen("tcp", "other:90")
		r.app.Add(l, &other{r: r, shutdown: func(context.Context) error { <-never; return nil }, done: make(chan struct{})})
		for i := range 100 {
			r.app.Defer(fmt.Sprint("stuck closer ", i), func(context.Context) error { <-never; return nil })
		}
		r.run(t.Context())
		r.begin("/stuck")
		r.begin("/ws")
		go func() { r.metrics("admin:80") }()
		synctest.Wait()
		r.app.Go("stuck task", func(context.Context) error { <-never; return nil })
		r.dial("GET / HT")
		r.signal(syscall.SIGTERM)
		err := r.wait(7*time.Second, 8*time.Second) // Delay+Grace+Close+1s
		wantError(t, err, ErrCut, "GET /stuck", "GET /ws", "GET /metrics", "stuck task", "stuck closer 0:", "stuck closer 99:", "server other:90")
		close(never)
		synctest.Wait()
	})
}

// With HTTP/2 many requests share a connection, which must stay until all ended.
func TestTLS(t *testing.T) {
	for _, http2 := range []bool{false, true} {
		bubble(t, takes(3*time.Second), func(t *testing.T, r *rig) {
			r.app.Servers[0].Addr = ""
			r.app.Servers[0].TLSConfig = selfSigned(t)
			r.app.Delay = 2 * time.Second
			r.run(t.Context())
			tr := &http.Transport{
				ForceAttemptHTTP2: http2,
				TLSClientConfig:   &tls.Config{InsecureSkipVerify: true},
				DialContext:       func(context.Context, string, string) (net.Conn, error) { return r.nets[":https"].dial() },
			}
			defer tr.CloseIdleConnections()
			var all sync.WaitGroup
			get := func() {
				resp, err := (&http.Client{Transport: tr}).Get("https://main/")
				if err != nil {
					t.Error(err)
					return
				}
				defer resp.Body.Close()
				if body, err := io.ReadAll(resp.Body); string(body) != "ok" || err != nil || (resp.ProtoMajor == 2) != http2 {
					t.Error(resp.Proto, string(body), err)
				}
			}
			all.Go(get)
			time.Sleep(time.Second)
			all.Go(get)
			synctest.Wait()
			r.signal(syscall.SIGTERM)
			time.Sleep(500 * time.Millisecond)
			all.Go(get) // ends after 3.5 s
			// A pipe has no buffer: when both ends close, each waits until the other
			// reads its farewell, for the five seconds that crypto/tls gives it.
			wantNil(t, r.wait(3500*time.Millisecond, 10*time.Second))
			all.Wait()
		})
	}
}

// A server is one of TLS wherever its certificates come from.
func TestCertificates(t *testing.T) {
	whole := selfSigned(t)
	for name, config := range map[string]*tls.Config{
		"GetCertificate":     {GetCertificate: func(*tls.ClientHelloInfo) (*tls.Certificate, error) { return &whole.Certificates[0], nil }},
		"GetConfigForClient": {GetConfigForClient: func(*tls.ClientHelloInfo) (*tls.Config, error) { return whole, nil }},
	} {
		bubble(t, ok, func(t *testing.T, r *rig) {
			r.app.Servers[0].Addr, r.app.Servers[0].TLSConfig = "", config
			r.run(t.Context())
			n := r.nets[":https"]
			if n == nil {
				t.Fatal(name, "is not listened for at the port of TLS")
			}
			c, err := n.dial()
			if err != nil {
				t.Fatal(err)
			}
			secure := tls.Client(c, &tls.Config{InsecureSkipVerify: true})
			if err := secure.HandshakeContext(t.Context()); err != nil {
				t.Error(name, err)
			}
			c.Close()
			r.signal(syscall.SIGINT)
			wantNil(t, r.wait(0, time.Second))
		})
	}
}

func TestZeroApp(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	var app App
	if err := app.Run(ctx); err != nil {
		t.Error(err)
	}
}

// Where the stop has begun already nothing is bound any more.
func TestContextEndedBefore(t *testing.T) {
	bubble(t, ok, func(t *testing.T, r *rig) {
		r.closer("db")
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		r.run(ctx)
		wantNil(t, r.wait(0, 0))
		r.wantEvents("close db")
		if len(r.nets) != 0 {
			t.Error("listened")
		}
	})
}

func TestStopContext(t *testing.T) {
	type key struct{}
	synctest.Test(t, func(t *testing.T) {
		done, cancel := context.WithCancel(context.WithValue(t.Context(), key{}, 1))
		cancel()
		ctx, cancel := StopContext(done, time.Second)
		defer cancel()
		if ctx.Err() != nil || ctx.Value(key{}) != 1 {
			t.Error(ctx.Err(), ctx.Value(key{}))
		}
		start := time.Now()
		<-ctx.Done()
		if time.Since(start) != time.Second {
			t.Error(time.Since(start))
		}
	})
}
