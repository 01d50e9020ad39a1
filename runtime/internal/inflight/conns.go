package inflight

import (
	"crypto/tls"
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
	t        *Tracker
	raw      net.Conn // as the inner listener returned it
	key      net.Conn // as ours did
	accepted time.Duration
	state    atomic.Int32 // an http.ConnState
	heard    atomic.Bool  // bytes have come since it was new or idle
	given    atomic.Bool  // up, by Settled
	ended    atomic.Bool  // was hijacked, and closed
	lost     atomic.Bool  // is counted in dropped
	http1    atomic.Bool
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
	c := &conn{t: l.t, raw: raw, accepted: l.t.now()} // in StateNew
	switch inner := raw.(type) {
	case *net.TCPConn:
		c.key = &tcpConn{inner, c}
	case *net.UnixConn:
		c.key = &unixConn{inner, c}
	default:
		c.key = raw
		if reflect.TypeOf(raw).NumMethod() == reflect.TypeFor[net.Conn]().NumMethod() {
			c.key = &plainConn{raw, c}
		}
	}
	l.t.conns.Store(c.key, c)
	return c.key, nil
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
	plainConn struct {
		net.Conn
		c *conn
	}
)

func (w *tcpConn) Read(b []byte) (int, error)   { return w.c.read(w.TCPConn.Read(b)) }
func (w *unixConn) Read(b []byte) (int, error)  { return w.c.read(w.UnixConn.Read(b)) }
func (w *plainConn) Read(b []byte) (int, error) { return w.c.read(w.Conn.Read(b)) }
func (w *tcpConn) Close() error                 { w.c.closed(); return w.TCPConn.Close() }
func (w *unixConn) Close() error                { w.c.closed(); return w.UnixConn.Close() }
func (w *plainConn) Close() error               { w.c.closed(); return w.Conn.Close() }

func (c *conn) read(n int, err error) (int, error) {
	if n > 0 && !c.heard.Load() {
		c.heard.Store(true)
	}
	return n, err
}

// closed is called when this side closes c.
func (c *conn) closed() {
	if c.in(http.StateHijacked) { // of all others net/http tells the end
		c.ended.Store(true)
		c.prune()
	}
}

func (c *conn) in(state http.ConnState) bool { return http.ConnState(c.state.Load()) == state }

// beginsNext reports whether c, which has served a request, has begun to bring the
// next. HTTP/2 is heard all the time, and tells its clients what it did not do.
func (c *conn) beginsNext() bool { return c.in(http.StateIdle) && c.http1.Load() && c.heard.Load() }

// lose counts a request that net/http has read, if only in part, and dropped.
func (c *conn) lose() {
	if !c.lost.Swap(true) {
		c.t.dropped.Add(1)
	}
}

// prune forgets a hijacked connection that has ended, and its handler too.
func (c *conn) prune() {
	if running, _ := c.at(); len(running) == 0 && c.ended.Load() {
		c.t.conns.Delete(c.key)
	}
}

// watched reports whether read and closed are called.
func (c *conn) watched() bool { return c.key != c.raw }

// silent reports whether nothing has come on c, which is new. What came while the
// process was not scheduled has been read by the third look.
func (c *conn) silent() bool { return c.watched() && !c.heard.Load() && c.looks.Load() > 2 }

// find returns what is known of a connection, or nil if it is none of t's.
func (t *Tracker) find(raw net.Conn) *conn {
	below := raw
	if c, ok := raw.(*tls.Conn); ok {
		below = c.NetConn()
	}
	if c := watchedConn(below); c != nil {
		return c
	}
	for _, key := range []net.Conn{raw, below} { // the listener's may be one of TLS already
		if c, ok := t.conns.Load(key); ok {
			return c.(*conn)
		}
	}
	return nil
}

func watchedConn(raw net.Conn) *conn {
	switch w := raw.(type) {
	case *tcpConn:
		return w.c
	case *unixConn:
		return w.c
	case *plainConn:
		return w.c
	}
	return nil
}

// bare returns raw as its listener returned it, for hooks that want its type.
func bare(raw net.Conn) net.Conn {
	if c := watchedConn(raw); c != nil {
		return c.raw
	}
	return raw
}

func (c *conn) changed(state http.ConnState) {
	old := http.ConnState(c.state.Swap(int32(state)))
	switch state {
	case http.StateIdle:
		c.heard.Store(false)
	case http.StateClosed:
		c.t.conns.Delete(c.key)
		if old == http.StateActive && (c.t.closing.Load() || c.given.Load()) {
			c.lose()
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
		switch http.ConnState(c.state.Load()) {
		case http.StateNew:
			settled = false
			if c.looks.Add(1); c.silent() && now-c.accepted >= Patience && !c.given.Swap(true) {
				c.raw.Close()
			}
		case http.StateActive:
			settled = false
		case http.StateIdle:
			if c.looks.Add(1) < 3 || c.beginsNext() && now-t.settling < Patience {
				settled = false
			}
		}
	})
	return settled
}

// Shut says that the servers are about to be shut down, which closes what is idle.
func (t *Tracker) Shut() {
	t.closing.Store(true)
	t.each(func(c *conn) {
		if c.beginsNext() {
			c.lose()
		}
	})
}

// Dropped returns how many requests net/http has read, and then dropped because
// it was shutting down.
func (t *Tracker) Dropped() int64 { return t.dropped.Load() }

// Left returns all that has not ended: requests, answers that are not out yet,
// hijacked connections, and connections whose request has not come yet.
func (t *Tracker) Left() (list []*Entry) {
	add := func(requests ...request) {
		for _, r := range requests {
			if !r.h2c { // such a connection may be idle; Forgotten sees its requests
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
		case state == handled || state == http.StateHijacked && c.watched() && !c.ended.Load():
			add(last) // its handler has returned, and this is not over
		case state == http.StateNew && c.silent():
		case state == http.StateNew || state == http.StateActive:
			list = append(list, &Entry{"connection from " + c.raw.RemoteAddr().String(), t.epoch.Add(c.accepted)})
		}
	})
	return list
}

// Cut closes every connection.
func (t *Tracker) Cut() {
	t.each(func(c *conn) {
		c.closed()
		go c.raw.Close() // one of TLS may wait for the client
	})
}
