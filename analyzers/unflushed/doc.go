// Package unflushed finds telemetry and other output that is still in a buffer when nobody is left to write it.
//
// # Analyzer unflushed
//
// unflushed: report buffered output that is never flushed
//
// # Category unflushed-telemetry
//
// unflushed-telemetry: spans, metrics, events or lines are buffered and never flushed
//
// In production the last seconds before each stop are missing, and those are the ones that tell why it stopped. A file loses
// its last 4096 bytes, an archive its end.
//
//	func main() {
//		tp := trace.NewTracerProvider(trace.WithBatcher(exporter)) // WRONG: the last batch of spans is never sent
//		otel.SetTracerProvider(tp)
//		serve()
//	}
//
//	func main() {
//		tp := trace.NewTracerProvider(trace.WithBatcher(exporter)) // RIGHT
//		otel.SetTracerProvider(tp)
//		defer func() {
//			ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
//			defer cancel()
//			tp.Shutdown(ctx)
//		}()
//		serve()
//	}
//
// What is looked at: OpenTelemetry's tracer, meter and logger providers that send in batches; sentry, where package main has it
// started, by itself or by other packages of the same code base; zap with a BufferedWriteSyncer; asynchronous Kafka
// producers; bufio, gzip, zlib, flate, zip, tar, csv and tabwriter writers. A value is followed through variables, fields, closures and functions of the package; a flush counts wherever
// it stands, also as a value that is handed on. A local writer must be flushed on every path that does not return an error.
//
// A provider's Shutdown sends nothing if its context is done by then, and drops what requests in flight still record if the
// server is drained after it.
//
// A flush that is deferred in the constructor runs before anything was written: that is reported where the constructor
// returns what it flushes. For a zap logger it is a note, because most of them write through.
//
// Not reported: values that importers can stop, or that go to code about which nothing is known; providers without a
// batching option; sentry with its synchronous transport; paths that return an error, or end in a panic; plain zap loggers
// that nobody syncs.
//
// Fix: For sentry in func main, defer sentry.Flush; ten seconds of its own for a Shutdown whose context is done. Elsewhere
// none: when and where to flush, before the file is closed and after the server has drained, is not mechanical.
package unflushed
