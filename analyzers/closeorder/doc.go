// Package closeorder finds stores that are closed before the server that uses them has drained.
//
// # Analyzer closeorder
//
// closeorder: report what is closed under the requests in flight
//
// The way down is the way up reversed: first the server, then what its handlers use.
//
// # Category close-order
//
// close-order: a database, cache, queue or store is closed before the server is shut down
//
// In production the requests that Shutdown waits for fail on a closed database: the drain does everything but what it is for.
//
//	db.Close() // WRONG: db.Close runs before srv.Shutdown has drained the server
//	srv.Shutdown(ctx)
//
//	srv.Shutdown(ctx)
//	db.Close() // RIGHT
//
// Deferred calls run in reverse order: a stop that is deferred before the database is opened runs after its Close. Cleanup that
// is handed to RegisterOnShutdown runs while Shutdown drains, which does not wait for it.
//
// What counts as a store are the types of well-known libraries, structs that hold one, and types of other packages that are
// named for it. A function that stops a server counts as Shutdown, in other packages too.
//
// Not reported: a close on a path that does not lead to the stop; an explicit stop before deferred closes; listeners, files,
// tickers, logs and other things of which nothing says that requests share them.
//
// Fix: There is none: where a statement can be moved to depends on what both of them need. graceful.App.Defer of the runtime
// module closes after the drain, last registered first.
package closeorder
