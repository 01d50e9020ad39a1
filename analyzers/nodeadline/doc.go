// Package nodeadline finds graceful stops that may wait forever.
//
// # Analyzer nodeadline
//
// nodeadline: report graceful stops that nothing bounds
//
// A graceful stop waits for the requests in flight. How long they take is for the clients to decide.
//
// # Category shutdown-no-deadline
//
// shutdown-no-deadline: a graceful stop has no deadline, and nothing forces its end
//
// In production one client that does not read its answer, or one open stream, keeps the process alive until the platform
// kills it: what should have happened after the drain, closing the database or flushing a queue, never happens.
//
//	srv.Shutdown(context.Background()) // WRONG: srv.Shutdown waits for the slowest client: context.Background() has no deadline
//
//	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
//	defer cancel()
//	if err := srv.Shutdown(ctx); err != nil { // RIGHT
//		srv.Close()
//	}
//
// The same holds for GracefulStop of a gRPC server where nothing ever calls its Stop. A context that a function was given
// before it served, and that has no deadline by now, will not get one. Where goroutines or methods of interfaces are on the way of the
// context, the program as a whole is asked, and the call reported that leads there.
//
// Level: a note for a server that only accompanies another one, for metrics, profiles, health or redirects.
//
// Not reported: nobody waits for the stop, which shutdown-not-awaited says; the same server is closed by force somewhere; a timer ends the process, or the function waits for the stop
// in a select with a timer; a second signal ends the process or the context, as far as the context has been handed on in this way; the stop is a hook of an fx life cycle, which gives its hooks fifteen seconds and then goes on; the context comes from elsewhere and may have a deadline; a command that serves one request, for
// a login say, whose own handler ends the wait.
//
// Fix: The stop gets ten seconds, counted on the context that it was given. There is none for GracefulStop, which takes no
// context: run it in a goroutine, and call Stop when the time is up. graceful.StopContext(ctx, d) of the runtime module makes
// such a context.
package nodeadline
