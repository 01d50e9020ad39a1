// Package unbuffered gives channels without a buffer to Notify.
package main

import (
	"os"
	"os/signal"
	"syscall"
)

func variable() {
	quit := make(chan os.Signal)
	signal.Notify(quit, os.Interrupt, syscall.SIGTERM) // want `quit has no buffer: .* \(signal-unbuffered\)`
	<-quit
}

func zero() {
	quit := make(chan os.Signal, 0 /* none */)
	signal.Notify(quit, syscall.SIGTERM) // want `quit has no buffer`
	<-quit
}

type server struct{ sig chan os.Signal }

func newServer() *server { return &server{sig: make(chan os.Signal)} }

func (s *server) wait() {
	signal.Notify(s.sig, syscall.SIGTERM) // want `s.sig has no buffer`
	<-s.sig
}

var global = make(chan os.Signal)

func waitGlobal() {
	signal.Notify(global, syscall.SIGTERM) // want `global has no buffer`
	<-global
}

func listen(c chan<- os.Signal) {
	signal.Notify(c, syscall.SIGTERM) // want `c has no buffer`
}

func listenTo(c chan<- os.Signal) {
	signal.Notify(c, syscall.SIGTERM) // want `c has no buffer`
}

func parameter() {
	c := make(chan os.Signal)
	listen(c)
	<-c
}

func twoOfThem() {
	first := make(chan os.Signal)
	second := make(chan os.Signal) // want `c has no buffer`
	listenTo(first)
	listenTo(second)
	<-first
	<-second
}

func once() {
	c := make(chan os.Signal)
	signal.Notify(c, os.Interrupt) // want `c has no buffer`
	signal.Notify(c, syscall.SIGTERM)
	<-c
}

type signals chan os.Signal

func named() {
	c := make(signals)
	signal.Notify(c, syscall.SIGTERM) // want `c has no buffer`
	<-c
}

func closure() {
	c := make(chan os.Signal)
	func() {
		(signal.Notify)(c, syscall.SIGTERM) // want `c has no buffer`
	}()
	<-c
}

func assigned() {
	var c chan os.Signal
	c = make(chan os.Signal)
	signal.Notify(c, syscall.SIGTERM) // want `c has no buffer`
	<-c
}

func made() chan os.Signal { return make(chan os.Signal) }

func result() {
	c := made()
	signal.Notify(c, syscall.SIGTERM) // want `c has no buffer`
	<-c
}

func main() {
	variable()
	zero()
	newServer().wait()
	waitGlobal()
	parameter()
	twoOfThem()
	once()
	named()
	closure()
	assigned()
	result()
}
