// Package inflight knows what is under way in an HTTP server: requests, answers
// that are not out yet, hijacked connections, connections whose request has not
// come yet, and handlers that net/http has given up on. It makes of an http.Server
// one whose Shutdown waits for all that, and names what it did not wait for. It has
// no part in the order in which things stop.
package inflight

import (
	"cmp"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"net/http"
	"runtime/pprof"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// ErrCut is in the error of Shutdown when something was cut.
var ErrCut = errors.New("cut")

// A Tracker is an http.Server, and what is known of its requests and connections.
//
// No two requests of different connections meet at a lock, and none allocates.
type Tracker struct {
	srv     *http.Server
	arrives func(*http.Request) (time.Time, bool)
	conns   sync.Map // net.Conn, as the listener returned it, to *conn
	stray   conn     // of the requests that came some other way
	shut    atomic.Bool
	dropped atomic.Bool // net/http has read a request, if only in part, and dropped it
}

// Track makes a Tracker of srv, whose own hooks are still called. The contexts of
// its requests end with base, and so do its connections. It calls arrives for each
// request, to be told the time, and whether the client is to leave.
func Track(srv *http.Server, base context.Context, arrives func(*http.Request) (at time.Time, leaving bool)) *Tracker {
	t := &Tracker{srv: srv, arrives: arrives}
	context.AfterFunc(base, func() { t.each(func(c *conn) { go c.Close() }) }) // one of TLS may wait for the client
	t.stray.now.Store(uint32(http.StateIdle))
	srv.Handler = t.track(cmp.Or[http.Handler](srv.Handler, http.DefaultServeMux))
	baseContext, connContext, connState := srv.BaseContext, srv.ConnContext, srv.ConnState
	srv.BaseContext = func(l net.Listener) context.Context {
		if baseContext == nil {
			return base
		}
		ctx, cancel := context.WithCancel(baseContext(l))
		context.AfterFunc(base, cancel)
		return ctx
	}
	srv.ConnContext = func(ctx context.Context, raw net.Conn) context.Context {
		if connContext != nil {
			ctx = connContext(ctx, t.bare(raw))
		}
		return context.WithValue(ctx, connKey, t.find(raw))
	}
	srv.ConnState = func(raw net.Conn, state http.ConnState) {
		if c := t.find(raw); c != nil {
			c.changed(state)
		}
		if connState != nil {
			connState(t.bare(raw), state)
		}
	}
	return t
}

// Secure reports whether srv is one of TLS: it has certificates.
func Secure(srv *http.Server) bool {
	c := srv.TLSConfig
	return c != nil && (len(c.Certificates) > 0 || c.GetCertificate != nil || c.GetConfigForClient != nil)
}

// Serve serves l.
func (t *Tracker) Serve(l net.Listener) error {
	if Secure(t.srv) {
		return t.srv.ServeTLS(listener{l, t}, "", "")
	}
	return t.srv.Serve(listener{l, t})
}

// Shutdown shuts the server down, whose listener has been closed and is served no
// longer. It waits until nothing is left, or ctx ends, and then names what is.
func (t *Tracker) Shutdown(ctx context.Context) error {
	begin := time.Now()
	Until(ctx, func() bool {
		settled := true
		t.each(func(c *conn) { settled = c.settled(begin) && settled })
		return settled
	})
	t.shut.Store(true)  // and what is read now will be dropped
	t.srv.Shutdown(ctx) // its error would say less than what follows
	var left []Entry
	Until(ctx, func() bool { left = t.Left(); return len(left) == 0 })
	if t.dropped.Load() {
		left = append(left, Entry{Name: "what came when its connection was being closed", Since: begin})
	}
	if len(left) == 0 {
		return nil
	}
	return fmt.Errorf("requests %w after %v (%d): %s", ErrCut, time.Since(begin).Round(10*time.Millisecond), len(left), Names(left))
}

// Left returns all that has not ended: requests, answers that are not out yet,
// hijacked connections, and connections whose request has not come yet.
func (t *Tracker) Left() []Entry {
	list := t.stray.left()
	t.each(func(c *conn) { list = append(list, c.left()...) })
	return list
}

func (t *Tracker) each(f func(*conn)) {
	t.conns.Range(func(_, c any) bool { f(c.(*conn)); return true })
}

// find returns what is known of a connection, or nil if it is none of t's.
func (t *Tracker) find(raw net.Conn) *conn {
	switch w := raw.(type) {
	case *tcpConn:
		return w.c
	case *unixConn:
		return w.c
	case *plainConn:
		return w.conn
	case *tls.Conn:
		if c := t.find(w.NetConn()); c != nil {
			return c
		}
	}
	c, _ := t.conns.Load(raw) // one with methods of its own
	found, _ := c.(*conn)
	return found
}

// bare returns raw as its listener returned it, for hooks that want its type.
func (t *Tracker) bare(raw net.Conn) net.Conn {
	if c := t.find(raw); c != nil && c.key == raw {
		return c.Conn
	}
	return raw
}

// track counts the requests that next serves, and tells the clients to leave once
// the stop has begun.
//
// The writer is handed on as it is, for net/http asks it for methods that no other
// package can write (http.MaxBytesReader does, to have the connection closed). The
// price: an answer to a request from before the stop, whose header is written before
// Shutdown, does not tell the client; the next one on its connection does, and
// Shutdown waits for that a little. The request is handed on, too: a copy with another
// context would keep net/http from removing the temporary files of its multipart form.
func (t *Tracker) track(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		c, _ := r.Context().Value(connKey).(*conn)
		if c == nil {
			c = &t.stray
		}
		at, leaving := t.arrives(r)
		defer c.exit(c.enter(r, at))
		if leaving && slices.Contains([]string{"", "h2c"}, r.Header.Get("Upgrade")) { // 101 needs its Connection field, and is no answer of net/http's to h2c
			c.told.Store(true)
			w.Header().Set("Connection", "close") // on HTTP/2 this sends GOAWAY for the whole connection
		}
		next.ServeHTTP(w, r)
	})
}

