// Shapes has syntax that is easily misread.
package main

import (
	"os"
	"os/signal"
	"syscall"
)

func both() (chan os.Signal, os.Signal) { return make(chan os.Signal, 1), os.Interrupt }

func multiValue() { signal.Notify(both()) }

type embedded struct{ *holder }

type holder struct{ quit chan os.Signal }

func promoted() {
	e := embedded{&holder{quit: make(chan os.Signal)}}
	signal.Notify(e.quit, syscall.SIGTERM) // want `e.quit has no buffer`
	<-e.holder.quit
}

func generic[C chan os.Signal | chan<- os.Signal](c C) { signal.Notify(c, syscall.SIGTERM) }

func deferred() {
	c := make(chan os.Signal)
	defer signal.Notify(c, syscall.SIGTERM) // want `c has no buffer`
	go func() { <-c }()
}

func methodValue() {
	h := holder{quit: make(chan os.Signal, 1)}
	wait := h.wait
	signal.Notify(h.quit, syscall.SIGTERM)
	wait()
}

func (h holder) wait() { <-h.quit }

func asField() {
	var hooks struct {
		notify func(chan<- os.Signal, ...os.Signal)
	}
	hooks.notify = signal.Notify
	c := make(chan os.Signal)
	hooks.notify(c, os.Interrupt)
	<-c
}

func main() {
	multiValue()
	promoted()
	generic(make(chan os.Signal, 1))
	deferred()
	methodValue()
	asField()
}
