package inflight

import (
	"maps"
	"net"
	"net/http"
	"slices"
	"syscall"
	"time"
)

// Patience is for a connection on which no request has come when the listeners
// close. net/http drops a request that it reads once Shutdown was called, so that
// Shutdown has to wait for it; and a silent client (a browser's spare connection,
// a health check by TCP) it gives five seconds, in each stop.
const Patience = time.Second

// handled is the state of a connection whose request has reached its handler;
// net/http itself says no more than StateActive, which comes a little earlier.
const handled http.ConnState = -1

// A conn is a connection of any of the servers, with what net/http does not tell.
// It is guarded by Tracker.mu.
type conn struct {
	state   http.ConnState
	since   time.Time // of the state
	current *Entry    // the last request
}

type connKey struct{}

func (t *Tracker) accepted(raw net.Conn) *conn {
	c := &conn{since: time.Now()} // in StateNew
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.conns == nil {
		t.conns = make(map[net.Conn]*conn)
	}
	t.conns[raw] = c
	if len(t.conns) > t.prune { // net/http tells the end of all but hijacked ones
		maps.DeleteFunc(t.conns, func(raw net.Conn, c *conn) bool { return c.state == http.StateHijacked && closed(raw) })
		t.prune = 2*len(t.conns) + 100
	}
	return c
}

func (t *Tracker) changed(raw net.Conn, state http.ConnState) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if c := t.conns[raw]; c != nil {
		c.state, c.since = state, time.Now()
	}
	if state == http.StateClosed {
		delete(t.conns, raw)
	}
}

// Settled reports whether each accepted connection has brought its request to a
// handler. It closes those on which none has come in time. It is of use when the
// listeners have been closed.
func (t *Tracker) Settled() bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	awaited := false
	for raw, c := range t.conns {
		if c.state != http.StateNew && c.state != http.StateActive {
			continue
		}
		if time.Since(c.since) < Patience {
			awaited = true
			continue
		}
		delete(t.conns, raw)
		go raw.Close() // with TLS it may wait for the client
	}
	return !awaited
}

// Left returns every request and hijacked connection that has not ended.
func (t *Tracker) Left() []*Entry {
	t.mu.Lock()
	defer t.mu.Unlock()
	list := slices.Collect(maps.Keys(t.requests))
	for raw, c := range t.conns {
		if c.state == http.StateHijacked && !t.requests[c.current] && !closed(raw) {
			list = append(list, c.current) // and its handler is not counted anyway
		}
	}
	return list
}

// Cut closes every connection.
func (t *Tracker) Cut() {
	t.mu.Lock()
	defer t.mu.Unlock()
	for raw := range t.conns {
		go raw.Close() // with TLS it may wait for the client
	}
}

// closed reports whether this side has closed c. It asks the file descriptor:
// wrapping the connection to see the call of Close would hide its other methods
// (CloseWrite, ReadFrom) from whoever hijacked it. A connection that cannot be
// asked counts as closed.
func closed(c net.Conn) bool {
	if t, ok := c.(interface{ NetConn() net.Conn }); ok { // *tls.Conn
		c = t.NetConn()
	}
	sc, ok := c.(syscall.Conn)
	if !ok {
		return true
	}
	raw, err := sc.SyscallConn()
	return err != nil || raw.Control(func(uintptr) {}) != nil
}
