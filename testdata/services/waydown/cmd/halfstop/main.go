// A service that does not know whether it has drained.
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
	gone := make(chan struct{})
	srv := &http.Server{
		Handler:           slow.Endless(gone),
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
	grace, cancel := context.WithTimeout(context.WithoutCancel(ctx), 100*time.Millisecond)
	defer cancel()
	srv.Shutdown(grace) // want `the error of srv.Shutdown is dropped`
	select {            // what a service does at the end: save something, say
	case <-gone:
		fmt.Println("saved")
	case <-time.After(3 * time.Second):
		fmt.Println("saved while a request was running")
	}
}
