// Broker ends its streams before it drains: they would never end.
//
// script: get /events; sleep 300ms; signal TERM
package main

import (
	"context"
	"fmt"
	"log"
	"net/http"
	"os"
	"os/signal"
	"syscall"
	"time"
)

// A hub hands out what is sent, until it is closed.
type hub struct{ events chan string }

func (h *hub) Events() <-chan string { return h.events }
func (h *hub) Close() error          { close(h.events); return nil }

func main() {
	h := &hub{make(chan string)}
	mux := http.NewServeMux()
	mux.HandleFunc("/events", func(w http.ResponseWriter, r *http.Request) {
		for e := range h.Events() {
			fmt.Fprint(w, e)
		}
		fmt.Fprint(w, "bye")
	})
	srv := &http.Server{Addr: os.Getenv("ADDR"), Handler: mux, ReadHeaderTimeout: time.Second}
	go srv.ListenAndServe()
	stop := make(chan os.Signal, 1)
	signal.Notify(stop, os.Interrupt, syscall.SIGTERM)
	<-stop
	start := time.Now()
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	h.Close()
	if err := srv.Shutdown(ctx); err != nil {
		log.Print(err)
	}
	fmt.Println("stopped, at once:", time.Since(start) < 3*time.Second)
}
