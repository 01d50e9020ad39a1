package inflight

import (
	"net/http"
	"slices"
	"strings"
	"time"
)

// A request is one that a handler has been given.
type request struct {
	id           int // within its connection
	method, path string
	since        time.Duration
}

// h2c is the method of what begins a whole HTTP/2 connection, and not a request, to
// golang.org/x/net/http2/h2c. It may be idle; Forgotten sees its requests.
const h2c = "PRI"

// track counts the requests that next serves, and tells the clients to leave once
// the stop has begun.
//
// The writer is handed on as it is, for net/http asks it for methods that no other
// package can write (http.MaxBytesReader does, to have the connection closed). The
// price: an answer to a request from before the stop, whose header is written before
// Shutdown, does not tell the client; the next one on its connection does, and
// Settled waits for that a little. The request is handed on, too: a copy with another
// context would keep net/http from removing the temporary files of its multipart form.
func (t *Tracker) track(next http.Handler) http.Handler {
	if next == nil {
		next = http.DefaultServeMux
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		c, ok := r.Context().Value(connKey{}).(*conn)
		if !ok || c == nil {
			c = &t.stray
		}
		leaving := t.Leaving()
		defer c.exit(c.enter(r, t.roughly(leaving)))
		if !t.busy.Load() && path(r) != t.probe.Load() {
			t.busy.Store(true)
		}
		if leaving && r.Header["Upgrade"] == nil { // 101 needs its Connection field
			c.told.Store(true)
			w.Header().Set("Connection", "close") // on HTTP/2 this sends GOAWAY for the whole connection
		}
		next.ServeHTTP(w, r)
	})
}

func (c *conn) enter(r *http.Request, now time.Duration) (id int) {
	c.state.CompareAndSwap(int32(http.StateActive), int32(handled))
	if r.ProtoMajor == 1 && !c.http1.Load() {
		c.http1.Store(true)
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.count++
	c.running = append(c.running, request{c.count, r.Method, r.URL.Path, now})
	return c.count
}

func (c *conn) exit(id int) {
	c.mu.Lock()
	end := len(c.running) - 1
	for i := range c.running {
		if c.running[i].id == id && i < end {
			c.running[i], c.running[end] = c.running[end], c.running[i]
		}
	}
	c.running = c.running[:end] // behind which the last that returned stays, for at
	c.mu.Unlock()
	if c.ended.Load() {
		c.forget()
	}
}

// at returns the requests whose handlers have not returned, and the last of which
// the handler has, if there is any.
func (c *conn) at() (running []request, last request) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if n := len(c.running); n < cap(c.running) {
		last = c.running[:n+1][n]
	}
	return slices.Clone(c.running), last
}

// Probe notes that r is a readiness probe, which is no traffic.
func (t *Tracker) Probe(r *http.Request) { t.probe.Store(path(r)) }

// path is r's, as the client sent it: routers strip prefixes of r.URL.Path.
func path(r *http.Request) string {
	path, _, _ := strings.Cut(r.RequestURI, "?")
	return path
}

// Tick is to be called each second, or more often. It reports whether a request has
// come since it was last called.
func (t *Tracker) Tick() bool {
	t.clock.Store(int64(t.now()))
	return t.busy.Swap(false)
}

// roughly is now, as of the last Tick: reading the clock would be a third of what
// a request costs, and its age matters to nobody before the stop.
func (t *Tracker) roughly(leaving bool) time.Duration {
	if leaving {
		return t.now()
	}
	return time.Duration(t.clock.Load())
}
