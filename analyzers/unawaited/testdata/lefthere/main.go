// Lefthere has the server in another package, of which two services of this one make use.
package main

import (
	"os"
	"os/signal"
	"syscall"

	"example.com/unawaited/lefthere/server"
)

func main() {
	sigs := make(chan os.Signal, 1)
	signal.Notify(sigs, syscall.SIGTERM)
	api := new(server.Server)
	api.Start()
	<-sigs
	api.Stop() // want `nobody waits for api.Stop: main goes on while it drains`
}

func other() {
	sigs := make(chan os.Signal, 1)
	signal.Notify(sigs, syscall.SIGTERM)
	api := new(server.Server)
	api.Start()
	<-sigs
	api.StopAndWait()
}
