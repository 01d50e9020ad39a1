package graceful

import (
	"cmp"
	"context"
	"crypto/tls"
	"net"
	"net/http"
	"time"
)

// bind listens for every server, or for none.
func (a *App) bind() ([]net.Listener, error) {
	var listeners []net.Listener
	for _, srv := range a.Servers {
		addr := ":http"
		if hasCertificate(srv.TLSConfig) {
			addr = ":https"
		}
		l, err := a.host.listen("tcp", cmp.Or(srv.Addr, addr))
		if err != nil {
			for _, l := range listeners {
				l.Close()
			}
			return nil, err // it names the address
		}
		listeners = append(listeners, a.flight.Watch(l))
	}
	return listeners, nil
}

func hasCertificate(c *tls.Config) bool {
	return c != nil && (len(c.Certificates) > 0 || c.GetCertificate != nil || c.GetConfigForClient != nil)
}

// prepare hooks the App into srv. The requests' contexts end with base.
func (a *App) prepare(srv *http.Server, base context.Context) {
	// Without these a client that sends nothing keeps its connection forever.
	// Where ReadTimeout is set, net/http uses it for both.
	if srv.ReadTimeout == 0 {
		srv.ReadHeaderTimeout = cmp.Or(srv.ReadHeaderTimeout, 5*time.Second)
		srv.IdleTimeout = cmp.Or(srv.IdleTimeout, 2*time.Minute) // longer than the usual load balancer's
	}
	a.flight.Hook(srv, base)
}

// serve serves until the listener is closed. If that is too early, it cuts Delay
// short by hurry.
func (a *App) serve(srv *http.Server, l net.Listener, hurry func()) {
	a.log().Info("serving", "addr", l.Addr().String())
	serve := srv.Serve
	if hasCertificate(srv.TLSConfig) {
		serve = func(l net.Listener) error { return srv.ServeTLS(l, "", "") }
	}
	if err := serve(l); !a.closing.Load() {
		// Also when somebody else shut it down: the process would live on, deaf.
		a.fail("server %s: %w", l.Addr(), err)
		a.begin(false, "server failed", "addr", l.Addr().String(), "err", err)
		hurry()
	}
}
