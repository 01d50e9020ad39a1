// Package falsefatal finds servers whose orderly end is taken for a failure, and whose failure is not noticed.
//
// # Analyzer falsefatal
//
// falsefatal: report what is done with a server's error that is no error
//
// Serve and ListenAndServe return http.ErrServerClosed as soon as Shutdown is called, and another error if they cannot serve.
//
// # Category fatal-in-goroutine
//
// fatal-in-goroutine: the end of one server ends the process, in the middle of the drain or of others' requests
//
// In production each orderly stop ends with status 1, without defers, and with the requests in flight cut: the call that
// serves returns while Shutdown still waits.
//
//	go func() {
//		log.Fatal(srv.ListenAndServe()) // WRONG: log.Fatal ends the process in the middle of the drain
//	}()
//	<-ctx.Done()
//	srv.Shutdown(grace)
//
//	go func() {
//		if err := srv.ListenAndServe(); !errors.Is(err, http.ErrServerClosed) { // RIGHT
//			log.Fatal(err)
//		}
//	}()
//
// A server beside it that nobody shuts down, for metrics say, has no orderly end. But when its port is taken, everything
// else in the process ends with it:
//
//	go func() {
//		log.Fatal(http.ListenAndServe(":9090", metrics)) // WRONG: log.Fatal ends the process at once when http.ListenAndServe fails
//	}()
//	<-ctx.Done()
//	srv.Shutdown(grace)
//
//	go func() {
//		failed <- http.ListenAndServe(":9090", metrics) // RIGHT
//	}()
//	select {
//	case <-failed:
//	case <-ctx.Done():
//	}
//	srv.Shutdown(grace)
//
// That is reported where there is somebody to harm: the program serves with another server, drains one, or cleans up when
// the signal comes, or the goroutine belongs to a package other than main, which cannot know its host.
//
// Level: a note for such a server, because most of them fail while the program comes up or not at all.
//
// Not reported: the error is compared with http.ErrServerClosed, by ==, errors.Is, a switch or its text, here, in a helper or
// in the caller; the only server of a program, which nothing shuts down (then that is what serve-no-shutdown reports); gRPC
// servers, whose Serve returns nil, and only when the stop has finished, unless the process ends whatever it returns.
//
// Fix: The exit is guarded by !errors.Is(err, http.ErrServerClosed). There is none for a server that nothing shuts down: who
// hears of its error is a matter of design.
//
// # Category errserverclosed-as-error
//
// errserverclosed-as-error: http.ErrServerClosed is handed on as a failure
//
// In production each orderly stop looks like a crash: an error in the log, a status of 1 that makes the supervisor restart
// the program.
//
//	if err := srv.ListenAndServe(); err != nil { // WRONG: http.ErrServerClosed is logged as a failure
//		slog.Error("server failed", "err", err)
//	}
//
//	if err := srv.ListenAndServe(); !errors.Is(err, http.ErrServerClosed) { // RIGHT
//		slog.Error("server failed", "err", err)
//	}
//
// The error is followed through returns, channels and groups to whoever logs it as a failure, by a logger of the program's own too,
// ends the process over it, or returns it as the error of a command (cobra's RunE, the Action of urfave/cli).
//
// Not reported: as above; an error that an exported function returns to callers out of sight, who may compare it; one that is
// sent to a select which has ended by the time of the stop.
//
// Fix: The condition err != nil is extended by !errors.Is(err, http.ErrServerClosed).
//
// # Category bind-error-ignored
//
// bind-error-ignored: the program goes on waiting when its server cannot serve
//
// In production the port is taken or the certificate unreadable, and the process lives and serves nothing: nothing restarts
// it, because nothing ended.
//
//	go func() {
//		if err := srv.ListenAndServe(); err != http.ErrServerClosed { // WRONG: if it cannot serve, the program waits for a signal all the same
//			log.Print(err)
//		}
//	}()
//	<-ctx.Done()
//
//	failed := make(chan error, 1)
//	go func() { failed <- srv.ListenAndServe() }()
//	select { // RIGHT
//	case err := <-failed:
//		return err
//	case <-ctx.Done():
//	}
//
// In a group that only waits for all of it, a sync.WaitGroup or an errgroup without a context, nobody hears of the error either, as long as
// another of it serves, or waits for a signal or the end of a context. So it is before select {}, a channel that nobody sends to, and
// a loop without a way out.
//
// Not reported: the error is sent, returned, or handed to a function that may act on it; a channel is closed, a function value
// called or the process ended when it comes; a server in a goroutine that is given its listener, as the port is taken elsewhere then.
//
// Level: error; a note for one of several servers, where the program may do without it, unless it is the only one that the program shuts
// down on the way out; a note beside a loop, which has other work to do.
//
// Fix: None: who hears of the error is a matter of design. A channel that the waiting select receives from is
// the usual way. graceful.App.Run of the runtime module stops everything when one server fails, and returns the error.
//
// # Category exit-zero
//
// exit-zero: main returns with status 0 when its server has failed
//
// In production the port is taken or the certificate unreadable, the error is in the log, and the program ends as it does after
// an orderly stop. systemd and Compose leave it down where they are told to restart on failure, Kubernetes shows a Completed
// container, and a script goes on.
//
//	if err := srv.ListenAndServe(); err != nil && err != http.ErrServerClosed { // WRONG: main returns with status 0
//		log.Println(err)
//	}
//
//	if err := srv.ListenAndServe(); err != nil && err != http.ErrServerClosed { // RIGHT
//		log.Fatalln(err)
//	}
//
// The error is followed through the functions, packages, goroutines, channels and contexts that lead back to main, or to the function
// of a command (cobra's Run and RunE, the Action of urfave/cli). What is closed or stopped on the way is taken to end without an
// error. os.Exit(0) counts as a return. The error of net.Listen is followed in the same way, where a server is given the listener.
//
// Level: error; a note where the error is dropped on the spot, and where the server is given its listener, as the port is taken
// elsewhere then, and hardly anything goes wrong afterwards.
//
// Not reported: some path behind the failure ends the process, panics, or leads to a function that nobody knows; main waits for
// something else first; a command returns the error.
//
// Fix: None: where the cleanup is done before the exit is for the program to say. A function run that returns the error, and a
// main that does nothing but log.Fatal(run()), keep all defers. graceful.App.Run of the runtime module returns the error.
package falsefatal
