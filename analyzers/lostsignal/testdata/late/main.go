// Late asks for signals when it is over.
package main

import (
	"context"
	"database/sql"
	"log"
	"net"
	"net/http"
	"os"
	"os/signal"
	"syscall"
)

func afterServing(srv *http.Server) {
	if err := srv.ListenAndServe(); err != nil {
		log.Print(err)
	}
	c := make(chan os.Signal, 1)
	signal.Notify(c, syscall.SIGTERM) // want `only after srv.ListenAndServe has returned: .* \(signal-late\)`
	<-c
}

func afterTheFunction() {
	http.ListenAndServe(":8080", nil)
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM) // want `only after http.ListenAndServe has returned`
	defer stop()
	<-ctx.Done()
}

func goroutineStartedTooLate(srv *http.Server, l net.Listener) {
	srv.Serve(l)
	go func() {
		c := make(chan os.Signal, 1)
		signal.Notify(c, syscall.SIGTERM) // want `signal-late`
		<-c
		srv.Close()
	}()
}

func run(srv *http.Server) { srv.ListenAndServe() }

func throughHelper(srv *http.Server) {
	run(srv)
	c := make(chan os.Signal, 1)
	signal.Notify(c, syscall.SIGTERM) // want `only after run has returned`
	<-c
}

func beforeServing(srv *http.Server) {
	c := make(chan os.Signal, 1)
	signal.Notify(c, syscall.SIGTERM)
	go srv.ListenAndServe()
	<-c
}

func rightAfterGo(srv *http.Server) {
	go func() { log.Print(srv.ListenAndServe()) }()
	c := make(chan os.Signal, 1)
	signal.Notify(c, syscall.SIGTERM)
	<-c
}

func inEarlierGoroutine(srv *http.Server) {
	go func() {
		c := make(chan os.Signal, 1)
		signal.Notify(c, syscall.SIGTERM)
		<-c
		srv.Shutdown(context.Background())
	}()
	srv.ListenAndServe()
}

func onOnePathOnly(srv *http.Server, once bool) {
	if once {
		srv.ListenAndServe()
	}
	c := make(chan os.Signal, 1)
	signal.Notify(c, syscall.SIGTERM)
	<-c
}

func afterConnecting(srv *http.Server) error {
	db, err := sql.Open("postgres", "")
	if err != nil {
		return err
	}
	defer db.Close()
	if err := db.Ping(); err != nil {
		return err
	}
	c := make(chan os.Signal, 1)
	signal.Notify(c, syscall.SIGTERM)
	go srv.ListenAndServe()
	<-c
	return nil
}

func servesAgain(srvs []*http.Server) {
	for _, srv := range srvs {
		c := make(chan os.Signal, 1)
		signal.Notify(c, syscall.SIGTERM)
		srv.ListenAndServe()
		<-c
	}
}

func reload(srv *http.Server) {
	srv.ListenAndServe()
	c := make(chan os.Signal, 1)
	signal.Notify(c, syscall.SIGHUP)
	<-c
}

func main() {
	srv := new(http.Server)
	afterServing(srv)
	afterTheFunction()
	goroutineStartedTooLate(srv, nil)
	throughHelper(srv)
	beforeServing(srv)
	rightAfterGo(srv)
	inEarlierGoroutine(srv)
	onOnePathOnly(srv, false)
	afterConnecting(srv)
	servesAgain(nil)
	reload(srv)
}
