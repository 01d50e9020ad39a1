package graceful

import (
	"cmp"
	"context"
	"crypto/tls"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"slices"
	"sync"
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
	http    *http.Server // the same, or nil
	l       net.Listener
	flight  *inflight.Tracker // a.flight or a.admin
	done    chan struct{}     // closed when it serves no longer
	closing atomic.Bool       // on purpose
}

// Add adds a server with a listener of its own: a Unix socket, one inherited or
// wrapped, or one whose address has to be known (as with port 0). It has the rights
// of those in Servers: if any listener cannot be bound it is not served; it is shut
// down with them, under Grace; and if it had to be ended the error of Run names it.
// Run takes over the listener, too, and closes it in any case. Add is called before
// Run, or in Start.
func (a *App) Add(l net.Listener, s Server) { a.add(&a.flight, l, s) }

func (a *App) add(flight *inflight.Tracker, l net.Listener, s Server) {
	a.setup()
	m := &member{Server: s, l: l, flight: flight, done: make(chan struct{})}
	a.locked(func() { a.members = append(a.members, m) })
}

// bind listens for every server, up to the first that fails.
func (a *App) bind() error {
	for i, srv := range slices.Concat(a.Servers, a.Admin) {
		flight, addr := &a.flight, ":http"
		if i >= len(a.Servers) {
			flight = &a.admin
		}
		if hasCertificate(srv.TLSConfig) {
			addr = ":https"
		}
		if a.stopping.Load() {
			return nil
		}
		l, err := a.host.listen("tcp", cmp.Or(srv.Addr, addr))
		if err != nil {
			return err // it names the address
		}
		a.add(flight, l, srv)
	}
	return nil
}

func hasCertificate(c *tls.Config) bool {
	return c != nil && (len(c.Certificates) > 0 || c.GetCertificate != nil || c.GetConfigForClient != nil)
}

// prepare hooks the App into a server of net/http. The requests' contexts end with
// base.
func (m *member) prepare(base context.Context) {
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
	m.flight.Hook(srv, base)
	m.http, m.l = srv, m.flight.Watch(m.l)
}

// serve serves until the listener is closed. If that is too early, it cuts Delay
// short by hurry.
func (a *App) serve(m *member, hurry func()) {
	a.say(slog.LevelInfo, "serving", "addr", m.l.Addr().String())
	serve := m.Serve
	if m.http != nil && hasCertificate(m.http.TLSConfig) {
		serve = func(l net.Listener) error { return m.http.ServeTLS(l, "", "") }
	}
	if err := serve(m.l); !m.closing.Load() {
		// Also when somebody else shut it down: the process would live on, deaf.
		a.fail("server %s: %w", m.l.Addr(), err)
		a.begin(false, "server failed", "addr", m.l.Addr().String(), "err", err)
		hurry()
	}
}

// shutdown shuts down the servers that flight follows, and those of other protocols
// with those of net/http. What is left when ctx ends is named.
func (a *App) shutdown(ctx context.Context, flight *inflight.Tracker, grace time.Duration) {
	var servers, others sync.WaitGroup
	group := slices.DeleteFunc(slices.Clone(a.members), func(m *member) bool { return m.flight != flight })
	for _, m := range group {
		a.say(slog.LevelInfo, "closing the listener", "addr", m.l.Addr().String())
		m.closing.Store(true)
		if m.http == nil {
			others.Go(func() { a.shutdownOther(ctx, m, grace) })
			continue
		}
		m.l.Close() // one that failed is closed already
		<-m.done    // now the last connection is known
	}
	a.until(ctx, flight.Settled)
	flight.Shut()
	for _, m := range group {
		if m.http != nil {
			servers.Go(func() { m.Shutdown(ctx) }) // its error would say less than what follows
		}
	}
	servers.Wait()
	var list []*inflight.Entry
	var abandoned []string
	a.until(ctx, func() bool { // what Shutdown does not wait for
		if list = flight.Left(); len(list) == 0 {
			abandoned = inflight.Forgotten()
		}
		return len(list)+len(abandoned) == 0
	})
	others.Wait()
	if flight.Dropped.Load() {
		a.fail("requests %w: they came when their connections were being closed", ErrCut)
	}
	if len(list) > 0 {
		a.fail("requests %w after %v (%d): %s", ErrCut, grace, len(list), inflight.Names(list))
	} else if len(abandoned) > 0 {
		a.fail("functions started by net/http %w (%d): %v", ErrHung, len(abandoned), abandoned)
	}
}

func (a *App) shutdownOther(ctx context.Context, m *member, grace time.Duration) {
	name := fmt.Sprintf("server %T at %v", m.Server, m.l.Addr())
	defer a.runs(name)()
	err := a.within(ctx, 100*time.Millisecond, name, func(ctx context.Context) error {
		err := m.Shutdown(ctx)
		<-m.done
		return err
	})
	if err != nil && ctx.Err() != nil {
		a.fail("%s %w after %v: %w", name, ErrCut, grace, err)
	} else if err != nil {
		a.fail("%s: %w", name, err)
	}
}
