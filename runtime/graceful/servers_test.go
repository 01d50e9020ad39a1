package graceful

import (
	"bufio"
	"context"
	"io"
	"net"
	"net/http"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"github.com/shutdownlint/shutdownlint/runtime/internal/inflight"
)

func TestCutAfterGrace(t *testing.T) {
	var cancelled time.Duration
	bubble(t, nil, func(t *testing.T, r *rig) {
		r.app.Servers[0].Handler = http.HandlerFunc(func(_ http.ResponseWriter, req *http.Request) {
			<-req.Context().Done()
			cancelled = time.Since(r.start)
			r.event("handler returns")
		})
		r.closer("db")
		r.run(t.Context())
		req := r.begin("/export?token=secret")
		r.signal(syscall.SIGINT)
		err := r.wait(15*time.Second, 15100*time.Millisecond)
		wantError(t, err, ErrCut, "requests cut after 15s (1): ", "GET /export (15s)")
		if strings.Contains(err.Error(), "secret") {
			t.Error("the query, which may hold secrets, is in the error:", err)
		}
		if cancelled != 15*time.Second {
			t.Error("context cancelled after", cancelled)
		}
		<-req // what the client sees depends on the handler
		r.wantEvents("handler returns", "close db")
	})
}

// A client that never finishes its header keeps no handler busy, and yet is cut.
func TestNoGrace(t *testing.T) {
	bubble(t, takes(time.Second), func(t *testing.T, r *rig) {
		r.app.Grace = -1
		r.run(t.Context())
		c, err := r.nets["main:80"].dial()
		if err != nil {
			t.Fatal(err)
		}
		defer c.Close()
		synctest.Wait()
		r.signal(syscall.SIGINT)
		wantError(t, r.wait(0, time.Second), ErrCut, "connections cut after 0s")
	})
}

func TestSilentConnection(t *testing.T) {
	bubble(t, ok, func(t *testing.T, r *rig) {
		r.run(t.Context())
		for range 3 {
			c, err := r.nets["main:80"].dial()
			if err != nil {
				t.Fatal(err)
			}
			defer c.Close()
		}
		synctest.Wait()
		r.signal(syscall.SIGINT)
		wantNil(t, r.wait(inflight.Patience, inflight.Patience+700*time.Millisecond))
	})
}

// A slow client on a new connection is not taken for a silent one.
func TestLateRequestOnNewConnection(t *testing.T) {
	bubble(t, ok, func(t *testing.T, r *rig) {
		r.run(t.Context())
		c, err := r.nets["main:80"].dial()
		if err != nil {
			t.Fatal(err)
		}
		defer c.Close()
		r.signal(syscall.SIGINT)
		time.Sleep(inflight.Patience / 2)
		io.WriteString(c, "GET / HTTP/1.1\r\nHost: main\r\n\r\n")
		resp, err := http.ReadResponse(bufio.NewReader(c), nil)
		if err != nil || resp.StatusCode != 200 || !resp.Close {
			t.Fatal(resp, err)
		}
		wantNil(t, r.wait(inflight.Patience/2, inflight.Patience+500*time.Millisecond))
	})
}

// hijack takes the connection over and leaves it to a goroutine.
func hijack(t *testing.T, then func(net.Conn)) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		c, _, err := w.(http.Hijacker).Hijack()
		if err != nil {
			t.Error(err)
			return
		}
		io.WriteString(c, "HTTP/1.1 101 Switching Protocols\r\n\r\n")
		go then(c)
	})
}

func dialHijacked(t *testing.T, r *rig) net.Conn {
	t.Helper()
	c, err := r.nets["main:80"].dial()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Close() })
	go io.WriteString(c, "GET /ws HTTP/1.1\r\nHost: main\r\n\r\n")
	if line, err := bufio.NewReaderSize(c, 16).ReadString('\n'); !strings.Contains(line, "101") {
		t.Fatal(line, err)
	}
	go io.Copy(io.Discard, c)
	synctest.Wait()
	return c
}

func TestHijackedIsWaitedFor(t *testing.T) {
	bubble(t, nil, func(t *testing.T, r *rig) {
		r.app.Servers[0].Handler = hijack(t, func(c net.Conn) {
			<-r.app.Draining()
			time.Sleep(3 * time.Second)
			r.event("goodbye")
			c.Close()
		})
		r.closer("hub")
		r.run(t.Context())
		dialHijacked(t, r)
		r.signal(syscall.SIGINT)
		wantNil(t, r.wait(3*time.Second, 3200*time.Millisecond))
		r.wantEvents("goodbye", "close hub")
	})
}

