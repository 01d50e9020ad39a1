package inflight

import (
	"net"
	"net/http"
	"reflect"
	"slices"
	"sync"
	"sync/atomic"
	"time"
)

// Patience is for a connection on which nothing has come when the listeners
// close. net/http drops a request that it reads once Shutdown was called, so that
// Shutdown has to wait for it; and a silent client (a browser's spare connection,
// a health check by TCP) it gives five seconds, in each stop.
const Patience = time.Second

// h2c is the method of what begins a whole HTTP/2 connection, and not a request, to
// golang.org/x/net/http2/h2c. It may be idle; Forgotten sees its requests.
const h2c = "PRI"

// A conn is a connection of the server, with what net/http does not tell.
type conn struct {
	net.Conn // as the inner listener returned it
	t        *Tracker
	key      net.Conn // as ours did
	watched  bool     // its first bytes and its end are seen
	accepted time.Time
	now      atomic.Uint32 // an http.ConnState, the silence while it was new or idle, and how often it has changed
	http1    atomic.Bool   // has brought a request of HTTP/1
	told     atomic.Bool   // the client has been, to leave

	mu       sync.Mutex // guards all that follows; only requests of the same connection meet here
	requests []*request
	last     *request // that was begun
	handled  uint32   // what now was then
}

// What the word now consists of, in which each change of a request is a single store:
// they are what it costs.
const state, silence, change = 1<<8 - 1, 3 << 8, 1 << 10

// A silence that is to end, one that is looked at for the last time, and one that is none.
const ending, looking, heard = 1 << 8, 2 << 8, 3 << 8

// A request is an Entry that is used again for the next one. It is over when it has
// ended as often as it was begun.
type request struct {
	Entry
	begun uint32
	ended atomic.Uint32
}

func (q *request) over() bool { return q.ended.Load() == q.begun }

var connKey = new(int) // pointers are compared fast

// A listener returns connections that tell t of their first bytes and of their
// end. They embed the *net.TCPConn or *net.UnixConn, and so have all its methods.
// A connection with methods of its own is left as it is, for whoever hijacks it
// may want them; it never counts as silent, nor as hijacked when its handler has
// returned.
type listener struct {
	net.Listener
	t *Tracker
}

