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
// The goroutine that stops the server and the call that serves may stand in different functions, packages, and goroutines within
// goroutines. The same holds where the
// server serves in a goroutine, and the function waits for nothing but its error; and where the stop is registered with another
// package of the module, whose goroutine calls it when the signal comes. It also holds where the program waits for the signal itself, starts the stop
// in a goroutine, and goes on: go srv.Shutdown(grace), as the last thing that main does, or with a time.Sleep behind it that is shorter
// than the deadline of the stop. Nor does Listen of fiber (v3) wait for the drain that begins when its GracefulContext ends. A wait behind if err := srv.ListenAndServe(); err != nil
// { return err } is no wait: the function has returned by then.
//
// Level: error; a note for a server that only accompanies another one, for metrics, say.
//
// Not reported: the goroutine sends, closes a channel, cancels a context or counts down a WaitGroup after the stop, and
// anything waits after serving; Shutdown is called by the function that waits, and Serve runs in the goroutine; actors of an
// errgroup, for which Wait waits; stops handed to code about which nothing is known; gRPC servers, whose Serve returns only when
// GracefulStop has finished; sleeps that are as long as the deadline, or that take its place.
//
// Fix: A channel that the goroutine closes when it ends, and from which the function receives when ListenAndServe returns
// ErrServerClosed. There is one only where both stand in the same function. A stop that is started when the signal has come, and has a
// deadline, is made where it is started: without the go. graceful.App.Run of the runtime module returns
// only when the drain is over.
//
// # Category worker-not-awaited
//
// worker-not-awaited: a worker uses what is closed on the way out, and nobody waits for it
//
// In production each stop closes the database, or the file, under the worker: its last item fails, or is half written.
//
//	db, err := sql.Open("postgres", dsn)
//	if err != nil {
//		return err
//	}
//	defer db.Close()
//	go func() { // WRONG: db is closed while this may be at work
//		for job := range jobs {
//			save(db, job)
//		}
//	}()
//	<-ctx.Done()
//	return nil
//
//	db, err := sql.Open("postgres", dsn)
//	if err != nil {
//		return err
//	}
//	defer db.Close()
//	done := make(chan struct{})
//	go func() {
//		defer close(done) // RIGHT
//		for job := range jobs {
//			save(db, job)
//		}
//	}()
//	<-ctx.Done()
//	close(jobs)
//	<-done
//	return nil
//
// What is looked at: a goroutine that takes items from a channel, a Kafka reader or a NATS subscription, one after the other, and
// changes something in a store with them, itself or by what it calls; and the close of that store, or the flush of what is buffered,
// which follows on a signal or the end of a context. The goroutine, the wait for the signal and the close may stand in different functions
// and packages. Which store it is the types tell: those of the methods by which it writes, or of the implementations of an interface.
//
// Level: note. Whether the item in hand matters is for the program to say.
//
// Not reported: anything between the signal and the close that may wait for the goroutine: for a channel, a WaitGroup or an error
// group that it tells of its end, or others do who wait for it, for some time, or for what nobody knows; goroutines that answer each item to
// who has handed it in; what only reads; tickers, metrics and cache refreshers; programs that wait for no signal.
//
// Fix: None: what ends the worker, and how long it may take, is a matter of design. A worker that is started by
// graceful.App.Go of the runtime module is joined before what App.Defer registered is closed.
//
// # Category stop-not-awaited
//
// stop-not-awaited: a scheduler is stopped, and nobody waits for the jobs that run
//
// In production a job that runs when the signal comes is cut in the middle, or fails on the database that is closed next.
//
//	jobs.Stop() // WRONG: a job may still run
//	db.Close()
//
//	<-jobs.Stop().Done() // RIGHT
//	db.Close()
//
// What is looked at: Stop of robfig/cron (v3), which returns a context that ends when the last job has ended; Stop of a consumer of nsq,
// whose StopChan is closed then; Stop and Drain of what Consume of NATS JetStream returns, which have Closed for it.
//
// Level: note. Whether a job that is cut matters is for the program to say.
//
// Not reported: the result is used in any way; the package asks for StopChan or Closed anywhere.
//
// Fix: The end of the context, or the channel, is awaited. There is none where the stop is deferred, or where a goroutine makes it.
package unawaited
