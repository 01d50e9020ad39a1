// A service that is started again when its configuration changes, and stops itself when that fails.
package main

import (
	"os"
	"os/signal"
	"syscall"

	"example.com/unawaited/restarts/app"
)

func main() {
	a := new(app.App)
	go func() {
		defer syscall.Kill(os.Getpid(), syscall.SIGTERM)
		for a.Start() == app.ErrReload {
			a.Stop()
		}
	}()
	quit := make(chan os.Signal, 1)
	signal.Notify(quit, syscall.SIGTERM)
	<-quit
	a.Stop()
}
