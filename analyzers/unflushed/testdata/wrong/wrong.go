// Package wrong loses what it writes.
package wrong

import (
	"archive/zip"
	"bufio"
	"compress/gzip"
	"context"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"text/tabwriter"

	"github.com/IBM/sarama"
	"github.com/segmentio/kafka-go"
	"go.opentelemetry.io/otel"
	sdkmetric "go.opentelemetry.io/otel/sdk/metric"
	"go.opentelemetry.io/otel/sdk/trace"
	api "go.opentelemetry.io/otel/trace"
	"go.uber.org/zap"
	"go.uber.org/zap/zapcore"
)

func lines(out io.Writer, lines []string) {
	w := bufio.NewWriter(out) // want `nothing flushes w: the end of what was written to it never arrives.*\(unflushed-telemetry\)`
	for _, line := range lines {
		fmt.Fprintln(w, line)
	}
}

func earlyReturn(out io.Writer, lines []string) int {
	w := bufio.NewWriter(out) // want `w is not flushed where the function returns early`
	w.WriteString("header")
	if len(lines) == 0 {
		return 0
	}
	for _, line := range lines {
		w.WriteString(line)
	}
	w.Flush()
	return len(lines)
}

func archive(name string) error {
	f, err := os.Create(name)
	if err != nil {
		return err
	}
	defer f.Close()
	z := gzip.NewWriter(f) // want `nothing flushes z`
	_, err = io.WriteString(z, "data")
	return err
}

func table(out io.Writer) error {
	t := tabwriter.NewWriter(out, 0, 8, 1, ' ', 0) // want `nothing flushes t`
	_, err := fmt.Fprintf(t, "a\tb\n")
	return err
}

func rows(out io.Writer) error {
	w := csv.NewWriter(out) // want `nothing flushes w`
	return w.Write([]string{"a", "b"})
}

func files(out io.Writer) error {
	z := zip.NewWriter(out) // want `nothing flushes z`
	w, err := z.Create("a")
	if err != nil {
		return err
	}
	return json.NewEncoder(w).Encode("a")
}

type journal struct{ w *bufio.Writer }

func open(out io.Writer) *journal {
	return &journal{w: bufio.NewWriter(out)} // want `nothing flushes this writer`
}

func (j *journal) add(line string) error {
	_, err := j.w.WriteString(line)
	return err
}

func inLiteral(out io.Writer) func() error {
	return func() error {
		w := (bufio.NewWriterSize)(out, 1<<16) // want `nothing flushes w`
		return (json.NewEncoder(w)).Encode(errors.New("a"))
	}
}

type tracer struct{ name string }

func (t *tracer) init(exporter trace.SpanExporter) {
	tp := trace.NewTracerProvider( // want `nothing shuts this provider down: what it has batched when the process ends is never sent`
		trace.WithBatcher(exporter),
	)
	otel.SetTracerProvider(tp)
}

func metrics(exporter sdkmetric.Exporter) {
	reader := sdkmetric.NewPeriodicReader(exporter)
	otel.SetMeterProvider(sdkmetric.NewMeterProvider(sdkmetric.WithReader(reader))) // want `nothing shuts this provider down`
}

func made(exporter trace.SpanExporter) *trace.TracerProvider {
	return trace.NewTracerProvider(trace.WithSpanProcessor(trace.NewBatchSpanProcessor(exporter))) // want `nothing shuts`
}

func usesMade(ctx context.Context, exporter trace.SpanExporter) {
	_, span := made(exporter).Tracer("a").Start(ctx, "b")
	span.End()
}

func logs(out zapcore.WriteSyncer) {
	sink := &zapcore.BufferedWriteSyncer{WS: out} // want `nothing empties this zapcore\.BufferedWriteSyncer on the way out`
	logger := zap.New(zapcore.NewCore(zapcore.NewJSONEncoder(zapcore.EncoderConfig{}), sink, zap.InfoLevel))
	logger.Info("started")
}

func messages(ctx context.Context) error {
	w := &kafka.Writer{Topic: "a", Async: true} // want `nothing empties this kafka\.Writer`
	return w.WriteMessages(ctx, kafka.Message{})
}

func produce(brokers []string) error {
	p, err := sarama.NewAsyncProducer(brokers, nil) // want `nothing flushes p: the messages that it still holds`
	if err != nil {
		return err
	}
	p.Input() <- &sarama.ProducerMessage{Topic: "a"}
	return nil
}

// Tracing can be used by importers, and not be stopped.
func Tracing(exporter trace.SpanExporter) (api.TracerProvider, error) {
	tp := trace.NewTracerProvider(trace.WithBatcher(exporter)) // want `nothing shuts this provider down`
	return tp, nil
}

func copied(out io.Writer, body io.Reader) error {
	w := bufio.NewWriter(out) // want `nothing flushes w`
	_, err := io.Copy(w, body)
	return err
}
