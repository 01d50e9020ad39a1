// Package notimeout finds HTTP servers that wait forever for a request to arrive, and timeouts that are over at once.
//
// # Analyzer notimeout
//
// notimeout: report servers without timeouts, and timeouts without a unit
//
// A server with neither ReadHeaderTimeout nor ReadTimeout keeps a connection, its goroutine and its file descriptor for
// as long as a client sends its request header a byte at a time, or not at all. A timeout of a few nanoseconds lets nobody in.
//
// # Category server-no-timeouts
//
// server-no-timeouts: an http.Server serves with neither ReadHeaderTimeout nor ReadTimeout
//
// In production a few hundred slow or dead clients use up the file descriptors, and the service answers nobody any more
// (the Slowloris attack needs one laptop). A connection that never sends its request also holds up Shutdown, for five
// seconds, before it counts as idle.
//
//	srv := &http.Server{Addr: ":8080", Handler: h} // WRONG: a client may take forever to send its request header
//	srv.ListenAndServe()
//
//	srv := &http.Server{Addr: ":8080", Handler: h, ReadHeaderTimeout: 5 * time.Second} // RIGHT
//	srv.ListenAndServe()
//
// http.ListenAndServe, http.ListenAndServeTLS, http.Serve and http.ServeTLS make a server of their own that cannot have
// a timeout: they are reported where they are called. A server that only accompanies another one, in a goroutine, for
// profiles, metrics, health or redirects, is a note.
//
// Not reported: a server one of whose two timeouts is set in the literal, by a later assignment, in a constructor, from
// configuration or by the caller; a literal that gives ReadHeaderTimeout the value zero, which is a decision; a server that
// never serves here and that importers can reach; engine.Run of gin, whose own finding (gin-run) says it.
//
// Fix: Set ReadHeaderTimeout to five seconds in the literal. Never WriteTimeout or ReadTimeout, which would cut streams and
// uploads. There is no fix for the functions of net/http, where a server must be made first.
//
// # Category timeout-no-unit
//
// timeout-no-unit: a timeout is a plain number, and so a few nanoseconds
//
// In production each request fails with "i/o timeout", each drain is cut before it has begun, or a loop that should wait spins.
//
//	srv := &http.Server{Handler: h, ReadTimeout: 60} // WRONG: 60 nanoseconds
//	srv.ListenAndServe()
//
//	srv := &http.Server{Handler: h, ReadTimeout: 60 * time.Second} // RIGHT
//	srv.ListenAndServe()
//
// Constants of less than a millisecond with no time in them, under any name, count where the standard library or another module
// takes them for a timeout, deadline, interval, delay, or the like.
//
// Not reported: zero; constants of type time.Duration, and what is made of time.Nanosecond or time.Microsecond; one nanosecond for a
// timer, which means now; fields and functions of one's own, which may multiply what they get by a unit.
//
// Fix: Multiply a constant by the unit that its name tells: graceSeconds * time.Second. What a bare number was meant to be is for its
// author to say.
package notimeout
