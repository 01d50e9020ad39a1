// Package site serves, and closes its database at a signal.
package site

import (
	"database/sql"
	"net/http"
	"os"
	"os/signal"
	"syscall"
)

// An App has what handlers need.
type App struct{ db *sql.DB }

// Serve serves until a signal comes.
func Serve(app *App, handler http.Handler) error {
	quit := make(chan os.Signal, 1)
	signal.Notify(quit, syscall.SIGTERM)
	go func() {
		<-quit
		shutdown(app)
		os.Exit(0)
	}()
	return http.ListenAndServe(":8080", handler)
}

func shutdown(app *App) { app.db.Close() }

// Close closes the database.
func (app *App) Close() { app.db.Close() }
