// Package main has sentry started, and never flushes it.
package main

import (
	"errors"
	"log"

	"example.com/unflushed/facts/telemetry"
)

func main() {
	if err := telemetry.Init("https://example.com/1"); err != nil { // want `Init starts sentry, which sends events from a goroutine, and nothing flushes it`
		log.Print(err)
	}
	telemetry.Capture(errors.New("no"))
}
