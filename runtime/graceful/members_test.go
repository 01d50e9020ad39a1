package graceful

import (
	"context"
	"crypto/tls"
	"errors"
	"net"
	"net/http"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"syscall"
	"testing"
	"testing/synctest"
	"time"
)

// other is a server of another protocol.
type other struct {
	r        *rig
	serve    error
	shutdown func(ctx context.Context) error
	done     chan struct{}
	late     time.Duration // from the end of Shutdown to that of Serve
}

func (o *other) Serve(l net.Listener) error {
	o.r.event("serve " + l.Addr().String())
	if o.serve != nil {
		return o.serve
	}
	<-o.done
	time.Sleep(o.late)
	return nil
}

func (o *other) Shutdown(ctx context.Context) error {
	err := o.shutdown(ctx)
	o.r.event("shut down")
	close(o.done)
	return err
}

func TestOtherServer(t *testing.T) {
	boom := errors.New("boom")
	for _, test := range []struct {
		name     string
		shutdown func(ctx context.Context) error
		want     string
		is       error
		took     time.Duration
	}{
		{"ends", func(context.Context) error { time.Sleep(4 * time.Second); return nil }, "", nil, 4 * time.Second},
		{"fails", func(context.Context) error { return boom }, "server other:90: boom", boom, 0},
		{"is ended", func(ctx context.Context) error { <-ctx.Done(); return ctx.Err() }, "server other:90: *graceful.other cut: context deadline exceeded", ErrCut, 15 * time.Second},
		{"hangs", func(context.Context) error { time.Sleep(time.Minute); return nil }, "server other:90: did not stop in time (15.5s)", ErrHung, 15500 * time.Millisecond},
	} {
		t.Run(test.name, func(t *testing.T) {
			bubble(t, ok, func(t *testing.T, r *rig) {
				l, err := r.listen("tcp", "other:90")
				if err != nil {
					t.Fatal(err)
				}
				r.app.Add(l, &other{r: r, shutdown: test.shutdown, done: make(chan struct{})})
				r.closer("db")
				r.run(t.Context())
				r.signal(syscall.SIGINT)
				if test.name == "ends" {
					time.Sleep(3500 * time.Millisecond)
					if want := `count=1 for="server other:90 (3s)"`; !strings.Contains(r.log(), want) {
						t.Errorf("not said: %s\n%s", want, r.log())
					}
				}
				err = r.wait(test.took, test.took+600*time.Millisecond)
				events := []string{"serve other:90", "shut down", "close db"}
				if test.want == "" {
					wantNil(t, err)
				} else {
					wantError(t, err, test.is, test.want)
				}
				if test.name == "hangs" {
					events = []string{"serve other:90", "close db"}
				}
				r.wantEvents(events...)
				time.Sleep(time.Minute)
			})
		})
	}
}

// Serve may end after Shutdown has, and uses what the closers close.
func TestOtherServerServesToTheEnd(t *testing.T) {
	bubble(t, ok, func(t *testing.T, r *rig) {
		l, _ := r.listen("tcp", "other:90") // the rig's fails for one address only
		r.app.Add(l, &other{r: r, shutdown: func(context.Context) error { return nil }, done: make(chan struct{}), late: 3 * time.Second})
		r.closer("db")
		r.run(t.Context())
		r.signal(syscall.SIGINT)
		wantNil(t, r.wait(3*time.Second, 3600*time.Millisecond))
		r.wantEvents("serve other:90", "shut down", "close db")
	})
}

// No server has to wait for another to be shut down.
func TestServersAreShutDownTogether(t *testing.T) {
	bubble(t, takes(8*time.Second), func(t *testing.T, r *rig) {
		second := &http.Server{Addr: "second:80"}
		second.RegisterOnShutdown(func() { r.event("second is shut down") })
		r.app.Servers = append(r.app.Servers, second)
		r.run(t.Context())
		req := r.begin("/slow")
		r.signal(syscall.SIGINT)
		wantNil(t, <-req)
		r.event("answer of the first")
		wantNil(t, r.wait(8*time.Second, 8600*time.Millisecond))
		r.wantEvents("second is shut down", "answer of the first")
	})
}

func TestOtherServerFails(t *testing.T) {
	bubble(t, ok, func(t *testing.T, r *rig) {
		l, _ := r.listen("tcp", "other:90") // the rig's fails for one address only
		r.app.Add(l, &other{r: r, serve: errors.New("out of luck"), shutdown: func(context.Context) error { return nil }, done: make(chan struct{})})
		r.run(t.Context())
		wantError(t, r.wait(0, time.Second), nil, "graceful: server other:90: out of luck")
	})
}

// over serves nothing.
type over struct{}

func (over) Serve(net.Listener) error       { return nil }
func (over) Shutdown(context.Context) error { return nil }

// A server that ends by itself has failed, whatever it says.
func TestOtherServerEnds(t *testing.T) {
	bubble(t, ok, func(t *testing.T, r *rig) {
		l, _ := r.listen("tcp", "other:90") // the rig's fails for one address only
		r.app.Add(l, over{})
		r.run(t.Context())
		wantError(t, r.wait(0, time.Second), http.ErrServerClosed, "graceful: server other:90: http: Server closed")
	})
}

