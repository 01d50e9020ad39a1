// Alias imports os/signal under another name, and calls Notify through variables.
package main

import (
	"os"
	sig "os/signal"
)

var notify = sig.Notify

func throughGlobal() {
	c := make(chan os.Signal)
	notify(c, os.Interrupt) // want `signal-unbuffered` `signal-no-sigterm`
	<-c
}

func throughLocal() {
	listen := sig.Notify
	c := make(chan os.Signal)
	listen(c, os.Interrupt) // want `signal-unbuffered` `signal-no-sigterm`
	<-c
}

func renamed() {
	c := make(chan os.Signal)
	sig.Notify(c, os.Interrupt) // want `signal-unbuffered` `signal-no-sigterm`
	<-c
}

func main() {
	throughGlobal()
	throughLocal()
	renamed()
}
