// Package skipdefer finds exits of the process that skip deferred calls which matter.
//
// # Analyzer skipdefer
//
// skipdefer: report exits that skip deferred cleanup
//
// os.Exit, and with it log.Fatal and its like in every logger, ends the process on the spot. No deferred call runs.
//
// # Category exit-skips-defer
//
// exit-skips-defer: the process ends here while a deferred flush, close or removal is pending
//
// In production what was buffered is lost, the database is left in the middle of things, and lock files and temporary
// folders stay behind, exactly in the runs that failed and that somebody wants to understand.
//
//	func main() {
//		out, err := os.Create("report.csv")
//		if err != nil {
//			log.Fatal(err)
//		}
//		w := bufio.NewWriter(out)
//		defer w.Flush()
//		if err := write(w); err != nil {
//			log.Fatal(err) // WRONG: what w has buffered never reaches the file
//		}
//	}
//
//	func main() { // RIGHT
//		if err := run(); err != nil {
//			log.Fatal(err)
//		}
//	}
//
//	func run() error {
//		out, err := os.Create("report.csv")
//		if err != nil {
//			return err
//		}
//		w := bufio.NewWriter(out)
//		defer w.Flush()
//		return write(w)
//	}
//
// The exit can be a logger's Fatal (zap, logrus, klog, zerolog with its Msg, …), or stand in a function that is called here,
// over any number of calls and packages; the message says where.
//
// Each deferred call is weighed. These count: a flush, the close of a producer or of a format that is written to, Shutdown,
// Rollback, the removal of temporary files and lock files, taking the service out of a registry (etcd, Consul), and functions that do
// such things, also those that another function has handed out: shutdown, in shutdown, err := tracing.Start(ctx).
//
// Level: a note where only something is closed that holds nothing back, as far as its type tells: a pool or a client, or what has no
// method that puts anything into it. The end of the process closes its connections as well, and all that happens is that the other
// end logs an aborted connection. A note, too, where a profile or a trace is ended, and while the program comes
// up: where it has not yet begun to serve, as the same function does later, what is closed or stopped has had nothing to do.
//
// Of the exits of a function that skip the same deferred call, one is reported, for what mends one mends all: the first of those that
// matter most. It names the others.
//
// Not reported: cancel and stop functions, Unlock, WaitGroup.Done, the close of bodies, rows, connections and files, in which
// nothing is held back, Sync of a zap logger that writes through, deferred calls that only recover or log; exits before the
// defer, on another branch, in a goroutine or function literal without defers of its own, and inside the
// deferred function; klog.Flush and its like before an exit of the same logger, which flushes by itself; exits behind the same cleanup done by hand; log.Panic and runtime.Goexit, which run deferred calls.
//
// Fix: In func main, where the exit is a log.Fatal, Fatalf or Fatalln of the standard library that an error can say as well:
// the body moves into a function that returns an error, which main prints before it ends the process. Elsewhere none, because
// an error has to find its way out, nor while main serves by a Run of gin, which has a fix of its own.
package skipdefer
