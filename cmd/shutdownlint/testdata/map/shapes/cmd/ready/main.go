// Ready tells the load balancer, waits, gives two servers one deadline, and ends with a status of its own.
package main

import (
	"context"
	"database/sql"
	"flag"
	"net/http"
	"os"
	"os/signal"
	"sync/atomic"
	"syscall"
	"time"

	"example.com/shapes/stop"
)

var ready atomic.Bool

func main() {
	delay := flag.Duration("delay", 3*time.Second, "time for the load balancer")
	flag.Parse()
	ctx, cancel := signal.NotifyContext(context.Background(), syscall.SIGTERM)
	defer cancel()
	db, err := sql.Open("none", "")
	if err != nil {
		os.Exit(1)
	}
	public := &http.Server{Addr: ":8080", ReadHeaderTimeout: time.Second}
	private := &http.Server{Addr: ":8081", ReadHeaderTimeout: time.Second}
	go public.ListenAndServe()
	go private.ListenAndServe()
	ready.Store(true)
	<-ctx.Done()
	cancel()
	ready.Store(false)
	time.Sleep(*delay)
	grace, cancelGrace := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancelGrace()
	failed := stop.By(grace, public) != nil
	failed = stop.By(grace, private) != nil || failed
	db.Close()
	if failed {
		os.Exit(3)
	}
	os.Exit(0)
}