func (l listener) Accept() (net.Conn, error) {
	raw, err := l.Listener.Accept()
	if err != nil {
		return nil, err
	}
	c := &conn{Conn: raw, t: l.t, watched: true, accepted: time.Now()} // in StateNew
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

// Read reads what has come. When end has given c up it looks a last time.
func (c *conn) Read(b []byte) (int, error) {
	n, err := c.Conn.Read(b)
	if now := c.now.Load(); n == 0 && now&silence == ending && c.now.CompareAndSwap(now, now^ending|looking) {
		c.readBy(10 * time.Millisecond)
		n, err = c.Conn.Read(b)
	}
	if n > 0 && (c.in(http.StateNew) || c.in(http.StateIdle)) && c.now.Load()&silence != heard && c.now.Or(heard)&silence != 0 {
		c.readBy(max(c.t.srv.ReadHeaderTimeout, c.t.srv.ReadTimeout, 5*time.Second))
	}
	return n, err
}

// readBy sets a deadline, after the one that end may be about to set.
func (c *conn) readBy(d time.Duration) {
	c.locked(func() { c.Conn.SetReadDeadline(time.Now().Add(d)) })
}

// end has net/http close c, unless something comes: what it reads before is served,
// for Shutdown has not been called yet. To be asked again until c is closed: a request
// may be about to be taken from net/http's buffer, or another deadline to be set.
func (c *conn) end() (err error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	now := c.now.Load()
	if !c.now.CompareAndSwap(now&^silence, now|ending) && now&silence == ending { // since the last time
		err = c.Conn.SetReadDeadline(time.Unix(1, 0))
	}
	return err
}

func (c *conn) Close() error {
	c.forget()
	return c.Conn.Close()
}

func (c *conn) locked(f func()) { c.mu.Lock(); defer c.mu.Unlock(); f() }

func (c *conn) in(s http.ConnState) bool { return c.now.Load()&state == uint32(s) }

// handles reports whether a handler was given the request of c. net/http itself says no
// more than StateActive, which comes a little earlier.
func (c *conn) handles() (yes bool) {
	c.locked(func() { yes = c.in(http.StateActive) && (c.now.Load()^c.handled)&^silence == 0 })
	return yes
}

func (c *conn) changed(to http.ConnState) {
	if to == http.StateClosed || to == http.StateHijacked && !c.watched {
		c.forget()
		return
	}
	c.now.Store(c.now.Load()&^(change-1) + change + uint32(to))
}

// forget forgets c, of which nobody will tell more, once its handlers have returned:
// they may outlive it. What was read of it, and is closed because of Shutdown, is lost.
func (c *conn) forget() {
	c.t.dropped.CompareAndSwap(false, c.t.shut.Load() && (c.in(http.StateActive) && !c.handles() || c.in(http.StateIdle) && c.beginsNext()))
	c.now.Store(uint32(http.StateClosed)) // before it may be shut: what has closed by itself is not lost
	if len(c.left()) == 0 {
		c.t.conns.Delete(c.key)
	}
}

// enter notes that a handler is given r, and exit that it has returned.
func (c *conn) enter(r *http.Request, at time.Time) *request {
	if r.ProtoMajor == 1 && !c.http1.Load() { // to store would cost as much as a lock
		c.http1.Store(true)
	}
	c.mu.Lock()
	q := c.last
	if q == nil || !q.over() { // several at the same time
		q = new(request)
		c.requests, c.last = append(slices.DeleteFunc(c.requests, (*request).over), q), q
	}
	q.Entry = Entry{r.Method, r.URL.Path, at}
	q.begun++
	c.handled = c.now.Load()
	c.mu.Unlock()
	return q
}

func (c *conn) exit(q *request) {
	q.ended.Add(1)
	if c.in(http.StateClosed) {
		c.forget()
	}
}

// silent reports whether nothing has come on c, which is new.
func (c *conn) silent() bool { return c.watched && c.now.Load()&silence != heard }

// beginsNext reports whether c, which is idle, has begun to bring the next request.
// HTTP/2 is heard all the time, and tells its clients what it did not do.
func (c *conn) beginsNext() bool { return c.http1.Load() && c.now.Load()&silence == heard }

// settled reports whether c has brought its request to a handler, or is closed because
// nothing has come in time. Where something has come it is for the server's
// ReadHeaderTimeout to say how long that may take. It is asked since begin, when the
// listener had been closed, until it is true of each.
func (c *conn) settled(begin time.Time) bool {
	patient := time.Since(begin) < Patience
	switch http.ConnState(c.now.Load() & state) {
	case http.StateNew:
		return c.silent() && time.Since(c.accepted) >= Patience && c.end() != nil
	case http.StateActive: // and the answer may not tell the client to leave, and the next request follow
		return c.handles() && (!patient || !c.http1.Load() || c.told.Load())
	case http.StateIdle:
		return !c.watched || !c.http1.Load() || !patient && c.beginsNext() || c.end() != nil
	}
	return true
}

// left returns what has not ended of c.
func (c *conn) left() (list []Entry) {
	handles := c.handles()
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, q := range c.requests {
		if !q.over() && q.Kind != h2c {
			list = append(list, q.Entry)
		}
	}
	switch {
	case len(list) > 0 || c.in(http.StateClosed):
	case (handles || c.in(http.StateHijacked)) && c.last.Kind != h2c:
		list = append(list, c.last.Entry) // its handler has returned, and this is not over
	case c.in(http.StateNew) && !(c.silent() && time.Since(c.accepted) > 10*time.Millisecond) || c.in(http.StateActive): // until then it may not have been read
		list = append(list, Entry{Kind: "connection from", Name: c.RemoteAddr().String(), Since: c.accepted})
	}
	return list
}
