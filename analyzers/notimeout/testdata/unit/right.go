package unit

import (
	"context"
	"net"
	"net/http"
	"time"
)

const (
	second               = time.Second
	soon                 = 100 * time.Microsecond
	tick   time.Duration = 100 // which says what it is
	rounds               = 3
)

func withUnit(h http.Handler) *http.Server {
	srv := &http.Server{Handler: h, ReadTimeout: 60 * time.Second, WriteTimeout: time.Minute, IdleTimeout: second * 90}
	srv.ReadHeaderTimeout = rounds * second
	return srv
}

// Shorter than a millisecond, and meant to be.
func short() {
	time.Sleep(soon)
	time.Sleep(2 * tick)
	time.Sleep(50 * time.Nanosecond)
	<-time.After(1)
	<-time.NewTimer(0).C
}

func none() *http.Client { return &http.Client{Timeout: 0} }

// These are long enough, if not easy to read.
func long() context.Context {
	ctx, cancel := context.WithTimeout(context.Background(), 30e9)
	defer cancel()
	time.Sleep(1_000_000)
	return ctx
}

// What the package multiplies itself has a unit.
type settings struct{ Timeout time.Duration }

func own() *net.Dialer {
	s := settings{Timeout: 30}
	pause(2)
	return &net.Dialer{Timeout: s.Timeout * time.Second}
}

func pause(timeout time.Duration) { time.Sleep(timeout * time.Second) }

// These are no waits.
func arithmetic(start time.Time, d time.Duration) (time.Time, time.Duration) {
	d += 10
	return start.Add(1).Round(100), d / 2
}

var _ = []any{withUnit, short, none, long, own, arithmetic}
