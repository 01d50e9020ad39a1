// Nosigterm waits for SIGINT in many ways and never for SIGTERM.
package main

import (
	"context"
	"net/http"
	"os"
	"os/signal"
	"syscall"
)

func channel() {
	c := make(chan os.Signal, 1)
	signal.Notify(c, os.Interrupt) // want `handles SIGINT and not SIGTERM, .* \(signal-no-sigterm\)`
	<-c
}

func withContext() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt) // want `signal-no-sigterm`
	defer stop()
	<-ctx.Done()
}

func others() {
	c := make(chan os.Signal, 1)
	signal.Notify(c, syscall.SIGINT, syscall.SIGHUP) // want `signal-no-sigterm`
	<-c
}

func slice() {
	list := []os.Signal{os.Interrupt, syscall.SIGQUIT}
	c := make(chan os.Signal, 1)
	signal.Notify(c, list...) // want `signal-no-sigterm`
	<-c
}

func literal() {
	c := make(chan os.Signal, 1)
	signal.Notify(c, []os.Signal{syscall.SIGINT}...) // want `signal-no-sigterm`
	<-c
}

func loop() {
	c := make(chan os.Signal, 1)
	for _, s := range []os.Signal{syscall.SIGINT, syscall.SIGUSR1} {
		signal.Notify(c, s) // want `signal-no-sigterm`
	}
	<-c
}

var stopSignals = []os.Signal{os.Interrupt}

func packageVariable() {
	c := make(chan os.Signal, 1)
	signal.Notify(c, stopSignals...) // want `signal-no-sigterm`
	<-c
}

var seen = []os.Signal{os.Interrupt}

func usedOtherwise() {
	c := make(chan os.Signal, 1)
	signal.Notify(c, seen...) // want `signal-no-sigterm`
	println((<-c).String(), seen[0].String())
}

const stop = syscall.SIGINT

func constant() {
	c := make(chan os.Signal, 1)
	signal.Notify(c, stop) // want `signal-no-sigterm`
	<-c
}

func number() {
	c := make(chan os.Signal, 1)
	signal.Notify(c, syscall.Signal(2)) // want `signal-no-sigterm`
	<-c
}

func register(c chan<- os.Signal, list ...os.Signal) { signal.Notify(c, list...) }

func helper() {
	c := make(chan os.Signal, 1)
	register(c, os.Interrupt) // want `signal-no-sigterm`
	<-c
}

func inGoroutine(srv *http.Server) {
	go func() {
		c := make(chan os.Signal, 1)
		signal.Notify(c, os.Interrupt) // want `signal-no-sigterm`
		<-c
		srv.Shutdown(context.Background())
	}()
	srv.ListenAndServe()
}

func shadowed() {
	c := make(chan os.Signal, 1)
	syscall := "shadows the package"
	signal.Notify(c, os.Interrupt) // want `signal-no-sigterm`
	println(syscall)
	<-c
}

func nested() {
	c := make(chan os.Signal, 1)
	signal.Notify(c, os.Interrupt) // want `signal-no-sigterm`
	defer func() {
		func() { <-c }()
	}()
}

func main() {
	nested()
	channel()
	withContext()
	others()
	slice()
	literal()
	loop()
	packageVariable()
	usedOtherwise()
	constant()
	number()
	helper()
	inGoroutine(new(http.Server))
	shadowed()
}
