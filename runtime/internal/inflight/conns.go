package inflight

import (
	"crypto/tls"
	"math"
	"net"
	"net/http"
	"reflect"
	"sync"
	"sync/atomic"
	"time"
)

// Patience is for a connection on which nothing has come when the listeners
// close. net/http drops a request that it reads once Shutdown was called, so that
// Shutdown has to wait for it; and a silent client (a browser's spare connection,
// a health check by TCP) it gives five seconds, in each stop.
const Patience = time.Second

// handled is the state of a connection whose request has reached its handler;
// net/http itself says no more than StateActive, which comes a little earlier.
const handled http.ConnState = -1

// A conn is a connection of any of the servers, with what net/http does not tell.
type conn struct {
	net.Conn // as the inner listener returned it
	t        *Tracker
	key      net.Conn // as ours did
	watched  bool     // heard and ended tell the truth
	accepted time.Duration
	state    atomic.Int32 // an http.ConnState
	http1    atomic.Bool  // has brought a request of HTTP/1
	told     atomic.Bool  // the client has been, to leave
	heard    atomic.Bool  // bytes have come since it was new or idle
	ended    atomic.Bool  // was closed by this side
	looks    atomic.Int32 // of Settled

	mu      sync.Mutex // guards all that follows; only requests of the same connection meet here
	count   int
	running []request
}

type connKey struct{}

// Watch returns l with connections that tell t of their first bytes and of their
// end. They embed the *net.TCPConn or *net.UnixConn, and so have all its methods.
// A connection with methods of its own is left as it is, for whoever hijacks it
// may want them; it never counts as silent, nor as hijacked when its handler has
// returned.
func (t *Tracker) Watch(l net.Listener) net.Listener { return listener{l, t} }

type listener struct {
	net.Listener
	t *Tracker
}

func (l listener) Accept() (net.Conn, error) {
	raw, err := l.Listener.Accept()
	if err != nil {
		return nil, err
	}
	c := &conn{Conn: raw, t: l.t, watched: true, accepted: l.t.now()} // in StateNew
	switch inner := raw.(type) {
	case *net.TCPConn:
		raw = &tcpConn{inner, c}
	case *net.UnixConn:
		raw = &unixConn{inner, c}
	default:
		typ := reflect.TypeOf(raw)
		c.watched = typ.NumMethod() == reflect.TypeFor[net.Conn]().NumMethod() || !typ.Comparable() // then it is no key
		if c.watched {
			raw = &plainConn{c}
		}
	}
	c.key = raw
	l.t.conns.Store(raw, c)
	return raw, nil
}

type (
	tcpConn struct {
		*net.TCPConn
		c *conn
	}
	unixConn struct {
		*net.UnixConn
		c *conn
	}
	plainConn struct{ *conn }
)

func (w *tcpConn) Read(b []byte) (int, error)  { return w.c.Read(b) }
func (w *unixConn) Read(b []byte) (int, error) { return w.c.Read(b) }
func (w *tcpConn) Close() error                { return w.c.Close() }
func (w *unixConn) Close() error               { return w.c.Close() }

func (c *conn) Read(b []byte) (int, error) {
	n, err := c.Conn.Read(b)
	if n > 0 && !c.heard.Load() {
		c.heard.Store(true)
	}
	return n, err
}

func (c *conn) Close() error {
	c.ended.Store(true)
	c.forget()
	return c.Conn.Close()
}

// forget forgets a connection that was hijacked, closed, and left by its handler;
// of all others net/http tells the end.
func (c *conn) forget() {
	if running, _ := c.at(); c.in(http.StateHijacked) && len(running) == 0 && c.ended.Load() {
		c.t.conns.Delete(c.key)
	}
}

func (c *conn) in(state http.ConnState) bool { return http.ConnState(c.state.Load()) == state }

// silent reports whether nothing has come on c, which is new. What came while the
// process was not scheduled has been read by the third look.
func (c *conn) silent() bool { return c.watched && !c.heard.Load() && c.looks.Load() > 2 }

