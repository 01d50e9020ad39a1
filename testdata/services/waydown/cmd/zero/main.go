// A service that ends as after an orderly stop when it cannot serve.
package main

import (
	"context"
	"errors"
	"fmt"
	"log"
	"net/http"
	"os"
	"os/signal"
	"syscall"
	"time"

	"example.com/waydown/slow"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	srv := &http.Server{
		Addr:              os.Args[1],
		Handler:           slow.Handler(),
		ReadHeaderTimeout: 5 * time.Second,
	}
	fmt.Println("listening on", srv.Addr)
	failed := make(chan error, 1)
	go func() { failed <- srv.ListenAndServe() }() // want `main returns with status 0`
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
}
