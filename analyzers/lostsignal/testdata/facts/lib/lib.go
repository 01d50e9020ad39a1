// Package lib helps to wait for signals.
package lib

import (
	"os"
	"os/signal"
	"syscall"
)

// Stop are the signals that end a service.
var Stop = []os.Signal{os.Interrupt, syscall.SIGTERM}

// Interrupts are the signals of a terminal.
var Interrupts = []os.Signal{os.Interrupt}

// Notify gives c the signals.
func Notify(c chan<- os.Signal, signals ...os.Signal) {
	for _, s := range signals {
		signal.Notify(c, s)
	}
}

// Wait receives from c what Notify gives it.
func Wait(c chan os.Signal, s os.Signal) {
	signal.Notify(c, s)
	<-c
}

// Channel returns a channel for Notify.
func Channel() chan os.Signal { return make(chan os.Signal) }
