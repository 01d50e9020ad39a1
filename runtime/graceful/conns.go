package graceful

import (
	"maps"
	"net"
	"net/http"
	"slices"
	"syscall"
	"time"
)

// patience is for a connection on which no request has come when the listeners
// close. net/http drops a request that it reads once Shutdown was called, so that
// Shutdown has to wait for it; and a silent client (a browser's spare connection,
// a health check by TCP) it gives five seconds, in each stop.
const patience = time.Second

// handled is the state of a connection whose request has reached its handler;
// net/http itself says no more than StateActive, which comes a little earlier.
const handled http.ConnState = -1

// A conn is a connection of any of the servers, with what net/http does not tell.
// It is guarded by App.mu.
type conn struct {
	state   http.ConnState
	since   time.Time // of the state
	current *entry    // the last request
}

type connKey struct{}

func (a *App) accepted(raw net.Conn) *conn {
	c := &conn{since: time.Now()} // in StateNew
	a.locked(func() {
		a.conns[raw] = c
		if len(a.conns) > a.prune { // net/http tells the end of all but hijacked ones
			maps.DeleteFunc(a.conns, func(raw net.Conn, c *conn) bool { return c.state == http.StateHijacked && closed(raw) })
			a.prune = 2*len(a.conns) + 100
		}
	})
	return c
}

func (a *App) changed(raw net.Conn, state http.ConnState) {
	a.locked(func() {
		if c := a.conns[raw]; c != nil {
			c.state, c.since = state, time.Now()
		}
		if state == http.StateClosed {
			delete(a.conns, raw)
		}
	})
}

// settled reports whether each accepted connection has brought its request to a
// handler. It closes those on which none has come in time. It is called with
// a.mu held, when the listeners have been closed.
func (a *App) settled() bool {
	awaited := false
	for raw, c := range a.conns {
		if c.state != http.StateNew && c.state != http.StateActive {
			continue
		}
		if time.Since(c.since) < patience {
			awaited = true
			continue
		}
		delete(a.conns, raw)
		go raw.Close() // with TLS it may wait for the client
	}
	return !awaited
}

// left returns every request and hijacked connection that has not ended. It is
// called with a.mu held.
func (a *App) left() []*entry {
	list := slices.Collect(maps.Keys(a.requests))
	for raw, c := range a.conns {
		if c.state == http.StateHijacked && !a.requests[c.current] && !closed(raw) {
			list = append(list, c.current) // and its handler is not counted anyway
		}
	}
	return list
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
