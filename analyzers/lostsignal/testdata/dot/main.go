// Dot imports os/signal with a dot.
package main

import (
	"os"
	. "os/signal"
)

func main() {
	c := make(chan os.Signal)
	Notify(c, os.Interrupt) // want `signal-unbuffered` `signal-no-sigterm`
	<-c
}
