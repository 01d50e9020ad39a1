package graceful

import (
	"cmp"
	"context"
	"crypto/tls"
	"log/slog"
	"net"
	"net/http"
	"slices"
	"sync/atomic"
	"time"

	"github.com/shutdownlint/shutdownlint/runtime/internal/inflight"
)

// A member is a server with its listener.
type member struct {
	srv     *http.Server
	l       net.Listener
	flight  *inflight.Tracker // a.flight or a.admin
	done    chan struct{}     // closed when it serves no longer
	closing atomic.Bool       // on purpose
}

// bind listens for every server, or for none.
func (a *App) bind() ([]*member, error) {
	var members []*member
	for i, srv := range slices.Concat(a.Servers, a.Admin) {
		m := &member{srv: srv, flight: &a.flight}
		if i >= len(a.Servers) {
			m.flight = &a.admin
		}
		addr := ":http"
		if hasCertificate(srv.TLSConfig) {
			addr = ":https"
		}
		l, err := a.host.listen("tcp", cmp.Or(srv.Addr, addr))
		if err != nil {
			for _, m := range members {
				m.l.Close()
			}
			return nil, err // it names the address
		}
		m.l = m.flight.Watch(l)
		members = append(members, m)
	}
	return members, nil
}

func hasCertificate(c *tls.Config) bool {
	return c != nil && (len(c.Certificates) > 0 || c.GetCertificate != nil || c.GetConfigForClient != nil)
}

// prepare hooks the App into the server. The requests' contexts end with base.
func (m *member) prepare(base context.Context) {
	// Without these a client that sends nothing keeps its connection forever.
	// Where ReadTimeout is set, net/http uses it for both.
	if m.srv.ReadTimeout == 0 {
		m.srv.ReadHeaderTimeout = cmp.Or(m.srv.ReadHeaderTimeout, 5*time.Second)
		m.srv.IdleTimeout = cmp.Or(m.srv.IdleTimeout, 2*time.Minute) // longer than the usual load balancer's
	}
	m.flight.Hook(m.srv, base)
}

// serve serves until the listener is closed. If that is too early, it cuts Delay
// short by hurry.
func (a *App) serve(m *member, hurry func()) {
	a.say(slog.LevelInfo, "serving", "addr", m.l.Addr().String())
	serve := m.srv.Serve
	if hasCertificate(m.srv.TLSConfig) {
		serve = func(l net.Listener) error { return m.srv.ServeTLS(l, "", "") }
	}
	if err := serve(m.l); !m.closing.Load() {
		// Also when somebody else shut it down: the process would live on, deaf.
		a.fail("server %s: %w", m.l.Addr(), err)
		a.begin(false, "server failed", "addr", m.l.Addr().String(), "err", err)
		hurry()
	}
}
