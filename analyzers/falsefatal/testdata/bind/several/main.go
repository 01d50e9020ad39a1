// A program that has other servers too.
package main

import (
	"context"
	"log"
	"net/http"
	"os/signal"
	"syscall"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM)
	defer stop()
	srv := &http.Server{Addr: ":8080"}
	failed := make(chan error, 1)
	go func() {
		if err := srv.ListenAndServe(); err != nil && err != http.ErrServerClosed { // want `if srv.ListenAndServe cannot serve, nothing comes of its error: the program waits for a signal and lives on without this server`
			log.Print(err)
		}
	}()
	go func() { // which nobody stops
		log.Print((&http.Server{Addr: ":6060"}).ListenAndServe())
	}()
	api := &http.Server{Addr: ":8081"}
	go func() {
		failed <- api.ListenAndServe()
	}()
	select {
	case <-ctx.Done():
	case err := <-failed:
		log.Fatal(err)
	}
	_ = api.Shutdown(context.WithoutCancel(ctx))
	_ = srv.Shutdown(context.WithoutCancel(ctx))
}
