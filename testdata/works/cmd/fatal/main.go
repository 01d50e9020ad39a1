// Fatal waits for the slowest request, and ends the process where it cannot: in a function that others call.
//
// script: get /slow; sleep 300ms; signal TERM
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

func main() {
	mux := http.NewServeMux()
	mux.HandleFunc("/slow", func(w http.ResponseWriter, r *http.Request) {
		time.Sleep(11 * time.Second)
		fmt.Fprint(w, "answered")
	})
	srv := &http.Server{Addr: os.Getenv("ADDR"), Handler: mux, ReadHeaderTimeout: time.Second}
	go srv.ListenAndServe()
	stop := make(chan os.Signal, 1)
	signal.Notify(stop, os.Interrupt, syscall.SIGTERM)
	<-stop
	drain(srv)
	fmt.Println("stopped")
}

func drain(srv *http.Server) {
	err := srv.Shutdown(context.Background())
	check(err)
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
