// Opened ends with status 1 when its port is taken.
package main

import (
	"context"
	"log"
	"net/http"
	"os"
	"os/signal"
	"syscall"
	"time"

	"example.com/falsefatal/zero/gate"
)

func main() {
	ctx, _ := signal.NotifyContext(context.Background(), syscall.SIGTERM)
	g := gate.New(http.NewServeMux())
	if err := g.Start(":8080"); err != nil {
		log.Print(err)
		os.Exit(1)
	}
	<-ctx.Done()
	limit, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	if err := g.Stop(limit); err != nil {
		log.Print(err)
	}
}
