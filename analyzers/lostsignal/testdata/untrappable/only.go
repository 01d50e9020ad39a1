package untrappable

import (
	"os"
	"os/signal"
	"syscall"
)

// lastUseOf keeps the import in use: without os.Kill the file would not compile.
func lastUseOf(c chan string) {
	signal.Notify(signals, os.Kill, syscall.SIGTERM) // want `signal-untrappable`
	<-signals
}
