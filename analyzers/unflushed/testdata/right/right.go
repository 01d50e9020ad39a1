// Package right lets go of what it writes.
package right

import (
	"archive/zip"
	"bufio"
	"bytes"
	"compress/gzip"
	"context"
	"encoding/csv"
	"encoding/xml"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"

	"github.com/segmentio/kafka-go"
	"go.opentelemetry.io/otel"
	"go.opentelemetry.io/otel/sdk/trace"
	api "go.opentelemetry.io/otel/trace"
	"go.uber.org/zap"
	"go.uber.org/zap/zapcore"
)

func deferred(out io.Writer) error {
	w := bufio.NewWriter(out)
	defer w.Flush()
	_, err := w.WriteString("a")
	return err
}

func onSuccess(out io.Writer, lines []string) error {
	w := bufio.NewWriter(out)
	for _, line := range lines {
		if _, err := w.WriteString(line); err != nil {
			return err
		}
	}
	return w.Flush()
}

func errorWithoutValue(out io.Writer) string {
	w := bufio.NewWriter(out)
	if _, err := w.WriteString("a"); err != nil {
		return ""
	}
	w.Flush()
	return "a"
}

func ifThereIsSomething(out io.Writer, lines []string) {
	w := bufio.NewWriter(out)
	for _, line := range lines {
		w.WriteString(line)
	}
	if w.Buffered() > 0 {
		w.Flush()
	}
}

func nothingYet(out io.Writer, lines []string) {
	w := bufio.NewWriter(out)
	if len(lines) == 0 {
		return
	}
	fmt.Fprintln(w, lines)
	w.Flush()
}

func inHelper(out io.Writer) error {
	w := bufio.NewWriter(out)
	w.WriteString("a")
	return finish(w)
}

func finish(w *bufio.Writer) error { return w.Flush() }

func throughInterface(f *os.File, compress bool) error {
	var out io.WriteCloser = f
	if compress {
		out = gzip.NewWriter(f)
	}
	defer out.Close()
	_, err := io.WriteString(out, "a")
	return err
}

func closers(out io.Writer) (func() error, error) {
	z := zip.NewWriter(out)
	if _, err := z.Create("a"); err != nil {
		return nil, err
	}
	return z.Close, nil
}

type journal struct {
	w *bufio.Writer
}

func open(out io.Writer) *journal { return &journal{w: bufio.NewWriter(out)} }

func (j *journal) add(line string) { j.w.WriteString(line) }

func (j *journal) close() error { return j.w.Flush() }

// Exported can be flushed by importers.
type Exported struct{ *bufio.Writer }

// New makes one.
func New(out io.Writer) *Exported { return &Exported{bufio.NewWriter(out)} }

// Note writes to it.
func (e *Exported) Note() { e.WriteString("note") }

func readWriter(conn net.Conn) error {
	rw := bufio.NewReadWriter(bufio.NewReader(conn), bufio.NewWriter(conn))
	rw.WriteString("a")
	return rw.Flush()
}

func handedOn(conn net.Conn, req *http.Request, use func(io.Writer)) {
	w := bufio.NewWriter(conn)
	w.WriteString("a")
	use(w)
}

func all(out io.Writer) error {
	return csv.NewWriter(out).WriteAll([][]string{{"a"}})
}

func shutDown(ctx context.Context, exporter trace.SpanExporter) {
	tp := trace.NewTracerProvider(trace.WithBatcher(exporter))
	otel.SetTracerProvider(tp)
	defer tp.Shutdown(ctx)
}

func handsShutdownOn(exporter trace.SpanExporter) func(context.Context) error {
	tp := trace.NewTracerProvider(trace.WithBatcher(exporter))
	otel.SetTracerProvider(tp)
	return tp.Shutdown
}

func sendsAtOnce(exporter trace.SpanExporter) {
	otel.SetTracerProvider(trace.NewTracerProvider(trace.WithSyncer(exporter)))
}

// Provider is for importers.
func Provider(exporter trace.SpanExporter) *trace.TracerProvider {
	return trace.NewTracerProvider(trace.WithBatcher(exporter))
}

func plainZap() {
	logger, err := zap.NewProduction()
	if err != nil {
		return
	}
	logger.Info("a")
}

func buffered(out zapcore.WriteSyncer) {
	sink := &zapcore.BufferedWriteSyncer{WS: out}
	logger := zap.New(zapcore.NewCore(zapcore.NewJSONEncoder(zapcore.EncoderConfig{}), sink, zap.InfoLevel)).Sugar()
	defer logger.Sync()
	logger.Info("a")
}

func stopped(out zapcore.WriteSyncer) {
	sink := &zapcore.BufferedWriteSyncer{WS: out}
	defer sink.Stop()
	zap.New(zapcore.NewCore(zapcore.NewJSONEncoder(zapcore.EncoderConfig{}), sink, zap.InfoLevel)).Info("a")
}

func closed(ctx context.Context) error {
	w := &kafka.Writer{Topic: "a", Async: true}
	defer w.Close()
	return w.WriteMessages(ctx, kafka.Message{})
}

func synchronous(ctx context.Context) error {
	w := &kafka.Writer{Topic: "a"}
	return w.WriteMessages(ctx, kafka.Message{})
}

type bufioLike struct{}

// NewWriter is not that of bufio.
func (bufioLike) NewWriter(w io.Writer) io.Writer { return w }

func shadowed(out io.Writer) {
	var bufio bufioLike
	w := bufio.NewWriter(out)
	fmt.Fprintln(w, "a")
}

func marshals(out io.Writer) error {
	w := bufio.NewWriter(out)
	return xml.NewEncoder(w).Encode("a") // takes w as its own, and flushes it
}

func table(out io.Writer) {
	w := bufio.NewWriter(out)
	rows := csv.NewWriter(w)
	rows.Write([]string{"a"})
	rows.Flush()
}

// Stopper is what Tracing returns.
type Stopper interface {
	api.TracerProvider
	Shutdown(context.Context) error
}

// Tracing can be stopped by importers.
func Tracing(exporter trace.SpanExporter) Stopper {
	return trace.NewTracerProvider(trace.WithBatcher(exporter))
}

// WithStop hands the stop on beside what is used.
func WithStop(exporter trace.SpanExporter) (api.TracerProvider, func(context.Context) error) {
	tp := trace.NewTracerProvider(trace.WithBatcher(exporter))
	return tp, tp.Shutdown
}

// Untyped says nothing about what it returns.
func Untyped(exporter trace.SpanExporter) any {
	return trace.NewTracerProvider(trace.WithBatcher(exporter))
}

func copiedPastTheBuffer(body io.Reader) string {
	var out bytes.Buffer
	w := bufio.NewWriter(&out)
	if _, err := io.Copy(w, body); err != nil {
		return ""
	}
	return out.String()
}
