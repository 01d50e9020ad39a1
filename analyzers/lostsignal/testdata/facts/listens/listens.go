// Package listens asks for SIGTERM.
package listens

import (
	"os"
	"os/signal"

	"example.com/lostsignal/facts/lib"
)

// Stop returns a channel that gets the signals which end a service.
func Stop() <-chan os.Signal {
	c := make(chan os.Signal, 1)
	signal.Notify(c, lib.Stop...)
	return c
}
