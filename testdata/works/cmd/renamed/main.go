// Renamed defers the stop of a server whose variable gets another one.
//
// script: get /; sleep 300ms; signal TERM
package main

import (
	"context"
	"fmt"
	"net/http"
	"os"
	"os/signal"
	"syscall"
	"time"
)

func main() {
	h := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { time.Sleep(time.Second); fmt.Fprint(w, "answered") })
	srv := &http.Server{Addr: os.Getenv("ADDR"), Handler: h, ReadHeaderTimeout: time.Second}
	go srv.ListenAndServe()
	defer srv.Shutdown(context.Background())
	srv = &http.Server{Addr: "127.0.0.1:0", Handler: h, ReadHeaderTimeout: time.Second}
	go srv.ListenAndServe()
	defer srv.Shutdown(context.Background())
	stop := make(chan os.Signal, 1)
	signal.Notify(stop, os.Interrupt, syscall.SIGTERM)
	<-stop
}
