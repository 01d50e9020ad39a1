// Package deadctx finds graceful stops whose context has already ended.
//
// # Analyzer deadctx
//
// deadctx: report graceful stops whose context is already done
//
// Shutdown waits for the requests in flight until its context is done. With a context that is done already it closes the
// listeners and returns at once.
//
// # Category shutdown-cancelled-ctx
//
// shutdown-cancelled-ctx: a graceful stop is given a context that is already done
//
// In production the stop looks graceful and is not: Shutdown returns context canceled at once, the program goes on to
// its end, and the requests in flight are cut.
//
//	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM)
//	defer stop()
//	<-ctx.Done()
//	srv.Shutdown(ctx) // WRONG: srv.Shutdown does not wait for requests in flight: ctx is already done here
//
//	<-ctx.Done()
//	grace, cancel := context.WithTimeout(context.WithoutCancel(ctx), 10*time.Second)
//	defer cancel()
//	srv.Shutdown(grace) // RIGHT
//
// Done is a context whose end the program has waited for on a path to the stop; one that is derived from it, by
// WithTimeout say; one whose cancel function has run, or runs before the stop because it was deferred later; the context of
// an errgroup after Wait; the one that context.AfterFunc waited for; one with a deadline that was set before the
// program waited for a signal; and that of a request, for whose end Shutdown itself waits. A function that hands its
// parameter to Shutdown counts as Shutdown, in other packages too. So does what a program calls as a method of an interface, and a
// context is the same in a field, in a goroutine and where another function has waited for it.
//
// A note: what waits for the work in its hands, and is no server: Disconnect of a MongoDB client, which closes the connections
// in use when its context is done, Stop of a River client, which leaves its jobs.
//
// Not reported: contexts of which it is not known where they come from; contexts cut off by context.WithoutCancel; a
// fresh context, also under the same name; the program waits for one context and stops with another.
//
// Fix: The stop gets ten seconds of its own, counted on a context that keeps the values of the old one:
// context.WithTimeout(context.WithoutCancel(ctx), 10*time.Second). Where the dead context is the parent of one with a
// timeout, only the parent is wrapped. Before Go 1.21 there is no WithoutCancel, and no fix. There is none for the
// context of a request: a handler that stops its own server has to do so in a goroutine. graceful.StopContext(ctx, d) of the
// runtime module is the same in one call.
package deadctx
