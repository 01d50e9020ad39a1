package graceful

import (
	"context"
	"errors"
	"log/slog"
	"math"
	"os"
	"sync"
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
	defer a.signals()() // step 1
	forWorkers, stopWorkers := context.WithCancel(context.WithoutCancel(ctx))
	defer stopWorkers()

	if a.startUp(ctx) {
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

// signals registers the signals until end is called: from then on they have their
// usual effect.
func (a *App) signals() (end func()) {
	ch := make(chan os.Signal, 2) // both may come before the goroutine runs
	a.host.notify(ch, syscall.SIGINT, syscall.SIGTERM)
	go a.watch(ch)
	return func() {
		a.host.ignore(ch)
		close(a.over)
		a.journal.flush()
	}
}

// startUp calls Start. It reports whether to go on, and serve.
func (a *App) startUp(ctx context.Context) bool {
	if a.Start == nil {
		return true
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	done := make(chan error, 1)
	go func() { done <- a.protect(ctx, "Start", a.Start) }()
	var err error
	select {
	case err = <-done:
	case <-a.draining:
		cancel()
		select {
		case err = <-done:
		case <-time.After(orDefault(a.Grace, 15*time.Second)):
			err = ErrHung
		}
	}
	if err != nil && (ctx.Err() == nil || !errors.Is(err, ctx.Err())) { // or it did as it was told
		a.fail("start: %w", err)
	}
	if err != nil || ctx.Err() != nil {
		a.begin(false, "start-up ended", "err", err)
	}
	return !a.stopping.Load()
}

// serveAll is everything from the binding of the listeners to the end of the
// last request.
func (a *App) serveAll(ctx, forWorkers context.Context) {
	members, err := a.bind() // step 2
	if err != nil {
		a.fail("%w", err)
		a.begin(false, "cannot listen", "err", err)
		return
	}
	forRequests, cutRequests := context.WithCancel(context.WithoutCancel(ctx))
	defer cutRequests()
	delay, hurry := context.WithCancel(ctx)
	defer hurry()
	for _, m := range members { // step 3
		m.prepare(forRequests)
	}
	for _, m := range members {
		m.done = make(chan struct{})
		go func() { defer close(m.done); a.serve(m, hurry) }()
	}
	a.locked(func() {
		a.forWorkers = forWorkers
		for _, start := range a.pending {
			start()
		}
	})
	a.awaitStop(ctx) // steps 4, 5 and, in watch, 6
	if a.delayed {
		a.delay(delay) // step 7
	}
	a.shutdown(members, cutRequests) // steps 8 and 9
}

// awaitStop returns when the stop begins, and begins it when ctx ends.
func (a *App) awaitStop(ctx context.Context) {
	second := time.NewTicker(time.Second)
	defer second.Stop()
	for {
		select {
		case <-ctx.Done():
			a.begin(false, "context ended", "cause", context.Cause(ctx))
			<-a.draining // another cause may have been first, by a moment
			return
		case <-a.draining:
			return
		case <-second.C:
			a.admin.Tick()
			a.lulls.note(a.flight.Tick())
		}
	}
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
			list := append(append(a.flight.Left(), a.admin.Left()...), a.left()...)
			a.say(slog.LevelError, "second signal: exiting at once", "signal", sig.String(), "count", len(list), "in flight", inflight.Names(list))
			a.journal.flush()
			number, _ := sig.(syscall.Signal)
			a.host.exit(128 + int(number))
		}
	}
}

// delay gives load balancers time to stop sending. It ends early only on evidence
// that they have: the probe has been answered 503, and now there is a silence that
// is long against all that there were in the minute before.
func (a *App) delay(ctx context.Context) {
	whole := orDefault(a.Delay, 5*time.Second)
	begin := time.Now()
	last := begin // when there was traffic, or the balancers did not know
	long := max(whole/4, 2*a.lulls.longest())
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
		if !a.FixedDelay && time.Since(begin) >= whole/2 && time.Since(last) >= long {
			return
		}
	}
}

// lulls are the times without traffic, in seconds.
type lulls struct {
	now, recent, before int
	seen                int
}

// note is called each second, and told whether there was traffic in it.
func (l *lulls) note(busy bool) {
	const half = 30
	if l.now++; busy {
		l.now = 0
	}
	if l.recent = max(l.recent, l.now); l.seen%half == half-1 {
		l.before, l.recent = l.recent, l.now
	}
	l.seen++
}

// longest is that of the last half minute or minute. Of less than a minute nothing
// can be concluded.
func (l *lulls) longest() time.Duration {
	if l.seen < 60 {
		return math.MaxInt64 / 2
	}
	return time.Duration(max(l.before, l.recent)+1) * time.Second // one may lie between two ticks
}

// shutdown shuts all servers down, those of Admin last, and cuts what is left when
// Grace is over.
func (a *App) shutdown(members []*member, cutRequests func()) {
	grace := orDefault(a.Grace, 15*time.Second)
	begin := time.Now()
	go a.report()
	for _, flight := range []*inflight.Tracker{&a.flight, &a.admin} {
		var group []*member
		for _, m := range members {
			if m.flight == flight {
				group = append(group, m)
			}
		}
		// The last look at those of Admin takes a moment, also when Grace is over.
		ctx, cancel := context.WithTimeout(context.Background(), max(grace-time.Since(begin), min(grace, 50*time.Millisecond)))
		a.shutdownGroup(ctx, flight, group, grace)
		cancel()
	}
	cutRequests()
	a.flight.Cut()
	a.admin.Cut()
}

func (a *App) shutdownGroup(ctx context.Context, flight *inflight.Tracker, group []*member, grace time.Duration) {
	if len(group) == 0 {
		return
	}
	a.await("requests", flight.Left)
	for _, m := range group {
		a.say(slog.LevelInfo, "closing the listener", "addr", m.l.Addr().String())
		m.closing.Store(true)
		m.l.Close() // one that failed is closed already
	}
	for _, m := range group {
		<-m.done // now the last connection is known
	}
	a.until(ctx, flight.Settled)
	flight.Shut()
	var all sync.WaitGroup
	for _, m := range group {
		all.Go(func() { m.srv.Shutdown(ctx) }) // its error would say less than what follows
	}
	all.Wait()
	var list []*inflight.Entry
	var abandoned []string
	quiet := a.until(ctx, func() bool { // what Shutdown does not wait for
		if list = flight.Left(); len(list) == 0 {
			abandoned = inflight.Forgotten()
		}
		return len(list)+len(abandoned) == 0
	})
	if n := flight.Dropped(); n > 0 {
		a.fail("requests %w (%d): they came when their connections were being closed", ErrCut, n)
	}
	if len(list) > 0 {
		a.fail("requests %w after %v (%d): %s", ErrCut, grace, len(list), inflight.Names(list))
	} else if !quiet {
		a.fail("functions started by net/http %w (%d): %v", ErrHung, len(abandoned), abandoned)
	}
}
