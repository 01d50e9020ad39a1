package graceful

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"slices"
	"sync/atomic"
	"time"

	"github.com/shutdownlint/shutdownlint/runtime/internal/inflight"
)

// A Server serves a listener until it is shut down. An *http.Server is one; those
// of other protocols are with a few lines around them.
type Server interface {
	// Serve serves l until Shutdown is called.
	Serve(l net.Listener) error
	// Shutdown closes the listener and waits until what is in flight has ended, or
	// ends it when ctx does; then it returns an error.
	Shutdown(ctx context.Context) error
}

// A member is a server with its listener.
type member struct {
	Server
	l       net.Listener
	flight  *inflight.Tracker // the Server, if it is one of net/http
	done    chan struct{}     // closed when it serves no longer
	closing atomic.Bool       // on purpose
}

// Add adds a server with a listener of its own: a Unix socket, one inherited or
// wrapped, or one whose address has to be known (as with port 0). It has the rights
// of those in Servers: if any listener cannot be bound it is not served; it is shut
// down with them, under Grace; and if it had to be ended the error of Run names it.
// Run takes over the listener, too, and closes it in any case. Add is called before
// Run, or in Start.
func (a *App) Add(l net.Listener, s Server) {
	m := &member{Server: s, l: l, done: make(chan struct{})}
	a.locked(func() { a.members = append(a.members, m) })
}

// bind listens for every server, until one fails or the stop begins.
func (a *App) bind() {
	for _, srv := range slices.Concat(a.Servers, a.Admin) {
		addr := ":http"
		if inflight.Secure(srv) {
			addr = ":https"
		}
		if a.stopping.Load() {
			return
		}
		if l, err := a.host.listen("tcp", cmp.Or(srv.Addr, addr)); err != nil { // it names the address
			a.begin(false, "cannot listen", "err", a.fail(err))
		} else {
			a.Add(l, srv)
		}
	}
}

// prepare hooks the App into a server of net/http. The requests' contexts end with
// base.
func (a *App) prepare(m *member, admin bool, base context.Context) {
	srv, ok := m.Server.(*http.Server)
	if !ok {
		return
	}
	// Without these a client that sends nothing keeps its connection forever.
	// Where ReadTimeout is set, net/http uses it for both.
	if srv.ReadTimeout == 0 {
		srv.ReadHeaderTimeout = cmp.Or(srv.ReadHeaderTimeout, 5*time.Second)
		srv.IdleTimeout = cmp.Or(srv.IdleTimeout, 2*time.Minute) // longer than the usual load balancer's
	}
	m.flight = inflight.Track(srv, base, func(r *http.Request) (time.Time, bool) {
		return a.traffic.arrives(r, admin, a.stopping.Load())
	})
	m.Server = m.flight
	a.running.Store(m.flight, nil)
}

// serve serves until the listener is closed.
func (a *App) serve(m *member) {
	defer close(m.done)
	a.say(slog.LevelInfo, "serving", "addr", m.l.Addr().String())
	if err := m.Serve(m.l); !m.closing.Load() {
		// Also when somebody else shut it down: the process would live on, deaf.
		a.begin(false, "server failed", "err", a.fail(fmt.Errorf("server %v: %w", m.l.Addr(), err)))
		a.broken.Store(true)
	}
}

// shutdown shuts servers down at the same time. What is left of them when ctx ends
// is named, and then cut.
func (a *App) shutdown(ctx context.Context, group []*member) {
	var steps []step
	for _, m := range group {
		a.say(slog.LevelInfo, "closing the listener", "addr", m.l.Addr().String())
		m.closing.Store(true)
		steps = append(steps, step{fmt.Sprint("server ", m.l.Addr()), m.end})
	}
	err := a.fail(errors.Join(a.together(ctx, 500*time.Millisecond, steps)...))
	var abandoned []string
	inflight.Until(ctx, func() bool {
		abandoned = inflight.Forgotten()
		return len(abandoned) == 0
	})
	if len(abandoned) > 0 && err == nil { // or it is of what has been named
		a.fail(fmt.Errorf("functions started by net/http %w (%d): %v", ErrHung, len(abandoned), abandoned))
	}
	for _, m := range group {
		if m.flight != nil {
			m.flight.Cut()
		}
	}
}

// end shuts down what m is.
func (m *member) end(ctx context.Context) error {
	if m.flight != nil {
		m.l.Close()
		<-m.done // now the last connection is known
	}
	err := m.Shutdown(ctx)
	<-m.done
	if err != nil && ctx.Err() != nil && m.flight == nil {
		return fmt.Errorf("%w: %w", ErrCut, err)
	}
	return err
}
