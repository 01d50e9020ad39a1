package graceful

import (
	"context"
	"errors"
	"maps"
	"math"
	"net"
	"os"
	"slices"
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
	a.setup()           // step 1
	defer close(a.over) // a signal after Run has its usual effect
	forWorkers, stopWorkers := context.WithCancel(context.WithoutCancel(ctx))
	defer stopWorkers()

	if !a.stopping.Load() { // no signal came during the start-up
		a.serveAll(ctx, forWorkers)
	}
	start, budget := time.Now(), orDefault(a.Close, 5*time.Second)
	stopWorkers() // step 10
	a.join(budget / 2)
	a.runClosers(forWorkers, budget-time.Since(start)) // step 11
	a.log().Info("stopped")
	a.mu.Lock()
	defer a.mu.Unlock()
	return errors.Join(a.errs...) // step 12
}

// serveAll is everything from the binding of the listeners to the end of the
// last request.
func (a *App) serveAll(ctx, forWorkers context.Context) {
	listeners, err := a.bind() // step 2
	if err != nil {
		a.fail("%w", err)
		a.begin(false, "cannot listen", "err", err)
		return
	}
	forRequests, cutRequests := context.WithCancel(context.WithoutCancel(ctx))
	defer cutRequests()
	delay, hurry := context.WithCancel(ctx)
	defer hurry()
	var serving sync.WaitGroup
	for i, srv := range a.Servers { // step 3
		a.prepare(srv, forRequests)
		serving.Go(func() { a.serve(srv, listeners[i], hurry) })
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
	a.shutdown(listeners, &serving, cutRequests) // steps 8 and 9
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
	defer a.host.ignore(ch)
	for n := 0; ; n++ {
		select {
		case <-a.over:
			return
		case sig := <-ch:
			if n == 0 {
				a.begin(sig == syscall.SIGTERM, "signal", "signal", sig.String())
				continue
			}
			var list []*inflight.Entry
			a.locked(func() { list = slices.AppendSeq(a.flight.Left(), maps.Keys(a.workers)) })
			a.log().Error("second signal: exiting at once", "signal", sig.String(), "count", len(list), "in flight", inflight.Names(list))
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

// shutdown shuts all servers down, and cuts what is left when Grace is over.
func (a *App) shutdown(listeners []net.Listener, serving *sync.WaitGroup, cutRequests func()) {
	grace := orDefault(a.Grace, 15*time.Second)
	ctx, cancel := context.WithTimeout(context.Background(), grace)
	defer cancel()
	a.log().Info("closing the listeners")
	a.closing.Store(true)
	for _, l := range listeners {
		l.Close() // one that failed is closed already
	}
	serving.Wait() // now the last connection is known
	a.until(ctx, a.flight.Settled)
	a.flight.Shut()
	var servers sync.WaitGroup
	for _, srv := range a.Servers {
		servers.Go(func() { srv.Shutdown(ctx) }) // its error would say less than what follows
	}
	servers.Wait()
	var list []*inflight.Entry
	var abandoned []string
	quiet := a.until(ctx, func() bool { // what Shutdown does not wait for
		if list = a.flight.Left(); len(list) == 0 {
			abandoned = inflight.Forgotten()
		}
		return len(list)+len(abandoned) == 0
	})
	if n := a.flight.Dropped(); n > 0 {
		a.fail("requests %w (%d): they came when their connections were being closed", ErrCut, n)
	}
	if len(list) > 0 {
		a.fail("requests %w after %v (%d): %s", ErrCut, grace, len(list), inflight.Names(list))
	} else if !quiet {
		a.fail("functions started by net/http %w (%d): %v", ErrHung, len(abandoned), abandoned)
	}
	cutRequests()
	a.flight.Cut()
}
