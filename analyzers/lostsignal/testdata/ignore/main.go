// Ignore makes the process deaf to SIGTERM.
package main

import (
	"os"
	"os/signal"
	"syscall"
	"time"
)

func main() {
	signal.Ignore(syscall.SIGHUP)
	signal.Ignore(os.Interrupt, syscall.SIGTERM) // want `the process ignores SIGTERM from here on: .* \(signal-unheard\)`
	time.Sleep(time.Hour)
}
