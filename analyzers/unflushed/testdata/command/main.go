// Package main starts sentry and flushes it.
package main

import (
	"errors"
	"log"
	"time"

	"github.com/getsentry/sentry-go"
)

func main() {
	if err := sentry.Init(sentry.ClientOptions{Dsn: "https://example.com/1"}); err != nil {
		log.Print(err)
	}
	defer sentry.Flush(2 * time.Second)
	sentry.CaptureException(errors.New("no"))
}
