package resource

import "slices"

// flushRows are the functions that hold back what is written, and those that let it go.
var flushRows = slices.Concat(
	each(Buffers, "bufio.", "NewWriter", "NewWriterSize"),
	each(Buffers, "compress/gzip.", "NewWriter", "NewWriterLevel"),
	each(Buffers, "compress/zlib.", "NewWriter", "NewWriterLevel"),
	each(Buffers, "compress/flate.", "NewWriter"),
	each(Buffers, "archive/zip.", "NewWriter"),
	each(Buffers, "archive/tar.", "NewWriter"),
	each(Buffers, "encoding/csv.", "NewWriter"),
	each(Buffers, "text/tabwriter.", "NewWriter"),
	each(Buffers, "github.com/IBM/sarama.", "NewAsyncProducer", "NewAsyncProducerFromClient"),

	flushes("(*bufio.Writer).", "Flush"),
	flushes("(*compress/gzip.Writer).", "Close"), // its Flush leaves the end of the format open
	flushes("(*compress/zlib.Writer).", "Close"),
	flushes("(*compress/flate.Writer).", "Close", "Flush"),
	flushes("(*archive/zip.Writer).", "Close"),
	flushes("(*archive/tar.Writer).", "Close", "Flush"),
	flushes("(*encoding/csv.Writer).", "Flush", "WriteAll"),
	flushes("(*text/tabwriter.Writer).", "Flush"),
	flushes("(*github.com/segmentio/kafka-go.Writer).", "Close"),
	flushes("(github.com/IBM/sarama.AsyncProducer).", "Close", "AsyncClose"),

	accepts("(github.com/IBM/sarama.AsyncProducer).", "Input", "Successes", "Errors"),

	// A value written to by the standard library.
	writes(0, "fmt.", "Fprint", "Fprintf", "Fprintln"),
	writes(0, "io.", "Copy", "CopyN", "CopyBuffer", "WriteString"),
	writes(0, "encoding/json.", "NewEncoder"),
	writes(0, "encoding/gob.", "NewEncoder"),
	writes(0, "encoding/binary.", "Write"),
	writes(0, "(*text/template.Template).", "Execute", "ExecuteTemplate"),
	writes(0, "(*html/template.Template).", "Execute", "ExecuteTemplate"),
	// These take a bufio.Writer as their own, and flush it. So does encoding/xml, in each Encode.
	[]Row{{Func: "encoding/csv.NewWriter", Args: []Effect{Writes}, Wraps: []Wrap{{0, 0}}}},
	[]Row{{Func: "bufio.NewReadWriter", Args: []Effect{Reads, Reads}, Wraps: []Wrap{{0, 0}, {1, 0}}}},

	// OpenTelemetry. The global setters keep a provider and never stop it.
	[]Row{
		{Func: "go.opentelemetry.io/otel/sdk/trace.NewTracerProvider", Makes: []Made{{0, TracerProvider, 0}}},
		{Func: "go.opentelemetry.io/otel/sdk/metric.NewMeterProvider", Makes: []Made{{0, MeterProvider, 0}}},
		{Func: "go.opentelemetry.io/otel/sdk/log.NewLoggerProvider", Makes: []Made{{0, LoggerProvider, 0}}},
	},
	each(Batches, "go.opentelemetry.io/otel/sdk/trace.", "WithBatcher", "NewBatchSpanProcessor"),
	each(Batches, "go.opentelemetry.io/otel/sdk/metric.", "NewPeriodicReader"),
	each(Batches, "go.opentelemetry.io/otel/sdk/log.", "NewBatchProcessor"),
	flushes("(*go.opentelemetry.io/otel/sdk/trace.TracerProvider).", "Shutdown", "ForceFlush"),
	flushes("(*go.opentelemetry.io/otel/sdk/metric.MeterProvider).", "Shutdown", "ForceFlush"),
	flushes("(*go.opentelemetry.io/otel/sdk/log.LoggerProvider).", "Shutdown", "ForceFlush"),
	each(0, "go.opentelemetry.io/otel.", "SetTracerProvider", "SetMeterProvider"),
	each(0, "go.opentelemetry.io/otel/log/global.", "SetLoggerProvider"),

	// go.uber.org/zap
	flushes("(*go.uber.org/zap.Logger).", "Sync"),
	flushes("(*go.uber.org/zap.SugaredLogger).", "Sync"),
	flushes("(go.uber.org/zap/zapcore.WriteSyncer).", "Sync"),
	flushes("(go.uber.org/zap/zapcore.Core).", "Sync"),
	flushes("(*go.uber.org/zap/zapcore.BufferedWriteSyncer).", "Stop", "Sync"),
	derives("(*go.uber.org/zap.Logger).", "Sugar", "With", "WithOptions", "Named", "WithLazy"),
	derives("(*go.uber.org/zap.SugaredLogger).", "Desugar", "With", "WithOptions", "Named"),
	[]Row{
		{Func: "go.uber.org/zap.New", Args: []Effect{Reads, Reads}, Wraps: []Wrap{{0, 0}}},
		{Func: "go.uber.org/zap/zapcore.NewCore", Args: []Effect{Reads, Reads, Reads}, Wraps: []Wrap{{1, 0}}},
		{Func: "go.uber.org/zap/zapcore.NewTee", Args: []Effect{Reads}, Wraps: []Wrap{{0, 0}}},
		{Func: "go.uber.org/zap/zapcore.Lock", Args: []Effect{Reads}, Wraps: []Wrap{{0, 0}}},
		{Func: "go.uber.org/zap/zapcore.AddSync", Args: []Effect{Reads}, Wraps: []Wrap{{0, 0}}},
		{Func: "go.uber.org/zap.ReplaceGlobals", Args: []Effect{Escapes}}, // zap.L().Sync() may flush it
	},
)

