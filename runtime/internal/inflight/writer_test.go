package inflight

import (
	"bufio"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"reflect"
	"strings"
	"testing"
	"time"
)

// serve starts a server over real sockets, tracked or not.
func serve(t *testing.T, tracked bool, h http.Handler, secure, http2 bool) *httptest.Server {
	t.Helper()
	srv := httptest.NewUnstartedServer(h)
	if tracked {
		srv.Listener = Track(srv.Config, t.Context(), staying).watch(srv.Listener)
	}
	srv.EnableHTTP2 = http2
	if secure {
		srv.StartTLS()
	} else {
		srv.Start()
	}
	t.Cleanup(srv.Close)
	return srv
}

// A handler is given the very writer of net/http, and all that can be asked of it
// answers as without a Tracker.
func TestWriterIsNetHTTPs(t *testing.T) {
	got := make(chan []string, 1)
	ask := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		answers := []string{reflect.TypeOf(w).String()}
		note := func(name string, v any) { answers = append(answers, fmt.Sprint(name, " ", v)) }
		has := func(name string, ok bool) { note(name, ok) }
		_, ok := w.(http.Flusher)
		has("Flusher", ok)
		_, ok = w.(interface{ FlushError() error })
		has("FlushError", ok)
		_, ok = w.(http.Hijacker)
		has("Hijacker", ok)
		_, ok = w.(http.Pusher)
		has("Pusher", ok)
		_, ok = w.(http.CloseNotifier) //lint:ignore SA1019 deprecated, and still asserted by web frameworks
		has("CloseNotifier", ok)
		_, ok = w.(io.ReaderFrom)
		has("ReaderFrom", ok)
		_, ok = w.(io.StringWriter)
		has("StringWriter", ok)
		_, ok = w.(interface{ Unwrap() http.ResponseWriter })
		has("Unwrap", ok)
		rc := http.NewResponseController(w)
		note("full duplex", rc.EnableFullDuplex())
		note("read deadline", rc.SetReadDeadline(time.Now().Add(time.Minute)))
		note("write deadline", rc.SetWriteDeadline(time.Now().Add(-time.Second)))
		n, err := io.WriteString(w, strings.Repeat("x", 1<<16))
		note("written", n < 1<<16 || err != nil)
		note("flush fails", rc.Flush() != nil)
		c, _, err := rc.Hijack()
		note("hijack", errors.Is(err, http.ErrNotSupported))
		if c != nil {
			c.Close()
		}
		got <- answers
	})
	for name, way := range map[string]struct{ secure, http2 bool }{"HTTP/1.1": {}, "TLS": {true, false}, "HTTP/2": {true, true}} {
		t.Run(name, func(t *testing.T) {
			var all [2][]string
			for i := range all {
				srv := serve(t, i == 1, ask, way.secure, way.http2)
				req, err := http.NewRequestWithContext(t.Context(), "POST", srv.URL, strings.NewReader("body"))
				if err != nil {
					t.Fatal(err)
				}
				if resp, err := srv.Client().Do(req); err == nil { // the answer is spoilt on purpose
					resp.Body.Close()
				}
				all[i] = <-got
				srv.Close()
			}
			if len(all[0]) == 0 || !reflect.DeepEqual(all[0], all[1]) {
				t.Errorf("without: %q\nwith:    %q", all[0], all[1])
			}
		})
	}
}

// http.MaxBytesReader has the connection closed by a method that only net/http can
// have. A client that goes on sending sees the answer, and the end, at once.
func TestMaxBytesReaderCloses(t *testing.T) {
	h := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if _, err := io.Copy(io.Discard, http.MaxBytesReader(w, r.Body, 10)); err != nil {
			http.Error(w, err.Error(), http.StatusRequestEntityTooLarge)
		}
	})
	for _, secure := range []bool{false, true} {
		srv := serve(t, true, h, secure, false)
		dialer := &net.Dialer{}
		dial := dialer.DialContext
		if secure {
			dial = (&tls.Dialer{Config: &tls.Config{InsecureSkipVerify: true}}).DialContext
		}
		ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
		defer cancel()
		c, err := dial(ctx, "tcp", srv.Listener.Addr().String())
		if err != nil {
			t.Fatal(err)
		}
		defer c.Close()
		c.SetDeadline(time.Now().Add(20 * time.Second))
		fmt.Fprintf(c, "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 100000\r\n\r\n%s", strings.Repeat("x", 1000))
		resp, err := http.ReadResponse(bufio.NewReader(c), nil) // 99,000 bytes are still awaited
		if err != nil || resp.StatusCode != http.StatusRequestEntityTooLarge || !resp.Close {
			t.Error("TLS", secure, resp, err)
		}
	}
}

// The hooks of the user get the connection that the listener returned.
func TestHooksGetBareConnections(t *testing.T) {
	srv := httptest.NewUnstartedServer(ok)
	types := make(chan string, 10)
	srv.Config.ConnContext = func(ctx context.Context, c net.Conn) context.Context {
		types <- fmt.Sprintf("%T", c)
		return ctx
	}
	srv.Config.ConnState = func(c net.Conn, _ http.ConnState) { types <- fmt.Sprintf("%T", c) }
	srv.Listener = Track(srv.Config, t.Context(), staying).watch(srv.Listener)
	srv.Start()
	if resp, err := srv.Client().Get(srv.URL); err != nil {
		t.Error(err)
	} else {
		resp.Body.Close()
	}
	srv.Close()
	for len(types) > 0 {
		if got := <-types; got != "*net.TCPConn" {
			t.Error(got)
		}
	}
}
