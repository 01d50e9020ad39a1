// Package inflight knows what is under way in a set of HTTP servers: requests,
// answers that are not out yet, hijacked connections, connections whose request
// has not come yet, and handlers that net/http has given up on. It is what
// graceful must know beyond what net/http tells, and has no part in the order in
// which things stop.
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

// A Tracker follows the servers that it was hooked into, and the connections of
// the listeners that it watches. Its zero value is ready for use once Leaving is
// set.
//
// No two requests of different connections meet at a lock, and none allocates.
type Tracker struct {
	// Leaving reports whether clients are to be told to leave.
	Leaving func() bool
	// Dropped says that net/http has read a request, if only in part, and dropped it
	// because it was shutting down.
	Dropped atomic.Bool

	epoch    time.Time
	conns    sync.Map      // net.Conn, as the listener returned it, to *conn
	stray    conn          // of the requests that came some other way
	settling time.Duration // when Settled was called first
	shut     atomic.Bool
	clock    atomic.Int64 // now, as of the last Tick
	busy     atomic.Bool
	probe    atomic.Value // string: the path of the latest
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

func (t *Tracker) now() time.Duration { return time.Since(t.epoch) }

// Hook makes t follow srv, whose own hooks are still called. The contexts of its
// requests end with base.
func (t *Tracker) Hook(srv *http.Server, base context.Context) {
	if t.epoch.IsZero() {
		t.epoch = time.Now()
	}
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
			ctx = connContext(ctx, t.bare(raw))
		}
		return context.WithValue(ctx, connKey{}, t.find(raw))
	}
	srv.ConnState = func(raw net.Conn, state http.ConnState) {
		if c := t.find(raw); c != nil {
			c.changed(state)
		}
		if connState != nil {
			connState(t.bare(raw), state)
		}
	}
}
