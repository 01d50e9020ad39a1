// Drained returns the error of the drain, not that of serving.
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
	srv := &http.Server{ReadHeaderTimeout: time.Second}
	if err := serve(srv, len(os.Args) > 1); err != nil {
		log.Print("failed: ", err)
		os.Exit(1)
	}
}

func serve(srv *http.Server, secure bool) error {
	drained := make(chan error, 1)
	go func() {
		signals := make(chan os.Signal, 1)
		signal.Notify(signals, syscall.SIGTERM, syscall.SIGINT)
		<-signals
		ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
		defer cancel()
		drained <- srv.Shutdown(ctx)
	}()
	var err error
	if secure {
		err = srv.ListenAndServeTLS("cert.pem", "key.pem")
	} else {
		err = srv.ListenAndServe()
	}
	if err != nil && err != http.ErrServerClosed {
		return err
	}
	return <-drained
}
