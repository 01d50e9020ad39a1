// Plain answers 200 to liveness, whatever the database says; what answers to readiness is not known.
package main

import (
	"context"
	"database/sql"
	"log"
	"net/http"
	"os/signal"
	"syscall"
	"time"
)

func wrap(h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { h.ServeHTTP(w, r) })
}

func main() {
	mux := http.NewServeMux()
	db, err := sql.Open("postgres", "")
	if err != nil {
		log.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	mux.HandleFunc("/livez", func(w http.ResponseWriter, r *http.Request) {
		state := "up"
		if db.PingContext(r.Context()) != nil {
			state = "down"
		}
		_, _ = w.Write([]byte(state))
	})
	mux.Handle("/api/readyz", wrap(http.NotFoundHandler()))
	srv := &http.Server{Addr: ":8080", Handler: mux, ReadHeaderTimeout: time.Second}
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGINT, syscall.SIGTERM)
	defer stop()
	go func() {
		if err := srv.ListenAndServe(); err != nil && err != http.ErrServerClosed {
			log.Fatal(err)
		}
	}()
	<-ctx.Done()
	grace, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	if err := srv.Shutdown(grace); err != nil {
		log.Print(err)
		_ = srv.Close()
	}
}
