// Command drained drains all that it serves by name.
package main

import (
	"context"
	"net/http"
	"os"
	"os/signal"
	"syscall"
	"time"

	"example.com/noshutdown/registry/closing"
)

func main() {
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM)
	shop := &http.Server{Addr: ":8080", ReadHeaderTimeout: time.Second}
	stock := &http.Server{Addr: ":8081", ReadHeaderTimeout: time.Second}
	all := map[string]closing.Stopper{"shop": shop, "stock": stock}
	for _, s := range []*http.Server{shop, stock} {
		go func() { _ = s.ListenAndServe() }()
	}
	<-signals
	ctx, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	closing.Drain(ctx, all)
}
