// Package constructor flushes when nothing has been written yet.
package constructor

import (
	"context"

	"go.opentelemetry.io/otel/sdk/trace"
	"go.uber.org/zap"
)

// A Logger logs.
type Logger struct{ *zap.SugaredLogger }

// NewLogger flushes too early.
func NewLogger() (*Logger, error) {
	logger, err := zap.NewProduction()
	if err != nil {
		return nil, err
	}
	defer logger.Sync() // want `this flush of logger runs when NewLogger returns, before anything has been written: whatever is buffered later needs another one on the way out.*\(unflushed-telemetry, note\)`
	return &Logger{logger.Sugar()}, nil
}

// NewProvider shuts down what it returns.
func NewProvider(ctx context.Context, exporter trace.SpanExporter) *trace.TracerProvider {
	tp := trace.NewTracerProvider(trace.WithBatcher(exporter))
	defer func() { // want `this flush of tp runs when NewProvider returns.*\(unflushed-telemetry\)`
		_ = tp.Shutdown(ctx)
	}()
	return tp
}

// Use flushes what it used.
func Use() error {
	logger, err := zap.NewProduction()
	if err != nil {
		return err
	}
	defer logger.Sync()
	logger.Info("used")
	return nil
}

// Flush flushes what it was given, and returns it.
func Flush(logger *zap.Logger) *zap.Logger {
	defer logger.Sync()
	return logger
}
