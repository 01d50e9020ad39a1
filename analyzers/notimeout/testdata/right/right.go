// Package right has servers that give a client only so long, and servers that are none of this package's business.
package right

import (
	"encoding/json"
	"flag"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"time"
)

func headerTimeout(h http.Handler) error {
	srv := &http.Server{Addr: ":8080", Handler: h, ReadHeaderTimeout: 5 * time.Second}
	return srv.ListenAndServe()
}

func readTimeout(h http.Handler) error {
	srv := http.Server{Addr: ":8080", Handler: h, ReadTimeout: time.Minute}
	return srv.ListenAndServe()
}

var timeout = flag.Duration("timeout", 5*time.Second, "how long a client may take")

func fromFlag(h http.Handler) error {
	srv := &http.Server{Addr: ":8080", Handler: h, ReadHeaderTimeout: *timeout}
	return srv.ListenAndServe()
}

func assignedLater(h http.Handler) error {
	srv := &http.Server{Addr: ":8080", Handler: h}
	srv.ReadHeaderTimeout = 5 * time.Second
	return srv.ListenAndServe()
}

func fromConfiguration(file string) error {
	srv := &http.Server{Addr: ":8080"}
	data, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	if err := json.Unmarshal(data, srv); err != nil { // sets what the file says
		return err
	}
	return srv.ListenAndServe()
}

func inHelper(h http.Handler) error {
	srv := &http.Server{Addr: ":8080", Handler: h}
	harden(srv)
	return srv.ListenAndServe()
}

func harden(s *http.Server) { s.ReadHeaderTimeout = 5 * time.Second }

func inClosure(h http.Handler) error {
	srv := &http.Server{Addr: ":8080", Handler: h}
	set := func(s *http.Server) { s.ReadTimeout = time.Second }
	set(srv)
	return srv.ListenAndServe()
}

type option func(*http.Server)

func withTimeout(d time.Duration) option { return func(s *http.Server) { s.ReadHeaderTimeout = d } }

func options(h http.Handler, opts ...option) error {
	srv := &http.Server{Addr: ":8080", Handler: h}
	for _, opt := range opts {
		opt(srv) // nobody knows what it does
	}
	return srv.ListenAndServe()
}

type service struct{ http *http.Server }

func newService(h http.Handler) *service {
	s := &service{http: &http.Server{Handler: h}}
	s.http.ReadHeaderTimeout = time.Second
	return s
}

func (s *service) start(l net.Listener) error { return s.http.Serve(l) }

type embedded struct{ http.Server }

func promoted(h http.Handler) error {
	var e embedded
	e.Handler = h
	e.ReadHeaderTimeout = time.Second
	return e.ListenAndServe()
}

// New leaves it to the caller to set timeouts and to serve.
func New(h http.Handler) *http.Server { return &http.Server{Handler: h} }

func neverServes() string {
	srv := &http.Server{Addr: ":8080"}
	return srv.Addr
}

func testServer(h http.Handler) string {
	srv := httptest.NewServer(h)
	defer srv.Close()
	return srv.URL
}

type gopher struct{}

func (gopher) ListenAndServe() error { return nil }

func otherProtocol() error { return gopher{}.ListenAndServe() }

// Whoever writes the zero down has thought of the timeout.
func decided(h http.Handler) error {
	srv := &http.Server{Handler: h, ReadTimeout: 0, ReadHeaderTimeout: 0}
	return srv.ListenAndServe()
}
