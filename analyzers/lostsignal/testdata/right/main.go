// Right waits for signals in ways that are all right.
package main

import (
	"context"
	"net/http"
	"os"
	"os/signal"
	"syscall"
)

const room = 2

type app struct{ sig chan os.Signal }

func newApp(n int) *app { return &app{sig: make(chan os.Signal, n)} }

func (a *app) wait() {
	signal.Notify(a.sig, os.Interrupt, syscall.SIGTERM)
	<-a.sig
}

func constSize() {
	c := make(chan os.Signal, room)
	signal.Notify(c, syscall.SIGINT, syscall.SIGTERM)
	<-c
}

func secondCall() {
	c := make(chan os.Signal, 1)
	signal.Notify(c, os.Interrupt)
	signal.Notify(c, syscall.SIGTERM)
	<-c
}

var stopSignals = []os.Signal{os.Interrupt, syscall.SIGTERM}

func loop() {
	c := make(chan os.Signal, 1)
	for _, s := range stopSignals {
		signal.Notify(c, s)
	}
	<-c
}

func filledIn() {
	list := make([]os.Signal, 2)
	list[0] = os.Interrupt
	list[1] = syscall.SIGTERM
	c := make(chan os.Signal, 1)
	signal.Notify(c, list...)
	<-c
}

func appended(windows bool) {
	list := []os.Signal{os.Interrupt}
	if !windows {
		list = append(list, syscall.SIGTERM)
	}
	c := make(chan os.Signal, 1)
	signal.Notify(c, list...)
	<-c
}

func parameter(c chan<- os.Signal, list ...os.Signal) { signal.Notify(c, list...) }

func otherSignals() {
	c := make(chan os.Signal, 1)
	signal.Notify(c, syscall.SIGHUP, syscall.SIGUSR1)
	for range c {
		println("reload")
	}
}

type fake struct{}

func (fake) Notify(c chan<- os.Signal, sig ...os.Signal) {}

func otherNotify() {
	signal := fake{}
	c := make(chan os.Signal)
	signal.Notify(c, os.Interrupt, os.Kill)
	<-c
}

func main() {
	newApp(1).wait()
	constSize()
	secondCall()
	loop()
	filledIn()
	appended(false)
	c := make(chan os.Signal, 1)
	parameter(c, syscall.SIGINT, syscall.SIGTERM)
	<-c
	otherSignals()
	otherNotify()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	go http.ListenAndServe(":8080", nil)
	<-ctx.Done()
}
