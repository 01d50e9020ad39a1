// Wrong returns the error of serving, behind a wait for the drain.
package main

import (
	"context"
	"log"
	"net/http"
	"os"
	"os/signal"
	"syscall"
	"time"
)

func main() {
	if err := serve(&http.Server{ReadHeaderTimeout: time.Second}); err != nil {
		log.Print("failed: ", err)
		os.Exit(1)
	}
}

func serve(srv *http.Server) error {
	drained := make(chan struct{})
	go func() {
		defer close(drained)
		signals := make(chan os.Signal, 1)
		signal.Notify(signals, syscall.SIGTERM, syscall.SIGINT)
		<-signals
		ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
		defer cancel()
		if err := srv.Shutdown(ctx); err != nil {
			srv.Close()
		}
	}()
	err := srv.ListenAndServe() // want `is taken for a failure` `comes of its error`
	<-drained
	return err
}
