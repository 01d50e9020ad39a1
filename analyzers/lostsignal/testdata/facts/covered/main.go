// Covered asks for SIGINT itself, while a package below asks for SIGTERM.
package main

import (
	"os"
	"os/signal"

	"example.com/lostsignal/facts/listens"
)

func main() {
	c := make(chan os.Signal, 1)
	signal.Notify(c, os.Interrupt)
	select {
	case <-c:
	case <-listens.Stop():
	}
}
