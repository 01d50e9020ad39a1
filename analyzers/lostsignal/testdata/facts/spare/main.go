// Spare registers a channel too many.
package main

import (
	"os"
	"os/signal"
	"syscall"

	"example.com/lostsignal/facts/signals"
)

func main() {
	spare := make(chan os.Signal, 1)
	signal.Notify(spare, os.Interrupt, syscall.SIGTERM)
	<-signals.Stop()
	wait()
}

func wait() {
	quit := make(chan os.Signal, 1)
	signal.Notify(quit, syscall.SIGTERM) // want `nobody ever receives from quit`
	select {}
}
