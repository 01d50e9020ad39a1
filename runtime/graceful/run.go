package graceful

import (
	"context"
	"errors"
	"maps"
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
	select { // step 4
	case <-ctx.Done():
		a.begin(false, "context ended", "cause", context.Cause(ctx))
	case <-a.draining: // step 5 and, in watch, 6
	}
	<-a.draining // where another cause was first, by a moment
	if a.delayed {
		a.delay(delay) // step 7
	}
	a.shutdown(listeners, &serving, cutRequests) // steps 8 and 9
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

// delay gives load balancers time to stop sending. From half of Delay on it ends
// as soon as no request has come for a quarter. Silence alone would be no proof,
// for a service may have no traffic; hence the half.
func (a *App) delay(ctx context.Context) {
	for i := range 4 {
		before := a.flight.Came()
		select {
		case <-time.After(orDefault(a.Delay, 5*time.Second) / 4):
		case <-ctx.Done():
			return
		}
		if i > 0 && a.flight.Came() == before {
			return
		}
	}
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
	settled := a.until(ctx, a.flight.Settled)
	var servers sync.WaitGroup
	for _, srv := range a.Servers {
		servers.Go(func() { srv.Shutdown(ctx) }) // its error would say no more than what follows
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
	switch {
	case len(list) > 0:
		a.fail("requests %w after %v (%d): %s", ErrCut, grace, len(list), inflight.Names(list))
	case !settled: // a request did not get as far as its handler
		a.fail("connections %w after %v", ErrCut, grace)
	case !quiet:
		a.fail("functions started by net/http %w (%d): %v", ErrHung, len(abandoned), abandoned)
	default:
		return
	}
	cutRequests()
	a.flight.Cut()
}
