// Pair stops two servers in one function, one of them in a goroutine and one by defer.
//
// script: get /; sleep 300ms; signal TERM
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
	h := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { time.Sleep(time.Second); fmt.Fprint(w, "answered") })
	first := &http.Server{Addr: os.Getenv("ADDR"), Handler: h}
	second := &http.Server{Addr: "127.0.0.1:0", Handler: h} // the other one
	third := &http.Server{ // the last one
		// where it listens
		Addr: "127.0.0.1:0", // any port
		Handler: h,
	}
	for _, srv := range []*http.Server{first, second, third} {
		go srv.ListenAndServe()
	}
	stop := make(chan os.Signal, 1)
	signal.Notify(stop, os.Interrupt, syscall.SIGTERM)
	<-stop
	defer third.Shutdown(context.Background())
	if err := first.Shutdown(context.Background()); err != nil { // the first
		log.Print(err)
	} // is down
	if err := second.Shutdown(context.Background()); err != nil {
		log.Print(err)
	}
	fmt.Println("stopped")
}
