// Package norecovery finds gin engines that serve without recovering panics.
//
// # Analyzer norecovery
//
// norecovery: report gin engines that serve without recovery middleware
//
// gin.New makes an engine with an empty chain, and each route copies the chain as it is when the route, or the group that
// the route belongs to, is made.
//
// # Category gin-no-recovery
//
// gin-no-recovery: routes of a gin engine are served with no recovery in front of them
//
// A panic in a handler does not end the process, for net/http recovers once per connection. But in production the client
// gets no answer: on HTTP/1 its connection is closed, on HTTP/2 its stream is reset, and a proxy in between counts that as a
// broken instance. What middleware does after c.Next (metrics, commits, log lines) never happens, unless it is deferred.
// (A panic in a goroutine that the handler started does end the process, and no middleware can help there.)
//
//	r := gin.New() // WRONG: a handler that panics leaves the client without an answer
//	r.GET("/orders", list)
//	r.Run()
//
//	r := gin.New() // RIGHT: the client gets a 500
//	r.Use(gin.Recovery())
//	r.GET("/orders", list)
//	r.Run()
//
// Recovery that is added after a route was registered, or to a parent after its group was made, is not in front of that
// route; neither is recovery of one group in front of the routes of another.
//
// Recovery may be gin's own or any middleware that defers a function which calls recover and does not always panic again.
// It is looked for in lists, options of gin.New and With, parameters, helpers and other packages.
//
// An engine that a function hands to other packages is judged where it serves. One that leaves as a *gin.Engine with bare
// routes on it is reported where those were registered, because nobody can add anything in front of them any more.
//
// Not reported: gin.Default; engines that serve nowhere, such as those that tests call, and those that only stand behind
// another handler (gin.WrapH, a mux, a wrapper of net/http), which may recover; engines and middleware about which
// nothing is known, such as a middleware that configuration selects; routes for health, version, metrics, docs and files
// that are registered before the recovery of the whole engine, which is often done on purpose.
//
// Fix: Add r.Use(gin.Recovery()) right after the engine is made, where it is put into a variable or field.
package norecovery
