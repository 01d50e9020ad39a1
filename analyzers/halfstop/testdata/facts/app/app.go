// Package app stops a service of another package.
package app

import (
	"context"

	"example.com/halfstop/facts/service"
)

func stop(ctx context.Context, s *service.Service) {
	_ = s.Stop(ctx) // want `the error of s.Stop is dropped`
}

func stopped(ctx context.Context, s *service.Service) error { return s.Stop(ctx) }