// beginsNext reports whether c, which has served a request, has begun to bring the
// next. HTTP/2 is heard all the time, and tells its clients what it did not do.
func (c *conn) beginsNext() bool { return c.in(http.StateIdle) && c.http1.Load() && c.heard.Load() }

// find returns what is known of a connection, or nil if it is none of t's.
func (t *Tracker) find(raw net.Conn) *conn {
	below := raw
	if c, ok := raw.(*tls.Conn); ok {
		below = c.NetConn()
	}
	switch w := below.(type) {
	case *tcpConn:
		return w.c
	case *unixConn:
		return w.c
	case *plainConn:
		return w.conn
	}
	for _, key := range []net.Conn{raw, below} { // one with methods of its own
		if c, ok := t.conns.Load(key); ok {
			return c.(*conn)
		}
	}
	return nil
}

// bare returns raw as its listener returned it, for hooks that want its type.
func (t *Tracker) bare(raw net.Conn) net.Conn {
	if c := t.find(raw); c != nil && c.key == raw {
		return c.Conn
	}
	return raw
}

func (c *conn) changed(state http.ConnState) {
	old := http.ConnState(c.state.Swap(int32(state)))
	switch state {
	case http.StateIdle:
		c.heard.Store(false)
		if c.looks.Load() > 0 { // to store would cost as much as a lock
			c.looks.Store(0)
		}
	case http.StateClosed:
		c.t.conns.Delete(c.key)
		if old == http.StateActive && (c.t.shut.Load() || c.looks.Load() < 0) {
			c.t.Dropped.Store(true) // net/http had read its request
		}
	}
}

func (t *Tracker) each(f func(*conn)) {
	t.conns.Range(func(_, c any) bool { f(c.(*conn)); return true })
}

// Settled reports whether each accepted connection has brought its request to a
// handler. It closes those on which nothing has come in time; where something has
// come it is for the server's ReadHeaderTimeout to say how long that may take. It
// is of use when the listeners have been closed, and is called until it is true.
func (t *Tracker) Settled() bool {
	settled, now := true, t.now()
	if t.settling == 0 {
		t.settling = now
	}
	t.each(func(c *conn) {
		looks := c.looks.Add(1)
		switch http.ConnState(c.state.Load()) {
		case http.StateNew:
			settled = false
			if c.silent() && now-c.accepted >= Patience {
				c.looks.Store(math.MinInt32) // given up
				c.Conn.Close()
			}
		case http.StateActive:
			settled = false
		case handled:
			// The answer may not tell the client to leave, and the next request follow.
			if c.http1.Load() && !c.told.Load() && now-t.settling < Patience {
				settled = false
			}
		case http.StateIdle:
			if looks < 3 || c.beginsNext() && now-t.settling < Patience {
				settled = false
			}
		}
	})
	return settled
}

// Shut says that the servers are about to be shut down, which closes what is idle.
func (t *Tracker) Shut() {
	t.shut.Store(true)
	t.each(func(c *conn) {
		if c.beginsNext() {
			t.Dropped.Store(true)
		}
	})
}

// Left returns all that has not ended: requests, answers that are not out yet,
// hijacked connections, and connections whose request has not come yet.
func (t *Tracker) Left() (list []*Entry) {
	add := func(requests ...request) {
		for _, r := range requests {
			if r.method != h2c {
				list = append(list, &Entry{r.method + " " + r.path, t.epoch.Add(r.since)})
			}
		}
	}
	running, _ := t.stray.at()
	add(running...)
	t.each(func(c *conn) {
		running, last := c.at()
		switch state := http.ConnState(c.state.Load()); {
		case len(running) > 0:
			add(running...)
		case state == handled || state == http.StateHijacked && c.watched && !c.ended.Load():
			add(last) // its handler has returned, and this is not over
		case state == http.StateNew && !c.silent() || state == http.StateActive:
			list = append(list, &Entry{"connection from " + c.RemoteAddr().String(), t.epoch.Add(c.accepted)})
		}
	})
	return list
}

// Cut closes every connection.
func (t *Tracker) Cut() {
	t.each(func(c *conn) { go c.Close() }) // one of TLS may wait for the client
}
