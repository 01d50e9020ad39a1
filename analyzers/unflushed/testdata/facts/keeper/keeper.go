// Package keeper shuts down what it has been given.
package keeper

import (
	"context"

	sdkmetric "go.opentelemetry.io/otel/sdk/metric"
	sdktrace "go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/trace"
)

// A Shutdown ends things.
type Shutdown struct {
	logs   *sdkmetric.MeterProvider
	traces interface{ Shutdown(context.Context) error }
}

// SetLogs takes the logs.
func (s *Shutdown) SetLogs(p *sdkmetric.MeterProvider) { s.logs = p }

// New takes the traces.
func New(p *sdktrace.TracerProvider) *Shutdown { return &Shutdown{traces: p} }

// Graceful ends them.
func (s *Shutdown) Graceful(ctx context.Context) {
	if s.logs != nil {
		s.logs.Shutdown(ctx)
	}
	s.traces.Shutdown(ctx)
}

// A Handler only uses what it keeps.
type Handler struct{ tracer trace.Tracer }

// NewHandler makes one.
func NewHandler(p trace.TracerProvider) *Handler { return &Handler{p.Tracer("handler")} }
