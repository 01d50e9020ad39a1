// Package notimeout finds HTTP servers that wait forever for a request to arrive.
//
// # Analyzer notimeout
//
// notimeout: report HTTP servers without a limit on reading requests
//
// A server with neither ReadHeaderTimeout nor ReadTimeout keeps a connection, its goroutine and its file descriptor for
// as long as a client sends its request header a byte at a time, or not at all.
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
package notimeout
