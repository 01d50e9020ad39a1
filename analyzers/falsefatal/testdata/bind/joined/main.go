// A program that waits for its server when a signal has come only.
package main

import (
	"context"
	"log"
	"net/http"
	"os"
	"os/signal"
	"sync"
	"syscall"
)

func main() {
	srv := &http.Server{Addr: ":8080"}
	var serving sync.WaitGroup
	serving.Add(1)
	go func() {
		defer serving.Done()
		if err := srv.ListenAndServe(); err != nil && err != http.ErrServerClosed { // want `nothing comes of its error: the program waits for a signal, lives on and serves nothing`
			log.Print(err)
		}
	}()
	quit := make(chan os.Signal, 1)
	signal.Notify(quit, syscall.SIGTERM)
	<-quit
	_ = srv.Shutdown(context.Background())
	serving.Wait()
}
