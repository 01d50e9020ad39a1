// Package app stops a service of another package.
package app

import (
	"context"

	"example.com/closeorder/facts/service"
)

func wrongOrder(ctx context.Context, s *service.Service) error {
	service.CloseAll() // want `service.CloseAll runs before s.Stop has drained the server`
	return s.Stop(ctx)
}

func rightOrder(ctx context.Context, s *service.Service) error {
	defer service.CloseAll()
	return s.Stop(ctx)
}
