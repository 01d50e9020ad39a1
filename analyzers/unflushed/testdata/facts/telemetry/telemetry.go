// Package telemetry starts sentry for the program.
package telemetry

import "github.com/getsentry/sentry-go"

// Init starts it.
func Init(dsn string) error { return start(dsn) }

func start(dsn string) error { return sentry.Init(sentry.ClientOptions{Dsn: dsn}) }

// Capture sends an error.
func Capture(err error) { sentry.CaptureException(err) }
