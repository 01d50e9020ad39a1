// Opened only logs that its port is taken.
package main

import (
	"context"
	"log"
	"net/http"
	"os/signal"
	"syscall"
	"time"

	"example.com/falsefatal/zero/gate"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM)
	defer stop()
	g := gate.New(http.NewServeMux())
	if err := g.Start(":8080"); err != nil { // want `main returns with status 0 when g.Start cannot listen: .*\(exit-zero\)`
		log.Print(err)
		return
	}
	<-ctx.Done()
	limit, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	if err := g.Stop(limit); err != nil {
		log.Print(err)
	}
}
