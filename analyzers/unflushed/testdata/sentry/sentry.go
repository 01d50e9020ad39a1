// Package main starts sentry and never flushes it.
package main

import (
	"errors"
	"log"

	"github.com/getsentry/sentry-go"
)

func main() {
	err := sentry.Init(sentry.ClientOptions{Dsn: "https://example.com/1"}) // want `sentry sends events from a goroutine, and nothing flushes it`
	if err != nil {
		log.Print(err)
	}
	sentry.CaptureException(errors.New("no"))
}