func TestHijackedIsCut(t *testing.T) {
	bubble(t, nil, func(t *testing.T, r *rig) {
		r.app.Servers[0].Handler = hijack(t, func(c net.Conn) {
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

// While its handler is at work a hijacked connection is one request, not two.
func TestHijackedHandlerCountsOnce(t *testing.T) {
	bubble(t, nil, func(t *testing.T, r *rig) {
		r.app.Servers[0].Handler = http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
			hijack(t, func(net.Conn) {}).ServeHTTP(w, req)
			<-req.Context().Done()
		})
		r.run(t.Context())
		dialHijacked(t, r)
		r.signal(syscall.SIGINT)
		wantError(t, r.wait(15*time.Second, 15100*time.Millisecond), ErrCut, "requests cut after 15s (1): GET")
	})
}

func TestAbandonedHandlerIsWaitedFor(t *testing.T) {
	for _, test := range []struct {
		takes time.Duration
		cut   bool
	}{{4 * time.Second, false}, {20 * time.Second, true}} {
		bubble(t, nil, func(t *testing.T, r *rig) {
			r.app.Servers[0].Handler = http.TimeoutHandler(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {
				time.Sleep(test.takes) // ignores its context
				r.event("abandoned handler ends")
			}), time.Second, "too slow")
			r.closer("db")
			r.run(t.Context())
			if status, _, err := r.get("/"); status != http.StatusServiceUnavailable || err != nil {
				t.Fatal(status, err)
			}
			r.signal(syscall.SIGINT)
			if !test.cut {
				wantNil(t, r.wait(2*time.Second, 3200*time.Millisecond))
				r.wantEvents("abandoned handler ends", "close db")
				return
			}
			wantError(t, r.wait(15*time.Second, 15100*time.Millisecond), ErrHung, "functions started by net/http did not stop in time (1)", "graceful.TestAbandonedHandler")
			r.wantEvents("close db")
			time.Sleep(5 * time.Second)
		})
	}
}

func TestRegisterOnShutdownIsWaitedFor(t *testing.T) {
	bubble(t, ok, func(t *testing.T, r *rig) {
		r.app.Servers[0].RegisterOnShutdown(func() {
			time.Sleep(2 * time.Second)
			r.event("on shutdown")
		})
		r.closer("db")
		r.run(t.Context())
		r.signal(syscall.SIGINT)
		wantNil(t, r.wait(2*time.Second, 2200*time.Millisecond))
		r.wantEvents("on shutdown", "close db")
	})
}

func TestHooksOfTheUserAreKept(t *testing.T) {
	type base struct{}
	type conn struct{}
	var states atomic.Int32
	h := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Context().Value(base{}) != 1 || r.Context().Value(conn{}) != 2 {
			w.WriteHeader(500)
		}
		<-r.Context().Done()
	})
	bubble(t, h, func(t *testing.T, r *rig) {
		srv := r.app.Servers[0]
		srv.ReadHeaderTimeout = time.Minute
		srv.BaseContext = func(net.Listener) context.Context { return context.WithValue(context.Background(), base{}, 1) }
		srv.ConnContext = func(ctx context.Context, _ net.Conn) context.Context { return context.WithValue(ctx, conn{}, 2) }
		srv.ConnState = func(net.Conn, http.ConnState) { states.Add(1) }
		other := &http.Server{Addr: "other:80", ReadTimeout: time.Hour}
		r.app.Servers = append(r.app.Servers, other)
		r.run(t.Context())
		if srv.ReadHeaderTimeout != time.Minute || srv.IdleTimeout != 2*time.Minute || srv.WriteTimeout != 0 || srv.ReadTimeout != 0 {
			t.Error("time-outs", srv.ReadHeaderTimeout, srv.IdleTimeout, srv.ReadTimeout, srv.WriteTimeout)
		}
		if other.ReadHeaderTimeout != 0 || other.IdleTimeout != 0 {
			t.Error("ReadTimeout was overruled")
		}
		req := r.begin("/")
		r.signal(syscall.SIGINT)
		wantError(t, r.wait(15*time.Second, 15100*time.Millisecond), ErrCut)
		<-req
		synctest.Wait()
		if n := states.Load(); n != 3 { // new, active, closed
			t.Error(n, "calls of ConnState")
		}
	})
}

// Every way of sending a header tells the client to leave once the stop has
// begun, also where the request came before it did; idle connections are not
// closed meanwhile.
func TestClientsAreToldToLeave(t *testing.T) {
	mux := http.NewServeMux()
	wait := func(write func(http.ResponseWriter)) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			time.Sleep(time.Second)
			write(w)
		})
	}
	ways := map[string]func(http.ResponseWriter){
		"/nothing":     func(http.ResponseWriter) {},
		"/header":      func(w http.ResponseWriter) { w.WriteHeader(200) },
		"/write":       func(w http.ResponseWriter) { w.Write([]byte("a")); w.Write([]byte("b")) },
		"/writestring": func(w http.ResponseWriter) { io.WriteString(w, "a") },
		"/readfrom":    func(w http.ResponseWriter) { io.Copy(w, io.LimitReader(strings.NewReader("abc"), 2)) },
		"/flush":       func(w http.ResponseWriter) { http.NewResponseController(w).Flush() },
		"/hints":       func(w http.ResponseWriter) { w.WriteHeader(103); w.WriteHeader(200) },
		"/controller": func(w http.ResponseWriter) {
			if err := http.NewResponseController(w).SetWriteDeadline(time.Now().Add(time.Minute)); err != nil {
				w.WriteHeader(500)
			}
		},
	}
	for path, write := range ways {
		mux.Handle(path, wait(write))
	}
	mux.Handle("/", ok)
	bubble(t, mux, func(t *testing.T, r *rig) {
		r.run(t.Context())
		pooled := r.client()
		get := func(c *http.Client, path string) (closes bool) {
			resp, err := c.Get("http://main" + path)
			if err != nil {
				t.Error(path, err)
				return false
			}
			defer resp.Body.Close()
			if resp.StatusCode != 200 {
				t.Error(path, resp.Status)
			}
			io.Copy(io.Discard, resp.Body)
			return resp.Close
		}
		if get(pooled, "/") {
			t.Error("told to leave before the stop")
		}
		for path := range ways {
			go func() {
				if !get(r.client(), path) {
					t.Error(path, "does not tell the client to leave")
				}
			}()
		}
		synctest.Wait()
		r.signal(syscall.SIGTERM)
		time.Sleep(time.Second / 2)
		if resp, err := pooled.Post("http://main/", "text/plain", strings.NewReader("x")); err != nil || !resp.Close {
			t.Error("POST on a pooled connection during Delay:", err)
		} else {
			resp.Body.Close()
		}
		wantNil(t, r.wait(2500*time.Millisecond, 2600*time.Millisecond))
	})
}
