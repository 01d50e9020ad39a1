// Cached answers what the database said a while ago, and whether it was told to stop.
package main

import (
	"context"
	"database/sql"
	"log"
	"net/http"
	"os/signal"
	"sync/atomic"
	"syscall"
	"time"

	"example.com/shapes/store"
)

var stopping atomic.Bool

func main() {
	mux := http.NewServeMux()
	db, err := sql.Open("postgres", "")
	if err != nil {
		log.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	mux.Handle("/livez", store.NewCache(db))
	mux.HandleFunc("/api/readyz", func(w http.ResponseWriter, _ *http.Request) {
		if stopping.Load() {
			w.WriteHeader(http.StatusServiceUnavailable)
		}
	})
	srv := &http.Server{Addr: ":8080", Handler: mux, ReadHeaderTimeout: time.Second}
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGINT, syscall.SIGTERM)
	defer stop()
	go func() {
		if err := srv.ListenAndServe(); err != nil && err != http.ErrServerClosed {
			log.Fatal(err)
		}
	}()
	<-ctx.Done()
	stopping.Store(true)
	grace, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	if err := srv.Shutdown(grace); err != nil {
		log.Print(err)
		_ = srv.Close()
	}
}
