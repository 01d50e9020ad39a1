// Package wrong has servers that wait forever for a request.
package wrong

import (
	"net"
	"net/http"
	_ "net/http/pprof"
	"time"
)

func literal(h http.Handler) error {
	srv := &http.Server{Addr: ":8080", Handler: h} // want `neither ReadHeaderTimeout nor ReadTimeout.*\(server-no-timeouts\)`
	return srv.ListenAndServe()
}

func manyLines(h http.Handler) error {
	srv := &http.Server{ // want `server-no-timeouts`
		// the address of the public listener
		Addr:    ":8080",
		Handler: h, // all routes
	}
	return srv.ListenAndServeTLS("cert", "key")
}

func empty(l net.Listener) error {
	return (&http.Server{}).Serve(l) // want `server-no-timeouts`
}

func declared(l net.Listener, h http.Handler) error {
	var srv http.Server // want `server-no-timeouts`
	srv.Handler = h
	return srv.Serve(l)
}

func allocated(l net.Listener) error {
	srv := new(http.Server) // want `server-no-timeouts`
	return (srv.Serve)(l)
}

func otherTimeouts(h http.Handler) error {
	srv := &http.Server{Addr: ":8080", Handler: h, WriteTimeout: time.Minute, IdleTimeout: time.Minute} // want `server-no-timeouts`
	return srv.ListenAndServe()
}

func setToZero(h http.Handler) error {
	srv := &http.Server{Addr: ":8080", Handler: h, ReadTimeout: 0} // want `server-no-timeouts`
	return srv.ListenAndServe()
}

func assignedZero(h http.Handler) error {
	srv := &http.Server{Addr: ":8080", Handler: h} // want `server-no-timeouts`
	srv.ReadHeaderTimeout = 0 * time.Second
	return srv.ListenAndServe()
}

func methodValue(h http.Handler) func() error {
	srv := &http.Server{Addr: ":8080", Handler: h} // want `server-no-timeouts`
	return srv.ListenAndServe
}

func goroutine(h http.Handler, errs chan<- error) {
	srv := &http.Server{Addr: ":8080", Handler: h} // want `server-no-timeouts`
	go func() { errs <- srv.ListenAndServe() }()
}

func deferred(h http.Handler) {
	srv := &http.Server{Addr: ":8080", Handler: h} // want `server-no-timeouts`
	defer srv.ListenAndServe()
}

func functions(l net.Listener, h http.Handler) {
	http.ListenAndServe(":8080", h)               // want `cannot have any.*\(server-no-timeouts\)`
	http.ListenAndServeTLS(":8443", "c", "k", h)  // want `server-no-timeouts`
	http.Serve(l, h)                              // want `server-no-timeouts`
	_ = http.ServeTLS(l, h, "c", "k")             // want `server-no-timeouts`
	go http.ListenAndServe("localhost:6060", nil) // want `\(server-no-timeouts, note\)`
}

type service struct {
	http  *http.Server
	admin http.Server
}

func newService(h http.Handler) *service {
	return &service{
		http:  &http.Server{Addr: ":8080", Handler: h}, // want `server-no-timeouts`
		admin: http.Server{Addr: ":8081"},              // want `server-no-timeouts`
	}
}

func (s *service) start() error {
	go s.admin.ListenAndServe()
	return s.http.ListenAndServe()
}

type embedded struct{ *http.Server }

func promoted(h http.Handler) error {
	e := embedded{&http.Server{Handler: h}} // want `server-no-timeouts`
	return e.ListenAndServe()
}

var global = &http.Server{Addr: ":8080"} // want `server-no-timeouts`

func serveGlobal() error { return global.ListenAndServe() }

func run[S interface{ ListenAndServe() error }](s S) error { return s.ListenAndServe() }

func throughGeneric() error {
	return run(&http.Server{Addr: ":8080"}) // want `server-no-timeouts`
}

func pair() (*http.Server, net.Listener) {
	return &http.Server{}, nil // want `server-no-timeouts`
}

func serve(s *http.Server, l net.Listener) error { return s.Serve(l) }

func multiValue() error { return serve(pair()) }
