// Package nakedgo finds what a request handler does that ends the process, or corrupts other requests, from a goroutine.
//
// # Analyzer nakedgo
//
// nakedgo: report request handlers that risk the whole process
//
// net/http recovers a panic of the handler itself: it logs a stack and drops that one connection (on HTTP/2 it resets that
// stream), and gin.Recovery turns it into a 500. Neither sees what happens in a goroutine that the handler has started.
//
// # Category goroutine-panic
//
// goroutine-panic: a goroutine started by a request handler has no recover
//
// In production one panic in it, a nil pointer in a rare answer, ends the process and cuts every other request.
//
//	func upload(c *gin.Context) {
//		name := c.Param("name")
//		go func() {
//			makeThumbnail(name) // WRONG: a panic here ends the process, with gin.Recovery or without
//		}()
//		c.Status(http.StatusAccepted)
//	}
//
//	func upload(c *gin.Context) {
//		name := c.Param("name")
//		go func() {
//			defer func() {
//				if r := recover(); r != nil {
//					log.Printf("thumbnail of %s: %v\n%s", name, r, debug.Stack())
//				}
//			}()
//			makeThumbnail(name) // RIGHT
//		}()
//		c.Status(http.StatusAccepted)
//	}
//
// A handler is a function that takes what exists only during a request: an http.ResponseWriter, a *gin.Context, a context of
// echo or fiber, …, registered or not; what it calls counts too, also in other packages of the same code base. Functions
// that start what they are given in a goroutine (WaitGroup.Go, errgroup.Group.Go, time.AfterFunc, helpers) are seen as well.
//
// Level: note. Almost nobody recovers there, and whether one should is a matter of risk appetite.
//
// Goroutines are reported where they are started, those of one function once, at the first of them, with one way from a handler to it.
// One of another package is reported at the first call that leads there, with its place, in each package that has such a call.
//
// Not reported: a goroutine whose function, or a function that all its work is in, recovers before it does anything that
// can panic; goroutines that only communicate, wait, lock, copy, log or call the standard library, that count, store or delete
// what is at hand in a metric, a map or Redis, that close or flush something, or end the process anyway, and what is started once for
// all requests, or not for the constants that handlers pass; handlers that nothing in their package can call;
// github.com/sourcegraph/conc, which hands the panic to the goroutine that waits.
//
// Fix: Recover at the top of the function literal and log the panic with its stack. Only where nobody waits for something
// that the literal would not have sent then, nor looks at what it would not have assigned, and where its function starts no other
// goroutine without recover: several want a helper that starts them. graceful.App.Go of the runtime module starts such a goroutine,
// and waits for it on the way out.
//
// # Category exit-in-handler
//
// exit-in-handler: a request handler ends the process
//
// In production one request that fails in the right way takes down the service for everybody, and its sender can repeat it.
//
//	func show(w http.ResponseWriter, r *http.Request) {
//		data, err := load(r.PathValue("id"))
//		if err != nil {
//			log.Fatal(err) // WRONG: the process ends, and with it every other request
//		}
//		w.Write(data)
//	}
//
//	func show(w http.ResponseWriter, r *http.Request) {
//		data, err := load(r.PathValue("id"))
//		if err != nil {
//			http.Error(w, "cannot load", http.StatusInternalServerError) // RIGHT
//			return
//		}
//		w.Write(data)
//	}
//
// os.Exit, log.Fatal and the Fatal of other loggers count, and functions that call them, over any number of calls and
// packages of the same code base. An exit is reported once, where it stands, with one way from a handler to it; if it stands in
// another package, at the first call that leads there, with its place.
//
// Level: a note where the handler does it whatever the request is, for then it is there to end the process, if not with care.
//
// Not reported: functions that no handler calls, and handlers that nothing in their package can call; loggers that end the
// process at another level than the one used here; os.Exit(0) in a goroutine that sleeps first, until the answer has been sent:
// somebody has asked for that, as for an exit behind the graceful stop of a server; an exit for a panic that a
// goroutine has recovered, which would have ended the process as well. Nor what only sets something up, for that either has worked when the program
// came up, or says so at the first request: what runs in a sync.Once, or where a package variable or field is still nil or empty,
// or not what the setting says of which the function makes it, or the flag not yet set that the function sets; and an exit for want
// of an environment variable or setting, which requests do not change, or for want of randomness: crypto/rand does not fail.
//
// Fix: None: what to answer, and what to log, is for the handler to say.
//
// # Category request-context-in-goroutine
//
// request-context-in-goroutine: a goroutine works with a context that ends when the handler returns
//
// net/http cancels the context of a request as soon as its handler has returned. In production a query, request or transaction of
// the goroutine then fails with "context canceled": seldom on an idle machine, often under load.
//
//	func order(w http.ResponseWriter, r *http.Request) {
//		id := r.PathValue("id")
//		go confirm(r.Context(), id) // WRONG: whether the mail is sent depends on who is quicker
//		w.WriteHeader(http.StatusAccepted)
//	}
//
//	func order(w http.ResponseWriter, r *http.Request) {
//		id := r.PathValue("id")
//		go confirm(context.WithoutCancel(r.Context()), id) // RIGHT: with the values of the request, such as its trace
//		w.WriteHeader(http.StatusAccepted)
//	}
//
// A context whose deadline the handler sets, and which it cancels by a deferred call, counts as well, and so does what is derived from
// either. A function of the same code base that leaves work with its context to a goroutine is reported where a handler calls it, with
// the place. What cannot be left to hang needs a deadline of its own: context.WithTimeout(context.WithoutCancel(r.Context()), …).
//
// Not reported: goroutines that the handler waits for; contexts that only carry values, to loggers for example; goroutines that
// wait for the end of a context themselves: they are there to end with the request, as does what gets a context that the handler makes
// with context.WithCancel, and what a handler starts that then goes on in a loop without an end, for as long as its client is there;
// methods of interfaces, and functions of other modules, that cannot fail; r.Context() in a function that does not answer r.
//
// Fix: Wrap the context in context.WithoutCancel (from Go 1.21 on) where the goroutine gets it. Not where the handler has set a
// deadline, which would be lost with the rest.
//
// # Category gin-context-in-goroutine
//
// gin-context-in-goroutine: a goroutine uses a gin.Context after the handler may have returned
//
// gin puts the Context back into a pool as soon as the handler has returned. In production the goroutine then reads the
// parameters, headers and user of another request, or writes into its answer.
//
//	func create(c *gin.Context) {
//		go func() {
//			audit(c.GetString("user"), c.Param("id")) // WRONG: by now c may belong to another request
//		}()
//		c.Status(http.StatusCreated)
//	}
//
//	func create(c *gin.Context) {
//		user, id := c.GetString("user"), c.Param("id")
//		go func() {
//			audit(user, id) // RIGHT
//		}()
//		c.Status(http.StatusCreated)
//	}
//
// The context counts under any name and type: captured, as an argument, as a context.Context, or as the parent of one. Handed to a
// function of the same code base as a context.Context, with which that works in a goroutine, it is reported at the call.
//
// Not reported: c.Copy(), values taken out before, goroutines that the handler waits for.
//
// Fix: Copy the context before the goroutine starts, where the goroutine only reads from it: the copy cannot write an answer.
// The context of the request, which ends when the handler returns, in the copy as well, becomes context.WithoutCancel of it.
//
// # Category pooled-context-in-goroutine
//
// pooled-context-in-goroutine: a goroutine uses the context of echo, fiber, fasthttp or hertz after the handler may have returned
//
// These are used again for another request as soon as the handler has returned, as that of gin is. In production the goroutine then
// reads the parameters, headers and user of another request, or writes into its answer.
//
//	func create(c echo.Context) error {
//		go func() {
//			audit(c.Param("id")) // WRONG: by now c may belong to another request
//		}()
//		return c.NoContent(http.StatusCreated)
//	}
//
//	func create(c echo.Context) error {
//		id := c.Param("id")
//		go func() {
//			audit(id) // RIGHT
//		}()
//		return c.NoContent(http.StatusCreated)
//	}
//
// Strings of fiber and fasthttp lie in the buffer of the request: strings.Clone(c.Params("id")).
//
// Not reported: the Copy of hertz, values taken out before, goroutines that the handler waits for.
//
// Fix: None: which values the goroutine needs is for its author to say.
package nakedgo
