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
// Deferred calls run in reverse order: a stop that is deferred before the database is opened runs after its Close. So do the
// OnStop hooks of an fx life cycle, while the actors of a group are interrupted in the order in which they were added. Cleanup
// that is handed to RegisterOnShutdown, or to proc.AddShutdownListener and AddWrapUpListener of go-zero, runs while Shutdown drains,
// which does not wait for it, and so does that of a goroutine which waits for the same context as the one that stops the server.
//
// The close and the stop may stand in different functions and packages: what counts is what runs first when all that they call is
// put in its place. A close that comes when serving has returned, while a goroutine for which nobody waits still drains, comes too
// early as well, and so does one behind the signal while nothing at all stops the server.
//
// What counts as a store are the types of well-known libraries, structs that hold one, and types of other packages that are
// named for it. A function that stops a server counts as Shutdown, in other packages too. A channel on which request handlers
// send counts as well: closed before the drain, it makes them panic.
//
// Level: error; a note where the drain is over, but has failed, and the server was not closed before the store: the requests
// that fail on it would soon be cut by the end of the process.
//
// Not reported: a close on a path that does not lead to the stop; an explicit stop before deferred closes; a goroutine that
// waits for the drain or for anything else; listeners, files, tickers, logs and other things of which nothing says that requests
// share them.
//
// Fix: The close is moved behind the stop, with others that stand between them; of deferred calls the stop is moved behind the
// close. There is none where anything else stands between them, where the code leaves when the stop fails, and where they stand
// in different blocks: what both of them need is not known then. graceful.App.Defer of the runtime module closes after the drain,
// last registered first.
package closeorder
