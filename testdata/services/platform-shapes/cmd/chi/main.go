// Chi has handlers of another package, some of which make others.
package main

import (
	"context"
	"database/sql"
	"log"
	"net/http"
	"os/signal"
	"syscall"
	"time"

	"example.com/shapes/store"

	"github.com/go-chi/chi/v5"
)

func main() {
	db, err := sql.Open("postgres", "")
	if err != nil {
		log.Fatal(err)
	}
	r := chi.NewRouter()
	r.Method("GET", "/livez", store.Live(db))
	r.Route("/api", func(r chi.Router) { r.Get("/readyz", store.Ready) })
	srv := &http.Server{Addr: ":8080", Handler: http.TimeoutHandler(r, 30*time.Second, "late"), ReadHeaderTimeout: time.Second}
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGINT, syscall.SIGTERM)
	defer stop()
	go func() {
		if err := srv.ListenAndServe(); err != nil && err != http.ErrServerClosed {
			log.Fatal(err)
		}
	}()
	<-ctx.Done()
	shut(srv)
	if err := db.Close(); err != nil {
		log.Print(err)
	}
}

func shut(srv *http.Server) {
	grace, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	if err := srv.Shutdown(grace); err != nil {
		log.Print(err)
		_ = srv.Close()
	}
}
