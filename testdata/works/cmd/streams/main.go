// Streams sends events until the client leaves or the signal comes.
//
// script: get /events; sleep 300ms; signal TERM
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
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	mux := http.NewServeMux()
	mux.HandleFunc("/events", func(w http.ResponseWriter, r *http.Request) {
		for {
			select {
			case <-r.Context().Done():
				fmt.Fprint(w, "bye")
				return
			case <-time.After(time.Minute):
				fmt.Fprint(w, "event")
			}
		}
	})
	srv := &http.Server{Addr: os.Getenv("ADDR"), Handler: mux, ReadHeaderTimeout: time.Second, BaseContext: func(net.Listener) context.Context { return ctx }}
	go srv.ListenAndServe()
	<-ctx.Done()
	stop()
	start := time.Now()
	grace, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	if err := srv.Shutdown(grace); err != nil {
		log.Print(err)
	}
	fmt.Println("stopped, at once:", time.Since(start) < 3*time.Second)
}
