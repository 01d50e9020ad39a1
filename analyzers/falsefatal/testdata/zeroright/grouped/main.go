// Grouped hands the error of a group to a main that ends with status 1.
package main

import (
	"errors"
	"fmt"
	"log"
	"net"
	"net/http"
	"os"
	"os/signal"
	"syscall"
	"time"

	"golang.org/x/sync/errgroup"
)

func main() {
	srv := &http.Server{Handler: http.NewServeMux(), ReadHeaderTimeout: time.Second}
	go stop(srv)
	if err := run(srv); err != nil && !errors.Is(err, http.ErrServerClosed) {
		log.Fatal(err)
	}
}

func run(srv *http.Server) error {
	group := new(errgroup.Group)
	group.Go(func() error { return serve(srv) })
	err := group.Wait()
	if !errors.Is(err, http.ErrServerClosed) {
		if stopErr := srv.Close(); stopErr != nil {
			err = fmt.Errorf("run: %w: %w", err, stopErr)
		} else {
			err = fmt.Errorf("run: %w", err)
		}
	}
	return err
}

func serve(srv *http.Server) error {
	l, err := net.Listen("tcp", ":8080")
	if err != nil {
		return err
	}
	return srv.Serve(l)
}

func stop(srv *http.Server) {
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, syscall.SIGTERM)
	<-signals
	if err := srv.Close(); err != nil {
		log.Print(err)
	}
}