// If one cannot be served, or the start-up fails, none is, and none stays bound.
// Shut down with one listener it would drop what the other still brings.
func TestServerOfTwoListeners(t *testing.T) {
	bubble(t, ok, func(t *testing.T, r *rig) {
		l, _ := r.listen("tcp", "second:80")
		r.app.Add(l, r.app.Servers[0])
		r.closer("db")
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute) // or it would serve forever
		defer cancel()
		r.run(ctx)
		wantError(t, r.wait(0, time.Second), nil, "server main:80: an http.Server serves one listener")
		r.wantEvents("close db")
	})
}

func TestAddedIsNotServed(t *testing.T) {
	for name, spoil := range map[string]func(r *rig){
		"taken": func(r *rig) { r.app.Servers = append(r.app.Servers, &http.Server{Addr: "taken:81"}) },
		"start": func(r *rig) { r.app.Start = func(context.Context) error { return errors.New("no database") } },
	} {
		t.Run(name, func(t *testing.T) {
			bubble(t, ok, func(t *testing.T, r *rig) {
				l, _ := r.listen("tcp", "other:90")
				r.app.Add(l, &other{r: r})
				spoil(r)
				r.run(t.Context())
				wantError(t, r.wait(0, 0), nil)
				r.wantEvents()
				if _, err := r.nets["other:90"].dial(); err == nil {
					t.Error("still bound")
				}
			})
		})
	}
}

// The listeners that a service brings itself: their addresses are at hand, and so
// is all that net/http can do.
func TestOwnListeners(t *testing.T) {
	for _, kind := range []string{"tcp", "unix", "inherited", "TLS"} {
		if kind != "tcp" && runtime.GOOS == "windows" {
			continue
		}
		network, addr := "tcp", "127.0.0.1:0"
		if kind == "unix" {
			network, addr = "unix", filepath.Join(t.TempDir(), "socket")
		}
		l, err := net.Listen(network, addr)
		if err != nil {
			t.Fatal(err)
		}
		scheme := "http"
		switch kind {
		case "inherited": // from systemd, say, as os.NewFile(3, "http")
			f, err := l.(*net.TCPListener).File()
			if err != nil {
				t.Fatal(err)
			}
			l.Close()
			if l, err = net.FileListener(f); err != nil {
				t.Fatal(err)
			}
			f.Close()
		case "TLS": // whose connections net/http must be given as they are
			scheme = "https"
			l = tls.NewListener(l, selfSigned(t))
		}
		var app App
		begun := make(chan bool, 2)
		app.Add(l, &http.Server{Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			begun <- true
			takes(300*time.Millisecond).ServeHTTP(w, r)
		})})
		ctx, stop := context.WithCancel(t.Context())
		result := make(chan error)
		go func() { result <- app.Run(ctx) }()
		client := http.Client{Transport: &http.Transport{DisableKeepAlives: true, TLSClientConfig: &tls.Config{InsecureSkipVerify: true}, DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) {
			return new(net.Dialer).DialContext(ctx, network, l.Addr().String())
		}}}
		answer := make(chan error)
		get := func() {
			resp, err := client.Get(scheme + "://own/")
			if err == nil {
				resp.Body.Close()
				if resp.StatusCode != 200 {
					err = errors.New(resp.Status)
				}
			}
			answer <- err
		}
		go get()
		wantNil(t, <-answer)
		<-begun
		go get()
		<-begun
		stop()
		wantNil(t, <-answer)
		wantNil(t, <-result)
	}
}

func TestReady(t *testing.T) {
	bubble(t, nil, func(t *testing.T, r *rig) {
		r.app.Servers[0].Handler = r.app
		var mu sync.Mutex // guards all three
		var db, cache error
		slow := false
		set := func(newDB, newCache error, newSlow bool) {
			mu.Lock()
			defer mu.Unlock()
			db, cache, slow = newDB, newCache, newSlow
		}
		now := func() (error, error, bool) {
			mu.Lock()
			defer mu.Unlock()
			return db, cache, slow
		}
		r.app.Ready("db", func(ctx context.Context) error {
			db, _, slow := now()
			if slow {
				time.Sleep(time.Minute) // ignores its context
				return nil
			}
			return db
		})
		r.app.Ready("cache", func(context.Context) error {
			_, cache, _ := now()
			if cache == errPanic {
				panic("no cache")
			}
			return cache
		})
		r.run(t.Context())
		want := func(status int, body string, took time.Duration) {
			t.Helper()
			begin := time.Now()
			gotStatus, gotBody, err := r.get("/")
			if gotStatus != status || gotBody != body+"\n" || err != nil || time.Since(begin) != took {
				t.Errorf("%d %q %v after %v, want %d %q after %v", gotStatus, gotBody, err, time.Since(begin), status, body, took)
			}
		}
		want(200, "ready", 0)
		refused := errors.New("connection refused")
		set(refused, nil, false)
		want(503, "not ready: db", 0)
		want(503, "not ready: db", 0)
		set(refused, errPanic, false)
		want(503, "not ready: db, cache", 0)
		set(nil, nil, true)
		want(503, "not ready: db", 1001*time.Millisecond)
		set(nil, nil, false)
		want(200, "ready", 0)
		synctest.Wait()
		if n := strings.Count(r.log(), `"readiness changed"`); n != 4 {
			t.Errorf("%d changes logged:\n%s", n, r.log())
		}
		if !strings.Contains(r.log(), "db: connection refused") || !strings.Contains(r.log(), "to=ready") {
			t.Error("the log does not say why:", r.log())
		}
		time.Sleep(time.Minute)
		r.signal(syscall.SIGTERM)
		want(503, "draining", 0)
		wantNil(t, r.wait(5*time.Second, 6*time.Second))
	})
}

