// Echo answers in methods, and waits for its end in another goroutine.
package main

import (
	"context"
	"database/sql"
	"errors"
	"log"
	"net/http"
	"os/signal"
	"syscall"
	"time"

	"example.com/shapes/store"

	"github.com/labstack/echo/v4"
)

type repository struct{ db *sql.DB }

func (r repository) Ping(ctx context.Context) error { return r.db.PingContext(ctx) }

func (r repository) Count(ctx context.Context) (n int, err error) {
	err = r.db.QueryRowContext(ctx, "SELECT count(*) FROM t").Scan(&n)
	return n, err
}

type handlers struct{ service *store.Service }

func (h *handlers) live(c echo.Context) error {
	if err := h.service.Check(c.Request().Context()); err != nil {
		return echo.NewHTTPError(http.StatusServiceUnavailable, "database")
	}
	return c.NoContent(http.StatusOK)
}

func (h *handlers) ready(c echo.Context) error { return c.String(http.StatusOK, "ok") }

func main() {
	db, err := sql.Open("postgres", "")
	if err != nil {
		log.Fatal(err)
	}
	h := &handlers{store.New(repository{db}, "1")}
	e := echo.New()
	e.GET("/livez", h.live)
	e.GET("/api/readyz", h.ready)
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGINT, syscall.SIGTERM)
	defer stop()
	done := make(chan struct{})
	go func() {
		defer close(done)
		<-ctx.Done()
		grace, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
		defer cancel()
		if err := e.Shutdown(grace); err != nil {
			log.Print(err)
			_ = e.Close()
		}
	}()
	if err := e.Start(":8080"); !errors.Is(err, http.ErrServerClosed) {
		log.Fatal(err)
	}
	<-done
	if err := db.Close(); err != nil {
		log.Print(err)
	}
}
