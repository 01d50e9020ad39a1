// A service that waits for its slowest client, however long that takes.
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
		Handler:           slow.Endless(make(chan struct{})),
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
	fmt.Println("draining")
	if err := srv.Shutdown(context.WithoutCancel(ctx)); err != nil { // want `context.WithoutCancel\(ctx\) has no deadline`
		log.Print(err)
	}
	fmt.Println("saved")
}
