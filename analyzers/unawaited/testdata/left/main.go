// Left starts the stop when the signal has come, and does not wait for it.
package main

import (
	"context"
	"errors"
	"log"
	"net/http"
	"os"
	"os/signal"
	"sync"
	"syscall"
	"time"
)

// main is what a program comes to that has been told to keep nobody waiting.
func main() {
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGINT, syscall.SIGTERM)
	defer stop()
	srv := listen()
	<-ctx.Done()
	grace, cancel := context.WithTimeout(context.WithoutCancel(ctx), 10*time.Second)
	defer cancel()
	go srv.Shutdown(grace) // want `nobody waits for srv.Shutdown: main goes on while it drains, and requests in flight are cut \(shutdown-not-awaited\)`
}

func listen() *http.Server {
	srv := &http.Server{Addr: ":8080"}
	go func() {
		if err := srv.ListenAndServe(); !errors.Is(err, http.ErrServerClosed) {
			log.Fatal(err)
		}
	}()
	return srv
}

// Sleeps gives requests two seconds of the ten that they are promised.
func Sleeps() {
	srv := listen()
	sigs := make(chan os.Signal, 1)
	signal.Notify(sigs, syscall.SIGTERM)
	<-sigs
	go func() {
		grace, cancel := context.WithTimeout(context.Background(), 10*time.Second)
		defer cancel()
		if err := srv.Shutdown(grace); err != nil { // want `nobody waits for srv.Shutdown: Sleeps goes on while it drains`
			log.Print(err)
		}
	}()
	time.Sleep(2 * time.Second)
}

// SleepsLongEnough leaves them all ten.
func SleepsLongEnough() {
	srv := listen()
	sigs := make(chan os.Signal, 1)
	signal.Notify(sigs, syscall.SIGTERM)
	<-sigs
	grace, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	go srv.Shutdown(grace)
	time.Sleep(11 * time.Second)
}

// Joins waits for two servers at once.
func Joins() {
	public, private := listen(), listen()
	sigs := make(chan os.Signal, 1)
	signal.Notify(sigs, syscall.SIGTERM)
	<-sigs
	grace, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	var drained sync.WaitGroup
	for _, srv := range []*http.Server{public, private} {
		drained.Go(func() { srv.Shutdown(grace) })
	}
	drained.Wait()
}

// Bounds waits for no longer than it says.
func Bounds() {
	srv := listen()
	sigs := make(chan os.Signal, 1)
	signal.Notify(sigs, syscall.SIGTERM)
	<-sigs
	grace, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	drained := make(chan struct{})
	go func() {
		defer close(drained)
		srv.Shutdown(grace)
	}()
	select {
	case <-drained:
	case <-time.After(time.Second):
	}
}

// OnReload drains one server while another takes over.
func OnReload() {
	hangups := make(chan os.Signal, 1)
	signal.Notify(hangups, syscall.SIGHUP)
	for {
		srv := listen()
		<-hangups
		grace, cancel := context.WithTimeout(context.Background(), 10*time.Second)
		defer cancel()
		go srv.Shutdown(grace)
	}
}
