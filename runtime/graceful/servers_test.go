package graceful

import (
	"bufio"
	"context"
	"fmt"
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

// What has not been looked at for long enough may have brought a request.
func TestNoGrace(t *testing.T) {
	bubble(t, takes(time.Second), func(t *testing.T, r *rig) {
		r.app.Grace = -time.Hour
		r.run(t.Context())
		c, err := r.nets["main:80"].dial()
		if err != nil {
			t.Fatal(err)
		}
		defer c.Close()
		synctest.Wait()
		r.signal(syscall.SIGINT)
		wantError(t, r.wait(0, time.Second), ErrCut, "requests cut after 0s (1): connection from pipe")
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

// Nothing is lost with it, if Grace ends before its second does, either.
func TestSilentConnectionAndShortGrace(t *testing.T) {
	bubble(t, ok, func(t *testing.T, r *rig) {
		r.app.Grace = 300 * time.Millisecond
		r.run(t.Context())
		r.dial("")
		r.signal(syscall.SIGINT)
		wantNil(t, r.wait(300*time.Millisecond, 400*time.Millisecond))
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

// late is a listener that hands over its last connection as it is closed.
type late struct {
	*memNet
	last chan net.Conn
}

func (l late) Accept() (net.Conn, error) {
	select {
	case <-l.done:
	case c := <-l.conns:
		return c, nil
	}
	select {
	case c := <-l.last:
		time.Sleep(50 * time.Millisecond)
		return c, nil
	default:
		return nil, net.ErrClosed
	}
}

func TestLastConnection(t *testing.T) {
	bubble(t, nil, func(t *testing.T, r *rig) {
		client, server := net.Pipe()
		l := late{&memNet{addr: "late:80", conns: make(chan net.Conn), done: make(chan struct{})}, make(chan net.Conn, 1)}
		l.last <- server
		r.app.Servers = nil
		r.app.Add(l, &http.Server{Handler: takes(time.Second)})
		r.run(t.Context())
		go io.WriteString(client, "GET / HTTP/1.1\r\nHost: main\r\n\r\n")
		r.signal(syscall.SIGINT)
		if resp, err := http.ReadResponse(bufio.NewReader(client), nil); err != nil || resp.StatusCode != 200 {
			t.Error(resp, err)
		}
		go io.Copy(io.Discard, client)
		wantNil(t, r.wait(time.Second, 2500*time.Millisecond))
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
		third := &http.Server{Addr: "third:80", IdleTimeout: time.Hour}
		r.app.Servers = append(r.app.Servers, other, third)
		r.run(t.Context())
		if srv.ReadHeaderTimeout != time.Minute || srv.IdleTimeout != 2*time.Minute || srv.WriteTimeout != 0 || srv.ReadTimeout != 0 {
			t.Error("time-outs", srv.ReadHeaderTimeout, srv.IdleTimeout, srv.ReadTimeout, srv.WriteTimeout)
		}
		if third.IdleTimeout != time.Hour || third.ReadHeaderTimeout != 5*time.Second {
			t.Error("time-outs", third.IdleTimeout, third.ReadHeaderTimeout)
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

// The contexts of the user, too, end with Grace: net/http does not look at the
// connection as long as a body is unread.
func TestContextOfTheUserEnds(t *testing.T) {
	for _, own := range []bool{false, true} {
		bubble(t, nil, func(t *testing.T, r *rig) {
			srv := r.app.Servers[0]
			srv.Handler = http.HandlerFunc(func(_ http.ResponseWriter, req *http.Request) {
				<-req.Context().Done()
				r.event(fmt.Sprint("ends after ", time.Since(r.start)))
			})
			if own {
				srv.BaseContext = func(net.Listener) context.Context { return context.Background() }
			}
			r.run(t.Context())
			r.dial("POST / HTTP/1.1\r\nHost: main\r\nContent-Length: 9\r\n\r\n1")
			r.signal(syscall.SIGINT)
			wantError(t, r.wait(15*time.Second, 15100*time.Millisecond), ErrCut, "POST /")
			r.wantEvents("ends after 15s")
		})
	}
}

// Every answer to a request that comes once the stop has begun tells the client to
// leave, and so does net/http itself once it shuts down; idle connections are not
// closed meanwhile.
func TestClientsAreToldToLeave(t *testing.T) {
	mux := http.NewServeMux()
	ways := map[string]func(http.ResponseWriter){
		"/nothing":     func(http.ResponseWriter) {},
		"/header":      func(w http.ResponseWriter) { w.WriteHeader(200) },
		"/write":       func(w http.ResponseWriter) { w.Write([]byte("a")); w.Write([]byte("b")) },
		"/writestring": func(w http.ResponseWriter) { io.WriteString(w, "a") },
		"/readfrom":    func(w http.ResponseWriter) { io.Copy(w, io.LimitReader(strings.NewReader("abc"), 2)) },
		"/flush":       func(w http.ResponseWriter) { http.NewResponseController(w).Flush() },
		"/hints":       func(w http.ResponseWriter) { w.WriteHeader(103); w.WriteHeader(200) },
	}
	for path, write := range ways {
		mux.HandleFunc(path, func(w http.ResponseWriter, _ *http.Request) {
			time.Sleep(time.Second)
			write(w)
		})
	}
	mux.Handle("/late", takes(8*time.Second))
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
		wantTold := func(path string) {
			if !get(r.client(), path) {
				t.Error(path, "does not tell the client to leave")
			}
		}
		go wantTold("/late")
		synctest.Wait()
		r.signal(syscall.SIGTERM)
		for path := range ways {
			go wantTold(path)
		}
		time.Sleep(time.Second / 2)
		if resp, err := pooled.Post("http://main/", "text/plain", strings.NewReader("x")); err != nil || !resp.Close {
			t.Error("POST on a pooled connection during Delay:", err)
		} else {
			resp.Body.Close()
		}
		wantNil(t, r.wait(8*time.Second, 8600*time.Millisecond))
	})
}

// An answer that switches protocols says so in the field that would tell to leave.
func TestUpgradeKeepsItsConnectionField(t *testing.T) {
	h := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Add("Connection", "Upgrade")
		w.WriteHeader(http.StatusSwitchingProtocols)
	})
	bubble(t, h, func(t *testing.T, r *rig) {
		r.run(t.Context())
		r.signal(syscall.SIGTERM)
		req, err := http.NewRequestWithContext(t.Context(), "GET", "http://main/", nil)
		if err != nil {
			t.Fatal(err)
		}
		req.Header.Set("Upgrade", "other")
		resp, err := r.client().Do(req)
		if err != nil || resp.Header.Get("Connection") != "Upgrade" {
			t.Fatal(resp, err)
		}
		resp.Body.Close()
		wantNil(t, r.wait(5*time.Second, 6*time.Second))
	})
}

// Offers to speak another HTTP, which clients make with every request (Java's does),
// are no such thing.
func TestWhoOffersHTTP2IsToldToLeave(t *testing.T) {
	bubble(t, ok, func(t *testing.T, r *rig) {
		r.run(t.Context())
		r.signal(syscall.SIGTERM)
		c := r.dial("GET / HTTP/1.1\r\nHost: main\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAAP__\r\n\r\n")
		if resp, err := http.ReadResponse(bufio.NewReader(c), nil); err != nil || !resp.Close {
			t.Error("not told:", resp, err)
		}
		c.Close()
		wantNil(t, r.wait(5*time.Second, 6*time.Second))
	})
}

// dial sends the beginning of a request, on a connection of its own.
func (r *rig) dial(send string) net.Conn {
	r.t.Helper()
	c, err := r.nets["main:80"].dial()
	if err != nil {
		r.t.Fatal(err)
	}
	r.t.Cleanup(func() { c.Close() })
	io.WriteString(c, send)
	synctest.Wait()
	return c
}

// net/http reads a body that the handler did not want, and sends the answer only
// then. That its handler has returned does not make it an answered request.
func TestAnswerNotOutIsCut(t *testing.T) {
	const head = "POST /upload HTTP/1.1\r\nHost: main\r\nContent-Length: 9\r\n\r\n"
	for _, comes := range []bool{true, false} {
		bubble(t, ok, func(t *testing.T, r *rig) {
			r.run(t.Context())
			c := r.dial(head + "1")
			r.signal(syscall.SIGINT)
			if !comes {
				wantError(t, r.wait(15*time.Second, 15100*time.Millisecond), ErrCut, "requests cut after 15s (1): POST /upload (15s)")
				return
			}
			time.Sleep(4 * time.Second)
			io.WriteString(c, "23456789")
			if resp, err := http.ReadResponse(bufio.NewReader(c), nil); err != nil || resp.StatusCode != 200 {
				t.Error(resp, err)
			}
			wantNil(t, r.wait(4*time.Second, 4600*time.Millisecond))
		})
	}
}

// A header that is under way at the signal has what ReadHeaderTimeout gives, on a
// connection that has served before, too.
func TestSlowHeader(t *testing.T) {
	for _, test := range []struct {
		name  string
		grace time.Duration
		rest  time.Duration // until the header is complete; 0: never
		want  time.Duration
	}{
		{"in time", 0, 4 * time.Second, 4 * time.Second},
		{"too slow for net/http", 0, 0, 5 * time.Second},
		{"too slow for Grace", 3 * time.Second, 0, 3 * time.Second},
	} {
		t.Run(test.name, func(t *testing.T) {
			bubble(t, ok, func(t *testing.T, r *rig) {
				r.app.Grace = test.grace
				r.run(t.Context())
				c := r.dial("GET / HTTP/1.1\r\nHo")
				r.signal(syscall.SIGINT)
				if test.rest > 0 {
					time.Sleep(test.rest)
					io.WriteString(c, "st: main\r\n\r\n")
					if resp, err := http.ReadResponse(bufio.NewReader(c), nil); err != nil || resp.StatusCode != 200 || !resp.Close {
						t.Error(resp, err)
					}
				} else {
					go io.Copy(io.Discard, c)
				}
				err := r.wait(test.want, test.want+600*time.Millisecond)
				if test.grace > 0 {
					wantError(t, err, ErrCut, "requests cut after 3s (1): connection from pipe (3s)")
				} else {
					wantNil(t, err)
				}
			})
		})
	}
}

func TestHeaderOnIdleConnection(t *testing.T) {
	const request = "GET / HTTP/1.1\r\nHost: main\r\n\r\n"
	for _, rest := range []string{request[5:], ""} { // or never
		bubble(t, ok, func(t *testing.T, r *rig) {
			r.run(t.Context())
			c := r.dial(request)
			in := bufio.NewReader(c)
			if resp, err := http.ReadResponse(in, nil); err != nil || resp.Close {
				t.Fatal(resp, err)
			}
			io.ReadFull(in, make([]byte, 2))
			synctest.Wait()
			io.WriteString(c, request[:5])
			r.signal(syscall.SIGINT)
			time.Sleep(900 * time.Millisecond)
			if rest == "" {
				go io.Copy(io.Discard, c)
				wantError(t, r.wait(time.Second, 1600*time.Millisecond), ErrCut, "requests cut after 1", "what came when its connection was being closed")
				return
			}
			io.WriteString(c, rest)
			if resp, err := http.ReadResponse(in, nil); err != nil || !resp.Close {
				t.Error(resp, err)
			}
			wantNil(t, r.wait(900*time.Millisecond, 1500*time.Millisecond))
		})
	}
}

// An answer to a request from before the stop may not say that the client is to
// leave. What the client sends at once on the same connection is served, and told.
func TestNextRequestAfterAnUntoldAnswer(t *testing.T) {
	const request = "GET / HTTP/1.1\r\nHost: main\r\n\r\n"
	bubble(t, nil, func(t *testing.T, r *rig) {
		answer := make(chan struct{})
		r.app.Servers[0].Handler = http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			io.WriteString(w, "a")
			http.NewResponseController(w).Flush()
			<-answer
		})
		r.run(t.Context())
		c := r.dial(request)
		in := bufio.NewReader(c)
		if resp, err := http.ReadResponse(in, nil); err != nil || resp.Close {
			t.Fatal(resp, err)
		}
		close(answer)
		r.signal(syscall.SIGINT)
		for range len("1\r\na\r\n0\r\n\r\n") {
			in.ReadByte()
		}
		go io.WriteString(c, request)
		if resp, err := http.ReadResponse(in, nil); err != nil || !resp.Close {
			t.Error(resp, err)
		}
		go io.Copy(io.Discard, in)
		wantNil(t, r.wait(0, 600*time.Millisecond))
	})
}

// net/http is shut down as soon as each client with a request under way has been told
// to leave, and otherwise after a second: another request may follow.
func TestToldClientsAreNotAwaited(t *testing.T) {
	for before, want := range map[bool]time.Duration{false: time.Second, true: 2 * time.Second} {
		bubble(t, takes(5*time.Second), func(t *testing.T, r *rig) {
			r.app.Delay, r.app.FixedDelay = time.Second, true
			begins := make(chan time.Duration, 1)
			r.app.Servers[0].RegisterOnShutdown(func() { begins <- time.Since(r.start) })
			r.run(t.Context())
			var req <-chan error
			if before {
				req = r.begin("/")
			}
			r.signal(syscall.SIGTERM)
			if !before {
				req = r.begin("/")
			}
			wantNil(t, <-req)
			wantNil(t, <-r.result)
			if shut := <-begins; shut < want || shut > want+100*time.Millisecond {
				t.Errorf("begun before the stop %v: shut down after %v, want %v", before, shut, want)
			}
		})
	}
}

func TestHandshakeUnderWay(t *testing.T) {
	bubble(t, ok, func(t *testing.T, r *rig) {
		r.app.Servers[0].TLSConfig = selfSigned(t)
		r.run(t.Context())
		c := r.dial("\x16\x03\x01\x02") // a ClientHello is a record of the handshake
		go io.Copy(io.Discard, c)
		r.signal(syscall.SIGINT)
		wantNil(t, r.wait(5*time.Second, 5600*time.Millisecond)) // ReadHeaderTimeout
	})
}

// A connection of HTTP/2 without TLS that is idle leaves when it is told to.
func TestIdleH2C(t *testing.T) {
	bubble(t, takes(3*time.Second), func(t *testing.T, r *rig) {
		var protocols http.Protocols
		protocols.SetUnencryptedHTTP2(true)
		r.app.Servers[0].Protocols = &protocols
		r.run(t.Context())
		client := r.client()
		client.Transport.(*http.Transport).Protocols = &protocols
		for range 2 {
			resp, err := client.Get("http://main/")
			if err != nil || resp.ProtoMajor != 2 {
				t.Fatal(resp, err)
			}
			resp.Body.Close()
		}
		r.signal(syscall.SIGINT)
		wantNil(t, r.wait(0, 2*time.Second)) // net/http gives a second
	})
}
