// Package unit has times without a unit.
package unit

import (
	"context"
	"database/sql"
	"net"
	"net/http"
	"time"
)

func inLiteral(h http.Handler) error {
	srv := &http.Server{
		Handler:           h,
		ReadHeaderTimeout: 5 * time.Second,
		ReadTimeout:       60,                // want `60 is 60ns here: a time.Duration counts nanoseconds, and this is over before anything has happened.*\(timeout-no-unit\)`
		WriteTimeout:      2 * 30,            // want `2 \* 30 is 60ns here`
		IdleTimeout:       time.Duration(90), // want `time.Duration\(90\) is 90ns here`
	}
	srv.WriteTimeout = (1 << 10) // want `1.024µs here`
	return srv.ListenAndServe()
}

const (
	graceSeconds = 10
	idleMillis   = 500
	patience     = 5
)

func stop(srv *http.Server, db *sql.DB) error {
	ctx, cancel := context.WithTimeout(context.Background(), graceSeconds) // want `graceSeconds is 10ns here`
	defer cancel()
	db.SetConnMaxIdleTime(idleMillis)        // want `idleMillis is 500ns here`
	client := http.Client{Timeout: patience} // want `patience is 5ns here`
	client.CloseIdleConnections()
	return srv.Shutdown(ctx)
}

func arguments(h http.Handler) (net.Conn, http.Handler) {
	time.Sleep(500)                                         // want `500 is 500ns here`
	conn, _ := net.DialTimeout("tcp", "example.com:80", 30) // want `30 is 30ns here`
	return conn, http.TimeoutHandler(h, 10, "too late")     // want `10 is 10ns here`
}

var _ = []any{inLiteral, stop, arguments}
