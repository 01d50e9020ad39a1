// Package signals registers channels of its own.
package signals

import (
	"os"
	"os/signal"
	"syscall"
)

// Stop returns the signals that end a service.
func Stop() <-chan os.Signal {
	c := make(chan os.Signal, 1)
	signal.Notify(c, os.Interrupt, syscall.SIGTERM)
	return c
}
