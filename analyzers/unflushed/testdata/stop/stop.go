// Package stop stops telemetry too early, or not at all.
package stop

import (
	"context"
	"net/http"
	"os/signal"
	"syscall"
	"time"

	"go.opentelemetry.io/otel/sdk/trace"
)

func deadContext(exporter trace.SpanExporter) {
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM)
	defer stop()
	tp := trace.NewTracerProvider(trace.WithBatcher(exporter))
	<-ctx.Done()
	_ = tp.Shutdown(ctx) // want `tp\.Shutdown sends nothing of what is batched: ctx is done by then.*\(unflushed-telemetry\)`
}

func deadWhenDeferred(exporter trace.SpanExporter) {
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM)
	defer stop()
	tp := trace.NewTracerProvider(trace.WithBatcher(exporter))
	defer tp.Shutdown(ctx) // want `tp\.Shutdown sends nothing`
	<-ctx.Done()
}

func cancelled(exporter trace.SpanExporter) {
	ctx, cancel := context.WithCancel(context.Background())
	tp := trace.NewTracerProvider(trace.WithBatcher(exporter))
	cancel()
	tp.Shutdown(ctx) // want `tp\.Shutdown sends nothing`
}

func fresh(exporter trace.SpanExporter) {
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM)
	defer stop()
	tp := trace.NewTracerProvider(trace.WithBatcher(exporter))
	<-ctx.Done()
	grace, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	_ = tp.Shutdown(grace)
}

func detached(exporter trace.SpanExporter) {
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM)
	defer stop()
	tp := trace.NewTracerProvider(trace.WithBatcher(exporter))
	defer tp.Shutdown(context.WithoutCancel(ctx))
	<-ctx.Done()
}

func beforeTheDrain(ctx context.Context, srv *http.Server, exporter trace.SpanExporter) {
	tp := trace.NewTracerProvider(trace.WithBatcher(exporter))
	go srv.ListenAndServe()
	_ = tp.Shutdown(ctx) // want `tp\.Shutdown runs before srv\.Shutdown has drained the server: what the requests in flight still record is dropped`
	_ = srv.Shutdown(ctx)
}

func deferredInTheWrongOrder(ctx context.Context, srv *http.Server, exporter trace.SpanExporter, stop <-chan struct{}) {
	go srv.ListenAndServe()
	defer srv.Shutdown(ctx)
	tp := trace.NewTracerProvider(trace.WithBatcher(exporter))
	defer func() { // the last one runs first
		_ = tp.Shutdown(ctx) // want `tp\.Shutdown runs before srv\.Shutdown`
	}()
	<-stop
}

func afterTheDrain(ctx context.Context, srv *http.Server, exporter trace.SpanExporter) {
	tp := trace.NewTracerProvider(trace.WithBatcher(exporter))
	go srv.ListenAndServe()
	_ = tp.ForceFlush(ctx)
	_ = srv.Shutdown(ctx)
	_ = tp.Shutdown(ctx)
}

func failedStart(ctx context.Context, srv *http.Server, exporter trace.SpanExporter) error {
	tp := trace.NewTracerProvider(trace.WithBatcher(exporter))
	if err := srv.ListenAndServe(); err != http.ErrServerClosed {
		_ = tp.Shutdown(ctx)
		return err
	}
	defer tp.Shutdown(ctx)
	return srv.Shutdown(ctx)
}

func deadlineOfTheStart(exporter trace.SpanExporter) {
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM)
	defer stop()
	tp := trace.NewTracerProvider(trace.WithBatcher(exporter))
	grace, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	<-ctx.Done()
	_ = tp.Shutdown(grace) // want `grace got its deadline before the signal was awaited`
}

func deadlineOfTheWork(ctx context.Context, exporter trace.SpanExporter) {
	tp := trace.NewTracerProvider(trace.WithBatcher(exporter))
	grace, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	<-ctx.Done()
	_ = tp.Shutdown(grace) // want `grace got its deadline before the end of its work was awaited`
}
