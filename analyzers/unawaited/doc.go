// Package unawaited finds graceful stops for which nobody waits.
//
// # Analyzer unawaited
//
// unawaited: report graceful stops that the program does not wait for
//
// Serve and ListenAndServe return as soon as Shutdown is called, not when it has finished.
//
// # Category shutdown-not-awaited
//
// shutdown-not-awaited: the function that serves returns while Shutdown still drains
//
// In production the program ends, with exit status 0 and nothing in the log, while requests are in flight: they are cut, and
// what the program closes on its way out is closed under them.
//
//	go func() {
//		<-ctx.Done()
//		srv.Shutdown(grace) // WRONG: nobody waits for srv.Shutdown: main returns as soon as srv.ListenAndServe does
//	}()
//	if err := srv.ListenAndServe(); !errors.Is(err, http.ErrServerClosed) {
//		log.Fatal(err)
//	}
//
//	drained := make(chan struct{})
//	go func() {
//		defer close(drained) // RIGHT
//		<-ctx.Done()
//		srv.Shutdown(grace)
//	}()
//	if err := srv.ListenAndServe(); !errors.Is(err, http.ErrServerClosed) {
//		log.Fatal(err)
//	}
//	<-drained
//
// The goroutine that stops the server and the call that serves may stand in different functions. The same holds where the
// server serves in a goroutine, and the function waits for nothing but its error.
//
// Not reported: the goroutine sends, closes a channel, cancels a context or counts down a WaitGroup after the stop, and
// anything waits after serving; Shutdown is called by the function that waits, and Serve runs in the goroutine; actors of an
// errgroup, for which Wait waits; stops handed to code about which nothing is known; gRPC servers, whose Serve returns only when
// GracefulStop has finished.
//
// Fix: A channel that the goroutine closes when it ends, and from which the function receives when ListenAndServe returns
// ErrServerClosed. There is one only where both stand in the same function.
package unawaited
