// User waits for signals with the help of another package.
package main

import (
	"os"
	"os/signal"
	"syscall"

	"example.com/lostsignal/facts/lib"
)

func given() {
	c := make(chan os.Signal)
	lib.Notify(c, os.Interrupt) // want `c has no buffer` `signal-no-sigterm`
	<-c
}

func received() {
	c := make(chan os.Signal) // unbuffered, and received from in lib
	lib.Wait(c, os.Interrupt) // want `c has no buffer` `signal-no-sigterm`
}

func unheard() {
	c := make(chan os.Signal, 1)
	lib.Notify(c, os.Interrupt) // want `nobody ever receives from c`
	select {}
}

func list() {
	c := make(chan os.Signal, 1)
	signal.Notify(c, lib.Interrupts...) // want `signal-no-sigterm`
	<-c
}

func made() {
	c := lib.Channel()
	signal.Notify(c, syscall.SIGUSR1) // want `c has no buffer`
	<-c
}

func untrappable() {
	c := make(chan os.Signal, 1)
	lib.Notify(c, os.Interrupt, os.Kill) // want `no process can catch os.Kill` `signal-no-sigterm`
	<-c
}

func main() {
	given()
	received()
	list()
	made()
	untrappable()
	unheard()
}
