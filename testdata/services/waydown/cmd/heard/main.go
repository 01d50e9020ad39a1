// A service that hears of it when its metrics fail.
package main

import (
	"context"
	"errors"
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
	metrics := &http.Server{
		Addr:              os.Args[1],
		ReadHeaderTimeout: 5 * time.Second,
	}
	fmt.Println("listening on", l.Addr())
	failed := make(chan error, 2)
	go func() { failed <- srv.Serve(l) }()
	go func() {
		failed <- metrics.ListenAndServe() // want `main returns with status 0` `serve-no-shutdown, note`
	}()
	select {
	case err := <-failed:
		log.Print(err)
	case <-ctx.Done():
	}
	stop()
	grace, cancel := context.WithTimeout(context.WithoutCancel(ctx), 10*time.Second)
	defer cancel()
	if err := srv.Shutdown(grace); err != nil {
		log.Print(errors.Join(err, srv.Close()))
	}
	fmt.Println("saved")
}
