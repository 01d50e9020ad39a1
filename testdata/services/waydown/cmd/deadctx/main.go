// A service that gives Shutdown the context that has just ended.
package main

import (
	"context"
	"fmt"
	"log"
	"net"
	"net/http"
	"os"
	"os/signal"
	"syscall"
	"time"

	"example.com/waydown/slow"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		log.Fatal(err)
	}
	srv := &http.Server{
		Handler:           slow.Handler(),
		ReadHeaderTimeout: 5 * time.Second,
	}
	fmt.Println("listening on", l.Addr())
	failed := make(chan error, 1)
	go func() { failed <- srv.Serve(l) }() // want `main returns with status 0`
	select {
	case err := <-failed:
		log.Print(err)
		return
	case <-ctx.Done():
	}
	stop()
	if err := srv.Shutdown(ctx); err != nil { // want `ctx is already done here`
		log.Print(err)
	}
}