var errPanic = errors.New("panic")

func TestContext(t *testing.T) {
	bubble(t, ok, func(t *testing.T, r *rig) {
		ctx := r.app.Context()
		r.run(t.Context())
		if ctx.Err() != nil {
			t.Error("over before the stop")
		}
		r.signal(syscall.SIGTERM)
		if ctx.Err() == nil || r.app.Context() != ctx {
			t.Error("not over when the stop begins")
		}
		wantNil(t, r.wait(5*time.Second, 6*time.Second))
	})
}

func TestClosersAtTheSameTime(t *testing.T) {
	bubble(t, ok, func(t *testing.T, r *rig) {
		boom := errors.New("boom")
		takes := func(name string, d time.Duration, err error) func(context.Context) error {
			return func(context.Context) error { time.Sleep(d); r.event(name); return err }
		}
		r.closer("db")
		r.app.Defer("exporters", takes("traces", 2*time.Second, nil), takes("metrics", time.Second, boom), takes("logs", time.Hour, nil))
		r.app.Defer("nothing")
		r.run(t.Context())
		r.signal(syscall.SIGINT)
		err := r.wait(4900*time.Millisecond, 5*time.Second)
		wantError(t, err, boom, "closer exporters: boom\ncloser exporters: did not stop in time")
		wantError(t, err, ErrHung)
		r.wantEvents("metrics", "traces", "close db")
		time.Sleep(time.Hour)
	})
}

// What systemd is told, by a real socket.
func TestNotify(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Log("no systemd here")
		return
	}
	path := filepath.Join(t.TempDir(), "notify")
	socket, err := net.ListenUnixgram("unixgram", &net.UnixAddr{Name: path, Net: "unixgram"})
	if err != nil {
		t.Fatal(err)
	}
	defer socket.Close()
	t.Setenv("NOTIFY_SOCKET", path)
	t.Setenv("WATCHDOG_USEC", "20000")
	var app App
	app.Start = func(context.Context) error { return nil }
	ctx, stop := context.WithCancel(t.Context())
	result := make(chan error)
	go func() { result <- app.Run(ctx) }()
	next := func() string {
		b := make([]byte, 100)
		socket.SetReadDeadline(time.Now().Add(20 * time.Second))
		n, err := socket.Read(b)
		if err != nil {
			t.Fatal(err)
		}
		return string(b[:n])
	}
	seen := ""
	for strings.Count(seen, "WATCHDOG=1") < 3 || !strings.Contains(seen, "READY=1") {
		seen += next() + "\n"
	}
	if strings.Contains(seen, "STOPPING") || strings.Count(seen, "READY") != 1 {
		t.Error(seen)
	}
	stop()
	for state := ""; state != "STOPPING=1"; state = next() {
	}
	wantNil(t, <-result)
	notify("X_FIRST=over") // behind the last sign of life of the first
	for state := ""; state != "X_FIRST=over"; state = next() {
	}

	t.Setenv("WATCHDOG_USEC", "20000000")
	bubble(t, ok, func(t *testing.T, r *rig) {
		r.run(t.Context())
		time.Sleep(65 * time.Second)
		r.signal(syscall.SIGINT)
		wantNil(t, <-r.result)
	})
	seen = ""
	for !strings.HasSuffix(seen, "STOPPING=1\n") {
		seen += next() + "\n"
	}
	if n := strings.Count(seen, "WATCHDOG=1"); n != 6 { // two in each period
		t.Errorf("%d signs of life in 65 s:\n%s", n, seen)
	}

	for _, env := range [][2]string{{"WATCHDOG_PID", "1"}, {"WATCHDOG_USEC", "soon"}, {"WATCHDOG_USEC", "0"}} {
		t.Run(strings.Join(env[:], "="), func(t *testing.T) {
			t.Setenv(env[0], env[1])
			synctest.Test(t, func(t *testing.T) { // in which it would never return
				new(App).watchdog()
			})
		})
	}
	t.Setenv("NOTIFY_SOCKET", path+"?")
	notify("READY=1") // nobody listens, and nothing happens
}
