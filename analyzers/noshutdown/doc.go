// Package noshutdown finds servers that nothing can stop gracefully.
//
// # Analyzer noshutdown
//
// noshutdown: report servers that serve and cannot be shut down
//
// When a new version is rolled out, Kubernetes, Docker and systemd send SIGTERM. A server whose Shutdown nobody calls dies
// in the middle of the requests that it is answering.
//
// # Category gin-run
//
// gin-run: engine.Run and its siblings serve through an http.Server that nobody can reach
//
// In production each rollout cuts the requests in flight: the client sees a reset connection, and the handler's last
// steps never happen. The server that Run makes has no timeouts either, so slow clients can hold connections forever.
//
//	func main() {
//		engine := gin.New()
//		engine.Run(":8080") // WRONG: nothing can stop this server gracefully
//	}
//
//	func main() { // RIGHT
//		engine := gin.New()
//		srv := &http.Server{Addr: ":8080", Handler: engine, ReadHeaderTimeout: 5 * time.Second}
//		ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
//		defer stop()
//		failed := make(chan error, 1)
//		go func() { failed <- srv.ListenAndServe() }()
//		select {
//		case err := <-failed:
//			log.Fatal(err)
//		case <-ctx.Done():
//		}
//		stop()
//		grace, cancel := context.WithTimeout(context.WithoutCancel(ctx), 10*time.Second)
//		defer cancel()
//		if err := srv.Shutdown(grace); err != nil {
//			log.Print(err)
//		}
//	}
//
// Not reported: methods called Run of anything that is no gin.Engine.
//
// Fix: For the last statement of func main with plain arguments, the rewrite above, with the address that Run would use
// (its argument, or PORT, or :8080) and engine.Handler(). Elsewhere the rewrite cannot be mechanical: the function that
// calls Run has to wait for a signal and to hand errors on. With the runtime module the replacement is graceful.App.Run, with
// the engine as the Handler of a server; where a package imports it already, a second fix writes that.
//
// # Category serve-no-shutdown
//
// serve-no-shutdown: a server serves, and no Shutdown of it can be reached
//
// In production each rollout cuts the requests in flight.
//
//	http.ListenAndServe(":8080", h) // WRONG: the server is out of reach
//
//	srv := &http.Server{Addr: ":8080", Handler: h} // RIGHT
//	go srv.ListenAndServe()
//	<-ctx.Done()
//	srv.Shutdown(grace)
//
// The server is followed through variables, fields, parameters, results, slices, maps, channels and closures, and into
// other packages: a type whose Start serves and whose Stop shuts down makes the caller of Start responsible for calling
// Stop. Shutdown counts wherever it can run, also when it is taken as a value (a hook, a callback, a defer), but not
// in a function that nothing calls, nor behind a call that serves until the process dies, nor where only a request leads there,
// or only the receipt of a signal like SIGHUP. Close is no Shutdown: it cuts what is in flight, and the message says so.
// The same holds for Serve of a gRPC server without GracefulStop, and for the servers of echo, fiber, fasthttp, hertz and kratos, where
// no App of kratos gets them; and for Start of echo's StartConfig (v5) with a context that never ends.
//
// Level: a note for a server that only accompanies another one: in a goroutine, or in a package other than main, with profiles,
// metrics, health or redirects; in a goroutine with what net/http serves by default, or beside a server that the same function
// waits for, or the goroutine that starts it; on a listener in memory; in a package other than main where the name of the function
// says so, or of its package or file, as of StartHealthServer, metrics and pprof.go, unless something else is registered; in a goroutine
// beside another server of the package, where its variable, its address or its function is called after debugging, metrics, telemetry,
// support, a playground, health or the like, or the address is a constant such as localhost:6060, and this holds for the other one
// neither. The only server of a program is none otherwise. A note, too, for a server that a command closes as soon as its handler has sent
// what the command waits for, a login say: one request at most is in flight.
//
// Not reported: servers that escape to code about which nothing is known, or that a library serves with which is told to stop;
// servers that importers can reach through an exported result or field; net/http/httptest; servers of other protocols that
// have methods of the same names; what drains by itself: Listen of fiber with a GracefulContext, though it does not wait for
// that (shutdown-not-awaited), Spin of hertz, Start of the fifth version of echo, Run of kratos, Start of go-zero.
//
// Fix: Where http.ListenAndServe is the last statement of func main, the rewrite shown under gin-run. Elsewhere there is
// none, because who waits for the signal is a matter of design. graceful.App.Run of the runtime module replaces call, wait
// and Shutdown at once.
package noshutdown
