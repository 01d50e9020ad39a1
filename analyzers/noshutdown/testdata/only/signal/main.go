// Command signal shuts its servers down at signals that nobody sends to end a process.
package main

import (
	"context"
	"net/http"
	"os"
	"os/signal"
	"syscall"
)

func main() {
	reload()
	ranged()
	selected()
	throughFunction()
	both()
	either()
	handedOver(make(chan os.Signal, 1))
}

func reload() {
	srv := &http.Server{}
	hup := make(chan os.Signal, 1)
	signal.Notify(hup, syscall.SIGHUP)
	go func() {
		<-hup
		srv.Shutdown(context.Background())
	}()
	srv.ListenAndServe() // want `this server is only shut down at a signal that is not SIGTERM: SIGTERM cuts the requests in flight.*\(serve-no-shutdown\)`
}

func ranged() {
	srv := &http.Server{}
	usr := make(chan os.Signal, 1)
	signal.Notify(usr, syscall.SIGUSR1, syscall.SIGUSR2)
	go func() {
		for range usr {
			srv.Shutdown(context.Background())
		}
	}()
	srv.ListenAndServe() // want `only shut down at a signal`
}

func selected() {
	srv := &http.Server{}
	hup := make(chan os.Signal, 1)
	signal.Notify(hup, syscall.SIGHUP)
	failed := make(chan error)
	go func() { failed <- srv.ListenAndServe() }() // want `only shut down at a signal`
	select {
	case <-hup:
		srv.Shutdown(context.Background())
	case <-failed:
	}
}

func throughFunction() {
	srv := &http.Server{}
	hup := make(chan os.Signal, 1)
	signal.Notify(hup, syscall.SIGHUP)
	go func() {
		<-hup
		drain(srv)
	}()
	srv.ListenAndServe() // want `only shut down at a signal`
}

func drain(srv *http.Server) { srv.Shutdown(context.Background()) }

func both() {
	srv := &http.Server{}
	stop := make(chan os.Signal, 1)
	signal.Notify(stop, syscall.SIGHUP)
	signal.Notify(stop, syscall.SIGTERM)
	go func() {
		<-stop
		srv.Shutdown(context.Background())
	}()
	srv.ListenAndServe()
}

func either() {
	srv := &http.Server{}
	hup, term := make(chan os.Signal, 1), make(chan os.Signal, 1)
	signal.Notify(hup, syscall.SIGHUP)
	signal.Notify(term, syscall.SIGTERM)
	go srv.ListenAndServe()
	select {
	case <-hup:
	case <-term:
	}
	srv.Shutdown(context.Background())
}

func handedOver(c chan os.Signal) {
	srv := &http.Server{}
	go srv.ListenAndServe()
	<-c
	srv.Shutdown(context.Background())
}
