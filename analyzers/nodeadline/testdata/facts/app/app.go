// Package app stops a service of another package.
package app

import (
	"context"
	"net/http"
	"time"

	"example.com/nodeadline/facts/service"
)

func stop(s *service.Service) error {
	return s.Stop(context.Background()) // want `s.Stop waits for the slowest client`
}

func stopInTime(s *service.Service) error {
	ctx, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	return s.Stop(ctx)
}

func run(s *service.Service, admin *http.Server) { s.Run(context.Background(), admin) }

func serve(s *service.Service, admin *http.Server) { s.Serve(context.Background(), admin) }
