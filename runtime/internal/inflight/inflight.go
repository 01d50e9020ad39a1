// Package inflight knows what is under way in a set of HTTP servers: requests,
// hijacked connections, connections whose first request has not come yet, and
// handlers that net/http has given up on. It is what graceful must know beyond
// what net/http tells, and has no part in the order in which things stop.
package inflight

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// A Tracker follows the servers that it was hooked into. Its zero value is ready
// for use once Leaving is set.
type Tracker struct {
	// Leaving reports whether clients are to be told to leave.
	Leaving func() bool

	came atomic.Int64

	mu       sync.Mutex // guards all that follows
	requests map[*Entry]bool
	conns    map[net.Conn]*conn
	prune    int // size of conns from which on it is worth a look
}

// An Entry is something under way that must be named if it is cut.
type Entry struct {
	Name  string
	Since time.Time
}

// Names lists what has been under way for longest.
func Names(list []*Entry) string {
	slices.SortFunc(list, func(a, b *Entry) int { return a.Since.Compare(b.Since) })
	var names []string
	for _, e := range list[:min(len(list), 20)] { // it must fit into a log line
		names = append(names, fmt.Sprintf("%s (%v)", e.Name, time.Since(e.Since).Round(10*time.Millisecond)))
	}
	return strings.Join(names, ", ")
}

// Came returns how many requests have come, without probes.
func (t *Tracker) Came() int64 { return t.came.Load() }

// Probe notes that a request which is being served was a readiness probe.
func (t *Tracker) Probe() { t.came.Add(-1) }

// Hook makes t follow srv, whose own hooks are still called. The contexts of its
// requests end with base.
func (t *Tracker) Hook(srv *http.Server, base context.Context) {
	srv.Handler = t.track(srv.Handler)
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
			ctx = connContext(ctx, raw)
		}
		return context.WithValue(ctx, connKey{}, t.accepted(raw))
	}
	srv.ConnState = func(raw net.Conn, state http.ConnState) {
		t.changed(raw, state)
		if connState != nil {
			connState(raw, state)
		}
	}
}
