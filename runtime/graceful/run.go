package graceful

import (
	"context"
	"errors"
	"log/slog"
	"os"
	"slices"
	"syscall"
	"time"

	"github.com/shutdownlint/shutdownlint/runtime/internal/inflight"
)

// Run serves until the stop begins, stops everything in the order that the
// package documentation gives, and returns what went wrong. The stop begins with
// SIGINT, SIGTERM, the end of ctx, or the failure of a server or worker.
//
// Nothing is cancelled because ctx ends: requests and workers keep its values,
// but have ends of their own.
func (a *App) Run(ctx context.Context) error {
	if a.ran.Swap(true) {
		return errors.New("graceful: Run called a second time")
	}
	a.setup()
	ch := make(chan os.Signal, 2) // both may come before the goroutine runs
	a.host.notify(ch, syscall.SIGINT, syscall.SIGTERM)
	go a.watch(ch)
	go a.watchdog()
	defer func() {
		a.host.ignore(ch) // from now on signals have their usual effect
		close(a.over)
		a.journal.flush()
	}()
	forWorkers, stopWorkers := context.WithCancel(context.WithoutCancel(ctx))
	defer stopWorkers()
	if a.startUp(ctx) { // step 1
		a.serveAll(ctx, forWorkers)
	}
	begin, budget := time.Now(), orDefault(a.Close, 5*time.Second)
	stopWorkers() // step 10
	a.join(budget / 2)
	a.runClosers(forWorkers, budget-time.Since(begin)) // step 11
	a.say(slog.LevelInfo, "stopped")
	a.mu.Lock()
	defer a.mu.Unlock()
	return errors.Join(a.errs...) // step 12
}

// startUp calls Start and binds every listener, or none. It reports whether to go
// on, and serve.
func (a *App) startUp(ctx context.Context) bool {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	defer context.AfterFunc(a.context, cancel)()
	if a.Start != nil {
		err := a.within(ctx, orDefault(a.Grace, 15*time.Second), "Start", a.Start)
		if err != nil && !(ctx.Err() != nil && errors.Is(err, ctx.Err())) { // or it did as it was told
			a.fail("start: %w", err)
			a.begin(false, "start-up failed", "err", err)
		}
	}
	if ctx.Err() != nil {
		a.begin(false, "start-up ended", "cause", context.Cause(ctx))
	}
	if err := a.bind(); err != nil { // step 2
		a.fail("%w", err)
		a.begin(false, "cannot listen", "err", err)
	}
	if a.stopping.Load() {
		for _, m := range a.members {
			m.l.Close()
		}
	}
	return !a.stopping.Load()
}

// serveAll is everything from the start of the servers to the end of the last
// request.
func (a *App) serveAll(ctx, forWorkers context.Context) {
	forRequests, cutRequests := context.WithCancel(context.WithoutCancel(ctx))
	delay, hurry := context.WithCancel(ctx)
	defer hurry()
	for _, m := range a.members { // step 3
		m.prepare(forRequests)
		go func() { defer close(m.done); a.serve(m, hurry) }()
	}
	a.locked(func() {
		a.forWorkers = forWorkers
		for _, start := range a.pending {
			start()
		}
	})
	notify("READY=1")
	a.awaitStop(ctx) // steps 4, 5 and, in watch, 6
	if a.delayed {
		a.delay(delay) // step 7
	}
	go a.report()
	grace, begin := orDefault(a.Grace, 15*time.Second), time.Now()
	for _, flight := range []*inflight.Tracker{&a.flight, &a.admin} { // steps 8 and 9
		// One look at Admin is taken also when Grace is over.
		ctx, cancel := context.WithTimeout(context.Background(), max(grace-time.Since(begin), min(grace, 50*time.Millisecond)))
		a.shutdown(ctx, flight, grace)
		cancel()
	}
	cutRequests()
	a.flight.Cut()
	a.admin.Cut()
}

// awaitStop returns when the stop begins, and begins it when ctx ends.
func (a *App) awaitStop(ctx context.Context) {
	second := time.NewTicker(time.Second)
	defer second.Stop()
	for !a.stopping.Load() {
		select {
		case <-ctx.Done():
			a.begin(false, "context ended", "cause", context.Cause(ctx))
		case <-a.context.Done():
		case <-second.C:
			a.admin.Tick()
			a.busy = append(a.busy, a.flight.Tick())
			a.busy = a.busy[max(0, len(a.busy)-60):]
		}
	}
	<-a.context.Done() // another cause may have been first, by a moment
}

// watch waits for the signals until Run returns: the first begins the stop, a
// second ends the process, without the closers: whoever signals twice wants out,
// and one of them may be what hangs. A stop that began for another reason does
// not make the first signal a second one: an orchestrator sends its SIGTERM also
// to a process that is already stopping.
func (a *App) watch(ch chan os.Signal) {
	for n := 0; ; n++ {
		select {
		case <-a.over:
			return
		case sig := <-ch:
			if n == 0 {
				a.begin(sig == syscall.SIGTERM, "signal", "signal", sig.String())
				continue
			}
			list := slices.Concat(a.flight.Left(), a.admin.Left(), a.others())
			a.say(slog.LevelError, "second signal: exiting at once", "signal", sig.String(), "count", len(list), "in flight", inflight.Names(list))
			a.journal.flush()
			number, _ := sig.(syscall.Signal)
			a.host.exit(128 + int(number))
		}
	}
}

// delay gives load balancers time to stop sending. It ends early only on evidence
// that they have: the probe has been answered 503, and now there is a silence that
// is twice as long as any in the minute before.
func (a *App) delay(ctx context.Context) {
	whole, begin := orDefault(a.Delay, 5*time.Second), time.Now()
	last, enough, lull := begin, whole/4, 1*time.Second // one may lie between two ticks
	for _, busy := range a.busy {
		if lull += time.Second; busy {
			lull = time.Second
		}
		enough = max(enough, 2*lull)
	}
	a.say(slog.LevelInfo, "not ready; serving until load balancers know", "at most", whole)
	for time.Since(begin) < whole {
		select {
		case <-time.After(min(whole/40, whole-time.Since(begin))):
		case <-ctx.Done():
			return
		}
		if a.flight.Tick() || !a.told.Load() {
			last = time.Now()
		}
		if !a.FixedDelay && len(a.busy) == 60 && time.Since(begin) >= whole/2 && time.Since(last) >= enough {
			return
		}
	}
}
