// Package app stops a service of another package.
package app

import (
	"context"

	"example.com/deadctx/facts/service"
)

func stop(ctx context.Context, s *service.Service) error {
	<-ctx.Done()
	return s.Stop(ctx) // want `s.Stop does not wait for requests in flight: ctx is already done here`
}

func finish(ctx context.Context, s *service.Service) error {
	<-ctx.Done()
	return s.Finish(ctx)
}
