// Unheard asks for signals and does not look.
package main

import (
	"context"
	"os"
	"os/exec"
	"os/signal"
	"syscall"
	"time"
)

func dropped() {
	quit := make(chan os.Signal, 1)
	signal.Notify(quit, syscall.SIGTERM) // want `nobody ever receives from quit: .* \(signal-unheard\)`
	time.Sleep(time.Hour)
}

type app struct{ quit chan os.Signal }

func (a *app) start() {
	a.quit = make(chan os.Signal, 1)
	signal.Notify(a.quit, os.Interrupt, syscall.SIGTERM) // want `nobody ever receives from a.quit`
}

func contextDropped() {
	_, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM) // want `signal-unheard`
	defer stop()
	time.Sleep(time.Hour)
}

func received() {
	quit := make(chan os.Signal, 1)
	signal.Notify(quit, syscall.SIGTERM)
	select {
	case <-quit:
	case <-time.After(time.Hour):
	}
}

func ranged() {
	quit := make(chan os.Signal, 1)
	signal.Notify(quit, syscall.SIGTERM)
	for range quit {
		return
	}
}

func receivedElsewhere() {
	quit := make(chan os.Signal, 1)
	signal.Notify(quit, syscall.SIGTERM)
	wait(quit)
}

func wait(c <-chan os.Signal) { <-c }

// Every channel gets the signal.
func twice() {
	quit, spare := make(chan os.Signal, 1), make(chan os.Signal, 1)
	signal.Notify(spare, syscall.SIGTERM)
	signal.Notify(quit, os.Interrupt, syscall.SIGTERM)
	<-quit
}

func another() {
	quit, reload := make(chan os.Signal, 1), make(chan os.Signal, 1)
	signal.Notify(quit, syscall.SIGTERM) // want `nobody ever receives from quit`
	signal.Notify(reload, syscall.SIGHUP)
	<-reload
}

func inTheCall() {
	signal.Notify(make(chan os.Signal, 1), syscall.SIGTERM)
}

func ignoresPipes() {
	c := make(chan os.Signal, 1)
	signal.Notify(c, syscall.SIGPIPE)
}

func whileChildRuns(cmd *exec.Cmd) error {
	c := make(chan os.Signal, 1)
	signal.Notify(c, os.Interrupt, syscall.SIGTERM)
	defer signal.Stop(c)
	return cmd.Run()
}

func contextForAWhile(cmd *exec.Cmd) error {
	_, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM)
	err := cmd.Run()
	stop()
	return err
}

func polled() bool {
	c := make(chan os.Signal, 1)
	signal.Notify(c, syscall.SIGTERM)
	time.Sleep(time.Second)
	return len(c) > 0
}

func escapes(register func(any)) {
	c := make(chan os.Signal, 1)
	signal.Notify(c, syscall.SIGTERM)
	register(c)
}

func neverCalled() {
	c := make(chan os.Signal, 1)
	signal.Notify(c, syscall.SIGTERM)
}

func main() {
	dropped()
	new(app).start()
	contextDropped()
	received()
	ranged()
	receivedElsewhere()
	twice()
	another()
	inTheCall()
	ignoresPipes()
	whileChildRuns(nil)
	contextForAWhile(nil)
	polled()
	escapes(nil)
}
