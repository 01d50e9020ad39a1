// The command wrong has servers that nothing can stop gracefully.
package main

import (
	"context"
	"fmt"
	"log"
	"net"
	"net/http"
	"os"
	"os/signal"
	"sync/atomic"
	"time"
)

func main() {
	fmt.Println(local(nil), goroutine(nil), methodValue(nil), deadStop(), onlyClose(nil), registered(nil), tooLate(nil))
	functions(nil, nil)
	newService(nil).start()
	new(plant).grow()
	twoServers(nil)
	helpers()
	shadowed(nil)
	slice(nil)
	reload(nil)
}

func local(h http.Handler) error {
	srv := &http.Server{Addr: ":8080", Handler: h}
	return srv.ListenAndServe() // want `no Shutdown of this server can be reached.*\(serve-no-shutdown\)`
}

func functions(l net.Listener, h http.Handler) {
	http.ListenAndServe(":8080", h)               // want `ListenAndServe keeps its server to itself.*\(serve-no-shutdown\)`
	http.ListenAndServeTLS(":8443", "c", "k", h)  // want `serve-no-shutdown`
	http.Serve(l, h)                              // want `serve-no-shutdown`
	_ = http.ServeTLS(l, h, "c", "k")             // want `serve-no-shutdown`
	go http.ListenAndServe("localhost:6060", nil) // want `\(serve-no-shutdown, note\)`
}

func goroutine(h http.Handler) error {
	srv := http.Server{Handler: h}
	errs := make(chan error)
	go func() { errs <- srv.ListenAndServe() }() // want `serve-no-shutdown`
	return <-errs
}

func methodValue(h http.Handler) error {
	srv := &http.Server{Handler: h}
	serve := srv.ListenAndServe // want `serve-no-shutdown`
	return serve()
}

type service struct{ http *http.Server }

func newService(h http.Handler) *service { return &service{http: &http.Server{Handler: h}} }

func (s *service) start() { _ = s.http.ListenAndServe() } // want `serve-no-shutdown`

// stop is called by nobody.
func (s *service) stop(ctx context.Context) error { return s.http.Shutdown(ctx) }

var live = &http.Server{}

func deadStop() error { return live.ListenAndServe() } // want `serve-no-shutdown`

func stopLive() { _ = live.Shutdown(context.Background()) }

func callsStopLive() { stopLive() } // dead as well

func onlyClose(h http.Handler) error {
	srv := &http.Server{Handler: h}
	c := make(chan os.Signal, 1)
	signal.Notify(c, os.Interrupt)
	go func() {
		<-c
		srv.Close()
	}()
	return srv.ListenAndServe() // want `only ever closed.*\(serve-no-shutdown\)`
}

func registered(h http.Handler) error {
	srv := &http.Server{Handler: h}
	srv.RegisterOnShutdown(func() { log.Print("bye") }) // stops nothing
	return srv.ListenAndServe()                         // want `serve-no-shutdown`
}

func tooLate(h http.Handler) error {
	srv := &http.Server{Handler: h}
	if err := srv.ListenAndServe(); err != nil { // want `serve-no-shutdown`
		log.Print(err)
	}
	ctx, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	return srv.Shutdown(ctx) // the server has ended by itself when this runs
}

type plant struct{ *http.Server }

func (p *plant) grow() error {
	p.Server = &http.Server{}
	return p.ListenAndServe() // want `serve-no-shutdown`
}

func twoServers(h http.Handler) {
	a, b := &http.Server{Addr: ":1", Handler: h}, &http.Server{Addr: ":2", Handler: h}
	go a.ListenAndServe()
	go b.ListenAndServe() // want `serve-no-shutdown`
	_ = a.Shutdown(context.Background())
}

func helpers() {
	s := build()
	listen(s)
}

func build() *http.Server { return &http.Server{} }

func listen(s *http.Server) {
	if err := s.ListenAndServe(); err != nil { // want `serve-no-shutdown`
		log.Fatal(err)
	}
}

func shadowed(h http.Handler) {
	srv := &http.Server{Handler: h}
	go srv.ListenAndServe() // want `serve-no-shutdown`
	{
		srv := &http.Server{Handler: h}
		go srv.ListenAndServe()
		_ = srv.Shutdown(context.Background())
	}
}

func slice(hs []http.Handler) {
	var servers []*http.Server
	for _, h := range hs {
		servers = append(servers, &http.Server{Handler: h})
	}
	for _, s := range servers {
		go s.ListenAndServe() // want `serve-no-shutdown`
	}
}

var loaded atomic.Pointer[http.Server]

func reload(h http.Handler) {
	srv := &http.Server{Handler: h}
	loaded.Store(srv)
	go srv.ListenAndServe() // want `serve-no-shutdown`
	loaded.Load().SetKeepAlivesEnabled(false)
}
