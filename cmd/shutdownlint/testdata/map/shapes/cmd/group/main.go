// Group has a worker that is awaited for a while, and one that nobody tells to stop.
package main

import (
	"context"
	"net/http"
	"os/signal"
	"sync"
	"syscall"
	"time"

	"example.com/shapes/stop"
)

func main() {
	ctx, cancel := signal.NotifyContext(context.Background(), syscall.SIGTERM)
	defer cancel()
	jobs := make(chan string)
	var workers, deaf sync.WaitGroup
	workers.Add(1)
	go func() {
		defer workers.Done()
		for {
			select {
			case <-jobs:
			case <-ctx.Done():
				time.Sleep(2 * time.Second)
				return
			}
		}
	}()
	deaf.Add(1)
	go func() {
		defer deaf.Done()
		for range jobs {
		}
	}()
	srv := &http.Server{Addr: ":8080", ReadHeaderTimeout: time.Second}
	go srv.ListenAndServe()
	<-ctx.Done()
	stop.Within(srv, 5*time.Second)
	workers.Wait()
	over := make(chan struct{})
	go func() {
		deaf.Wait()
		close(over)
	}()
	select {
	case <-over:
	case <-time.After(3 * time.Second):
	}
	deaf.Wait()
}
