// Package graceful runs HTTP servers, workers and closers, and stops them in
// the one order in which no request is cut and nothing is used after it closed.
//
//	app := &graceful.App{Servers: []*http.Server{{Addr: ":8080", Handler: mux}}}
//	app.Defer("db", func(context.Context) error { return db.Close() })
//	app.Go("consumer", consumer.Run)
//	mux.Handle("GET /readyz", app)
//	if err := app.Run(context.Background()); err != nil {
//		slog.Error("stopped", "err", err)
//		os.Exit(graceful.ExitCode(err))
//	}
//
// Any [http.Handler] will do: a Gin or Echo engine is one, and a chi router too.
//
// # When Run returns
//
// [App.Run] returns when everything is over: the servers have been shut down,
// the handlers have returned, the workers have ended, the closers have run.
// Nothing is left for main to do but to exit. It never takes longer than
// Delay+Grace+Close and one second from the moment the stop begins.
//
// # The order
//
//  1. SIGINT and SIGTERM are registered, and [App.Start] is called. A signal that
//     comes meanwhile ends its context and closes [App.Draining]; then nothing is
//     served, and the closers run. They run after a failed start, too.
//  2. Every listener is bound before any is served, those given to [App.Add]
//     before Run. If one cannot be bound, the closers run and Run returns the error.
//  3. The servers serve and the workers start. Of the timeouts only an unset
//     ReadHeaderTimeout (5 s) and IdleTimeout (2 min) are filled in; never
//     ReadTimeout or WriteTimeout, which would cut uploads and streams. systemd is
//     told READY=1, then STOPPING=1 in step 5, and WATCHDOG=1 all the time, if it
//     has asked for it.
//  4. The stop begins with the first of: a signal, the end of Run's context, a
//     server that failed, a worker that failed or panicked.
//  5. The App is no longer ready: [App.ServeHTTP] answers 503, [App.Draining] is
//     closed, and each response to a request that comes from now on carries
//     "Connection: close" (on HTTP/2 this sends GOAWAY), so that clients with
//     pooled connections leave by themselves. Requests are still served.
//  6. From here on a second signal names what is in flight and ends the process
//     at once, with status 128+n.
//  7. After SIGTERM, and only then, Delay passes, in which load balancers learn
//     that the process is leaving. It ends early on evidence that they have.
//  8. The listeners are closed. Once the connections accepted before have brought
//     their requests (for net/http would drop them) or have been silent for a
//     second, all servers are shut down at the same time, under Grace. A header or
//     handshake that is under way has what ReadHeaderTimeout gives. When Grace is
//     over the contexts of the requests that remain are cancelled, their
//     connections are closed, and Run's error counts and names them. Until then
//     no request's context is cancelled. The servers of Admin follow, under what
//     remains of Grace. Servers of other protocols are shut down with those of
//     net/http.
//  9. What [http.Server.Shutdown] forgets is waited for, under the same Grace:
//     answers that are not out yet, hijacked connections (WebSockets), handlers
//     abandoned by [http.TimeoutHandler], and functions given to
//     RegisterOnShutdown.
//  10. The workers' context is cancelled, and they are joined, for at most half
//     of Close.
//  11. The closers run, the last registered first, each with what remains of
//     Close (and at least 100 ms, so that one that hangs cannot starve the next).
//     One that hangs or panics is named and passed over. They always run, also
//     after a failed start.
//  12. Run returns nil only if nothing was cut, failed or passed over.
//
// # Errors
//
// Run joins everything that went wrong. With [errors.Is]:
//
//   - [ErrCut]: requests or connections were cut: those that Grace was too short
//     for, and those of which net/http dropped the request.
//   - [ErrHung]: a server, worker or closer did not end in time and was left behind.
//   - anything else is the error of a listener, server, worker or closer.
//
// [ExitCode] makes an exit status of it. A signal or the end of the context is
// no error.
//
// # What it cannot do
//
// Without Delay, as after SIGINT, idle connections are closed at once, and a
// client may be writing a request on one: HTTP/1 has no way to announce it. Nor can
// an answer say so whose header was written before the stop, or whose request came
// before it and is answered during Delay; the next one on its connection does.
//
// It does not see goroutines that a handler starts by itself: use [App.Go]. The abandoned
// handlers and shutdown functions of step 9 are found by looking at the stacks
// of all goroutines, once the servers are quiet; those of a server that is not
// in Servers are waited for as well. What a hijacker gets embeds the *net.TCPConn
// or *net.UnixConn and is none; a connection of a type that has methods of its own
// is left as it is, and if it is hijacked counts until its handler returns. The
// connections of golang.org/x/net/http2/h2c are not told to leave: set Protocols
// instead.
//
// A signal that comes before Run ends the process, as in any program: what has to
// be cleaned up is best begun in [App.Start]. Windows has no SIGTERM; there a
// console's Ctrl-C and close events arrive as the signals.
package graceful
