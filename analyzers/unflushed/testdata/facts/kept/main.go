// Package main hands its providers to who shuts them down.
package main

import (
	"context"
	"io"

	"go.opentelemetry.io/otel/sdk/metric"
	"go.opentelemetry.io/otel/sdk/trace"

	"example.com/unflushed/facts/keeper"
)

func main() {
	metrics := metric.NewMeterProvider(metric.WithReader(metric.NewPeriodicReader(exporter{})))
	traces := trace.NewTracerProvider(trace.WithBatcher(spans{}))
	s := keeper.New(traces)
	s.SetLogs(metrics)
	used := trace.NewTracerProvider(trace.WithBatcher(spans{})) // want `nothing shuts this provider down`
	keeper.NewHandler(used)
	s.Graceful(context.Background())
}

type exporter struct{ metric.Exporter }

type spans struct {
	io.Writer
	trace.SpanExporter
}
