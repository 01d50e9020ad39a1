// Package flusher starts sentry for the program, and says how to end.
package flusher

import (
	"time"

	"github.com/getsentry/sentry-go"
)

// Init starts it.
func Init(dsn string) (func(), error) {
	err := sentry.Init(sentry.ClientOptions{Dsn: dsn})
	return func() { sentry.Flush(2 * time.Second) }, err
}

// A Client hides it.
type Client struct{}

// New starts it.
func New(dsn string) *Client {
	sentry.Init(sentry.ClientOptions{Dsn: dsn})
	return new(Client)
}

// Close ends it.
func (*Client) Close() { sentry.Flush(time.Second) }