// An Entry is something under way that must be named if it is cut.
type Entry struct {
	Kind, Name string // of a request its method and path
	Since      time.Time
}

// Names lists what has been under way for longest.
func Names(list []Entry) string {
	slices.SortFunc(list, func(a, b Entry) int { return a.Since.Compare(b.Since) })
	var names []string
	for _, e := range list[:min(len(list), 20)] { // it must fit into a log line
		names = append(names, fmt.Sprintf("%s (%v)", strings.TrimSpace(e.Kind+" "+e.Name), time.Since(e.Since).Round(10*time.Millisecond)))
	}
	return strings.Join(names, ", ")
}

// h2cHandler is the frame in which golang.org/x/net/http2/h2c runs a handler. All
// that a Tracker sees of its connections is one request, which never ends.
const h2cHandler = "golang.org/x/net/http2.(*serverConn).runHandler("

// Forgotten names the functions in goroutines that net/http started and does not
// wait for: handlers abandoned by http.TimeoutHandler, and functions given to
// RegisterOnShutdown. So are the handlers of an h2c connection that was hijacked.
//
// Nothing but its stack betrays such a goroutine: TimeoutHandler's own handler
// has returned, and neither its context nor its writer hears of the end. So this
// stops the world for a moment, and is called only when the servers are quiet.
func Forgotten() []string {
	var all strings.Builder
	pprof.Lookup("goroutine").WriteTo(&all, 2) // a Builder does not fail
	return forgotten(all.String())
}

func forgotten(stacks string) (names []string) {
	for stack := range strings.SplitSeq(stacks, "\n\n") {
		frames, creator, _ := strings.Cut(stack, "\ncreated by ")
		if !strings.HasPrefix(creator, "net/http.(*timeoutHandler).ServeHTTP in ") &&
			!strings.HasPrefix(creator, "net/http.(*Server).Shutdown in ") &&
			!strings.Contains(frames, h2cHandler) {
			continue
		}
		name := ""
		for line := range strings.SplitSeq(frames, "\n") { // "main.handle(0xc0)", "\tmain.go:7", ...
			i := strings.LastIndexByte(line, '(')
			if i > 0 && line[0] != '\t' && !strings.HasPrefix(line, "net/http.") && !strings.HasPrefix(line, "runtime.") && !strings.HasPrefix(line, h2cHandler) {
				name = line[:i] // the outermost that is not net/http's adapter
			}
		}
		if name != "" { // or it is HTTP/2's own shutdown function
			names = append(names, name)
		}
	}
	return names
}

// Until asks cond until it is true, or ctx has ended, and once at least. It asks
// again and again, because nobody tells when a hijacked connection closes or an
// abandoned handler returns.
func Until(ctx context.Context, cond func() bool) {
	for wait := time.Millisecond; !cond() && ctx.Err() == nil; wait = min(2*wait, 50*time.Millisecond) {
		select {
		case <-ctx.Done(): // and then cond is asked once more
		case <-time.After(wait):
		}
	}
}
