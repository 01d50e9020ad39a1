// Package gateway has a server that the program is there for, and others beside it, of which only names tell what they are for.
package gateway

import (
	"fmt"
	"net"
	"net/http"
	"net/netip"
)

// Options say where to listen.
type Options struct {
	Address, DebugAddress, OperatorAddress string
	Support                                struct{ Port int }
}

// Run serves.
func Run(o Options, handler, verbose, routes http.Handler, route func(*http.ServeMux)) error {
	if o.DebugAddress != "" {
		go func() { http.ListenAndServe(o.DebugAddress, verbose) }() // want `\(serve-no-shutdown, note\)`
	}
	go func() {
		mux := http.NewServeMux()
		mux.Handle("/routes", routes)
		http.ListenAndServe(fmt.Sprintf(":%d", o.Support.Port), mux) // want `\(serve-no-shutdown, note\)`
	}()
	go func() {
		http.ListenAndServe(o.OperatorAddress, routes) // want `\(serve-no-shutdown\)`
	}()
	startProfiler(6060, route)
	playground(verbose)
	inside(verbose)
	counted(handler)
	return o.serve(handler)
}

func (o Options) serve(handler http.Handler) error {
	srv := &http.Server{Addr: o.Address, Handler: handler}
	return srv.ListenAndServe() // want `\(serve-no-shutdown\)`
}

func startProfiler(port uint16, route func(*http.ServeMux)) {
	addr := netip.AddrPortFrom(netip.IPv6Loopback(), port)
	mux := http.NewServeMux()
	route(mux)
	go func() {
		http.ListenAndServe(addr.String(), mux) // want `\(serve-no-shutdown, note\)`
	}()
}

func playground(handler http.Handler) {
	playground := &http.Server{Addr: ":3000", Handler: handler}
	go func() {
		println(playground.ListenAndServe().Error()) // want `\(serve-no-shutdown, note\)`
	}()
}

func inside(handler http.Handler) {
	srv := &http.Server{Addr: "127.0.0.1:7070", Handler: handler}
	go srv.ListenAndServe() // want `\(serve-no-shutdown, note\)`
	l, err := net.Listen("tcp", "localhost:7071")
	if err != nil {
		return
	}
	go http.Serve(l, handler) // want `\(serve-no-shutdown, note\)`
}

// What counts requests, or reports on health, does not stand beside what it does that for.
func counted(handler http.Handler) {
	l, err := net.Listen("tcp", ":9443")
	if err != nil {
		return
	}
	go http.Serve(metrics(l), health(handler)) // want `\(serve-no-shutdown\)`
}

func metrics(l net.Listener) net.Listener { return l }

func health(h http.Handler) http.Handler { return h }

// runServerAndProbes has both in one function, so that its name tells of neither.
func runServerAndProbes(o Options, handler http.Handler) {
	go func() { http.ListenAndServe(o.Address, handler) }()         // want `\(serve-no-shutdown\)`
	go func() { http.ListenAndServe(o.OperatorAddress, handler) }() // want `\(serve-no-shutdown\)`
	select {}
}
