package resource

// Kinds of OpenTelemetry.
const (
	TracerProvider Kind = "go.opentelemetry.io/otel/sdk/trace.TracerProvider"
	MeterProvider  Kind = "go.opentelemetry.io/otel/sdk/metric.MeterProvider"
	LoggerProvider Kind = "go.opentelemetry.io/otel/sdk/log.LoggerProvider"
)

// The global setters keep a provider and never stop it.
var _ = register(library{
	kinds:   []Kind{TracerProvider, MeterProvider, LoggerProvider},
	globals: []string{"go.opentelemetry.io/otel.GetTracerProvider", "go.opentelemetry.io/otel.GetMeterProvider"},
	rows: [][]Row{
		made(TracerProvider, "go.opentelemetry.io/otel/sdk/trace.", "NewTracerProvider"),
		made(MeterProvider, "go.opentelemetry.io/otel/sdk/metric.", "NewMeterProvider"),
		made(LoggerProvider, "go.opentelemetry.io/otel/sdk/log.", "NewLoggerProvider"),
		each(Batches, "go.opentelemetry.io/otel/sdk/trace.", "WithBatcher", "NewBatchSpanProcessor"),
		each(Batches, "go.opentelemetry.io/otel/sdk/metric.", "NewPeriodicReader"),
		each(Batches, "go.opentelemetry.io/otel/sdk/log.", "NewBatchProcessor"),
		having(Flushes, "(*go.opentelemetry.io/otel/sdk/trace.TracerProvider).", "Shutdown", "ForceFlush"),
		having(Flushes, "(*go.opentelemetry.io/otel/sdk/metric.MeterProvider).", "Shutdown", "ForceFlush"),
		having(Flushes, "(*go.opentelemetry.io/otel/sdk/log.LoggerProvider).", "Shutdown", "ForceFlush"),
		each(0, "go.opentelemetry.io/otel.", "SetTracerProvider", "SetMeterProvider"),
		each(0, "go.opentelemetry.io/otel/log/global.", "SetLoggerProvider"),
		{{Func: "go.opentelemetry.io/contrib/instrumentation/net/http/otelhttp.NewHandler", Wraps: []Wrap{{0, 0}}}},
	},
})
