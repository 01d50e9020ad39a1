// Package lostsignal finds signals that a program asks for and loses, or should ask for and does not.
//
// # Analyzer lostsignal
//
// lostsignal: report signals that are lost, missing or swallowed
//
// Kubernetes, Docker and systemd end a process by SIGTERM, wait for a grace period, and then send SIGKILL. A program that
// misses SIGTERM either dies at once, in the middle of what it does, or lives until SIGKILL comes.
//
// # Category signal-unbuffered
//
// signal-unbuffered: signal.Notify is given a channel without a buffer
//
// Notify never waits for a receiver. In production the one SIGTERM that arrives while the program is between two receipts,
// or still starting, is dropped: the rollout hangs until the grace period is over, and then SIGKILL cuts everything.
//
//	quit := make(chan os.Signal)
//	signal.Notify(quit, os.Interrupt, syscall.SIGTERM) // WRONG: quit has no buffer
//
//	quit := make(chan os.Signal, 1) // RIGHT
//	signal.Notify(quit, os.Interrupt, syscall.SIGTERM)
//
// The channel is followed through variables, fields, parameters and results, and into functions of other packages that
// give it to Notify.
//
// Not reported: a channel whose buffer has a size that is not constant, or that comes from code which is not known; a
// channel that is made in the call of Notify itself, from which nobody can receive anyway.
//
// Fix: Give the channel a buffer of one where it is made.
//
// # Category signal-no-sigterm
//
// signal-no-sigterm: a service waits for SIGINT and nobody listens to SIGTERM
//
// In production the clean way out, tested with Ctrl-C at a desk, is never taken: SIGTERM kills the process at once, with
// requests in flight, buffers unwritten and locks held.
//
//	quit := make(chan os.Signal, 1)
//	signal.Notify(quit, os.Interrupt) // WRONG: Kubernetes, Docker and systemd send SIGTERM
//	<-quit
//
//	quit := make(chan os.Signal, 1)
//	signal.Notify(quit, os.Interrupt, syscall.SIGTERM) // RIGHT
//	<-quit
//
// Signals are followed through lists, variables, loops, parameters and constants of the program's own; signal.Notify also
// through a variable that holds it.
//
// Not reported: a program in which something else asks for SIGTERM, be it in the same package, in one below it in the
// module, or in a function of a library that it uses; a list that cannot be seen; registrations of other signals only
// (SIGHUP, SIGUSR1, SIGCHLD, SIGWINCH); a command at a terminal, that is a registration in a function which neither
// waits for the signal itself nor starts goroutines, in a program that accepts no connections, or one that signal.Stop
// takes back (a prompt, a progress bar); a handler that does nothing but exit, as SIGTERM does by itself.
//
// Fix: Add syscall.SIGTERM to the list.
//
// # Category signal-untrappable
//
// signal-untrappable: SIGKILL, os.Kill or SIGSTOP is asked for
//
// In production the code that should run at that signal never runs: the kernel does not deliver it to any process. Where
// it stands in the place of SIGTERM, the program has no clean way out at all.
//
//	signal.Notify(quit, os.Interrupt, os.Kill) // WRONG: nobody can catch SIGKILL
//
//	signal.Notify(quit, os.Interrupt, syscall.SIGTERM) // RIGHT
//
// Not reported: the same signals where they are sent, compared or given to a child process.
//
// Fix: Put SIGTERM in its place if the list has no SIGTERM, otherwise drop it. There is none where the list serves
// something else as well, or would become empty, which asks for every signal.
//
// # Category signal-late
//
// signal-late: the signals are asked for only when the server has ended
//
// In production SIGTERM kills the process as if there were no handler: while it serves, there is none.
//
//	http.ListenAndServe(":8080", nil)
//	signal.Notify(quit, syscall.SIGTERM) // WRONG: nobody comes here before the server has ended
//	<-quit
//
//	signal.Notify(quit, syscall.SIGTERM) // RIGHT
//	go http.ListenAndServe(":8080", nil)
//	<-quit
//
// Not reported: a registration right after a go statement, in a goroutine that is started before serving, or behind
// connections to databases and migrations, before which there is nothing to clean up yet.
//
// Fix: None: what else has to move with the registration is not for a tool to say.
//
// # Category signal-any
//
// signal-any: every signal is asked for, and the first one ends the program
//
// In production the service stops for no visible reason: the Go runtime sends SIGURG to itself to preempt goroutines,
// SIGPIPE comes when a client hangs up on standard output, SIGWINCH when a terminal changes its size.
//
//	quit := make(chan os.Signal, 1)
//	signal.Notify(quit) // WRONG: SIGURG arrives within seconds
//	<-quit
//
//	quit := make(chan os.Signal, 1)
//	signal.Notify(quit, os.Interrupt, syscall.SIGTERM) // RIGHT
//	<-quit
//
// The same holds for signal.NotifyContext without signals.
//
// Not reported: a received signal that is compared, switched on, or handed to other code than a text; a loop that goes on
// receiving.
//
// Fix: Name SIGINT, SIGTERM and SIGHUP, which comes when a terminal is closed.
//
// # Category signal-unheard
//
// signal-unheard: a signal that ends a process is asked for and nobody looks
//
// Notify takes the signal's default effect away. In production the rollout hangs until SIGKILL comes, each time.
//
//	quit := make(chan os.Signal, 1)
//	signal.Notify(quit, syscall.SIGTERM) // WRONG: nobody receives from quit
//	srv.ListenAndServe()
//
//	quit := make(chan os.Signal, 1)
//	signal.Notify(quit, syscall.SIGTERM)
//	go srv.ListenAndServe()
//	<-quit // RIGHT
//
// The same holds for a context of signal.NotifyContext that is dropped, and for signal.Ignore(syscall.SIGTERM).
//
// Not reported: a channel that goes to code which is not known, or that importers can reach; a channel that signal.Stop
// takes back; a channel made in the call itself, and signals that by themselves end no service (SIGHUP, SIGPIPE), which
// is a way to ignore them; signal.Ignore in a package that asks for SIGTERM, or calls signal.Reset, elsewhere.
//
// Fix: None: either something has to receive, or the registration has to go.
//
// # Category signal-deaf
//
// signal-deaf: a second signal is swallowed, or ends in a panic
//
// As long as the registration stands, signals do nothing by themselves. In production a way out that hangs cannot be cut
// short by another SIGTERM, and at a desk Ctrl-C seems to be dead.
//
//	ctx, _ := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM) // WRONG
//
//	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
//	<-ctx.Done()
//	stop() // RIGHT: the next signal ends the process
//
// The same holds for a stop function that is only deferred, where Shutdown without a deadline or GracefulStop comes
// first; and for a loop over the channel that closes another one each time, which panics at the second signal.
//
// Not reported: defer stop() with a stop that has a deadline, or that something else in the function forces; a function
// that asks for signals a second time; a context or stop function that goes into a field or to a caller.
//
// Fix: Call stop as soon as the first signal is in, by context.AfterFunc where it was dropped (from Go 1.21). There is
// none for the loop.
package lostsignal