// flushes returns one row for each method that writes what its receiver holds back.
func flushes(prefix string, names ...string) []Row {
	var rows []Row
	for _, name := range names {
		rows = append(rows, Row{Func: prefix + name, Recv: Flushes})
	}
	return rows
}

// accepts returns one row for each method that puts something into its receiver.
func accepts(prefix string, names ...string) []Row {
	var rows []Row
	for _, name := range names {
		rows = append(rows, Row{Func: prefix + name, Recv: Writes, Args: []Effect{Reads}})
	}
	return rows
}

// writes returns one row for each function that writes to its i'th argument.
func writes(i int, prefix string, names ...string) []Row {
	args := make([]Effect, i+1, i+2)
	for j := range args {
		args[j] = Reads
	}
	args[i] = Writes
	args = append(args, Reads)
	var rows []Row
	for _, name := range names {
		rows = append(rows, Row{Func: prefix + name, Args: args})
	}
	return rows
}

// derives returns one row for each method whose result writes to what its receiver writes to.
func derives(prefix string, names ...string) []Row {
	var rows []Row
	for _, name := range names {
		rows = append(rows, Row{Func: prefix + name, Recv: Reads, Args: []Effect{Reads}, Wraps: []Wrap{{Recv, 0}}})
	}
	return rows
}

// BufferedSink is the sink that keeps what a zap logger writes until it is full, synced or stopped.
const BufferedSink = "go.uber.org/zap/zapcore.BufferedWriteSyncer"

// KafkaWriter is asynchronous if its field Async says so.
const KafkaWriter = "github.com/segmentio/kafka-go.Writer"

// Sentry sends events from a goroutine of its own.
const Sentry = "github.com/getsentry/sentry-go"

// IsSentryName reports whether a function of this name of sentry starts its client, or empties its queue.
func IsSentryName(name string) bool {
	switch name {
	case "Init", "Flush", "FlushWithContext", "NewHTTPSyncTransport":
		return true
	}
	return false
}
