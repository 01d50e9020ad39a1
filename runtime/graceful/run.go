package graceful

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"os"
	"slices"
	"sync/atomic"
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
		a.flush()
	}()
	defer context.AfterFunc(ctx, func() { a.begin(false, "context ended", "cause", context.Cause(ctx)) })()
	context.AfterFunc(a.context, func() { every(3*time.Second, a.over, a.report) })
	forWorkers, stopWorkers := context.WithCancel(context.WithoutCancel(ctx))
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
		if err := a.within(ctx, orDefault(a.Grace, 15*time.Second), step{"start", a.Start}); err != nil && !errors.Is(err, ctx.Err()) { // or it did as it was told
			a.begin(false, "start-up failed", "err", a.fail(err))
		}
	}
	if ctx.Err() != nil {
		a.begin(false, "start-up ended", "cause", context.Cause(ctx))
	}
	a.bind() // step 2
	for i, m := range a.members {
		if srv, ok := m.Server.(*http.Server); ok && slices.ContainsFunc(a.members[:i], func(other *member) bool { return other.Server == srv }) {
			a.begin(false, "cannot serve", "err", a.fail(fmt.Errorf("server %v: an http.Server serves one listener, and this is its second", m.l.Addr())))
		}
	}
	stopping := a.stopping.Load()
	for _, m := range a.members {
		if stopping {
			m.l.Close()
		}
	}
	return !stopping
}

// serveAll is everything from the start of the servers to the end of the last
// request.
func (a *App) serveAll(ctx, forWorkers context.Context) {
	a.traffic.tick()
	forRequests, cut := context.WithCancel(context.WithoutCancel(ctx))
	defer cut()
	admin := len(a.members) - len(a.Admin) // where they begin
	for i, m := range a.members {          // step 3
		a.prepare(m, i >= admin, forRequests)
		go a.serve(m)
	}
	a.locked(func() {
		a.forWorkers = forWorkers
		for _, worker := range a.workers {
			a.start(worker, true)
		}
	})
	notify("READY=1")
	every(time.Second, a.context.Done(), a.traffic.second) // until step 5; step 6 is in watch
	if a.delayed {
		a.delay(ctx) // step 7
	}
	grace, begin := orDefault(a.Grace, 15*time.Second), time.Now()
	for _, group := range [][]*member{a.members[:admin], a.members[admin:]} { // steps 8 and 9
		// One look at Admin is taken also when Grace is over.
		ctx, cancel := context.WithTimeout(context.Background(), max(grace-time.Since(begin), min(grace, 50*time.Millisecond)))
		a.shutdown(ctx, group)
		cancel()
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
			list := slices.Concat(a.left())
			a.say(slog.LevelError, "second signal: exiting at once", "signal", sig.String(), "count", len(list), "in flight", inflight.Names(list))
			a.flush()
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
	last, enough := begin, max(whole/4, 2*a.traffic.longestPause())
	a.say(slog.LevelInfo, "not ready; serving until load balancers know", "at most", whole)
	ctx, cancel := context.WithTimeout(ctx, whole)
	defer cancel()
	inflight.Until(ctx, func() bool {
		if a.traffic.tick() > 0 || !a.told.Load() {
			last = time.Now()
		}
		return a.broken.Load() || !a.FixedDelay && time.Since(begin) >= whole/2 && time.Since(last) >= enough
	})
}

// traffic is what is known of the requests that load balancers send.
type traffic struct {
	clock atomic.Pointer[time.Time] // now, as of the last tick
	came  atomic.Uint64             // 1 if a request has, since then
	probe atomic.Value              // string: what the latest asked for, before routers strip prefixes of it
	past  uint64                    // a bit for each second, the last one lowest: whether one came
}

// arrives notes a request, and returns its time: by the last tick, because reading
// the clock would be a third of what a request costs, and its age matters to nobody
// before the stop.
func (t *traffic) arrives(r *http.Request, admin, stopping bool) (at time.Time, leaving bool) {
	if !admin && t.came.Load() == 0 && r.RequestURI != t.probe.Load() {
		t.came.Store(1)
	}
	if stopping {
		return time.Now(), true
	}
	return *t.clock.Load(), false
}

// tick returns 1 if a request has come since the last one.
func (t *traffic) tick() uint64 {
	now := time.Now()
	t.clock.Store(&now)
	return t.came.Swap(0)
}

// second is the tick that is remembered for a minute.
func (t *traffic) second() { t.past = t.past<<1 | t.tick() }

// longestPause is that between two requests of the last minute. What is not known,
// because the process is younger, counts as one.
func (t *traffic) longestPause() time.Duration {
	longest := time.Second // may lie between two ticks
	for silent := ^t.past; silent != 0; silent &= silent << 1 {
		longest += time.Second
	}
	return longest
}

// A Server serves a listener until it is shut down. An *http.Server is one; those
// of other protocols are with a few lines around them.
type Server interface {
	// Serve serves l until Shutdown is called.
	Serve(l net.Listener) error
	// Shutdown closes the listener and waits until what is in flight has ended, or
	// ends it when ctx does; then it returns an error.
	Shutdown(ctx context.Context) error
}

// A member is a server with its listener.
type member struct {
	Server
	l       net.Listener
	done    chan struct{} // closed when it serves no longer
	closing atomic.Bool   // on purpose
}

// Add adds a server with a listener of its own: a Unix socket, one inherited or
// wrapped, or one whose address has to be known (as with port 0). It has the rights
// of those in Servers: if any listener cannot be bound it is not served; it is shut
// down with them, under Grace; and if it had to be ended the error of Run names it.
// Run takes over the listener, too, and closes it in any case. Add is called before
// Run, or in Start. An http.Server can be shut down with one listener only; where a
// handler is to have two, each is served by a server of its own.
func (a *App) Add(l net.Listener, s Server) {
	a.locked(func() { a.members = append(a.members, &member{Server: s, l: l, done: make(chan struct{})}) })
}

// bind listens for every server, until one fails or the stop begins.
func (a *App) bind() {
	for _, srv := range slices.Concat(a.Servers, a.Admin) {
		addr := ":http"
		if inflight.Secure(srv) {
			addr = ":https"
		}
		if a.stopping.Load() {
			return
		}
		if l, err := a.host.listen("tcp", cmp.Or(srv.Addr, addr)); err != nil { // it names the address
			a.begin(false, "cannot listen", "err", a.fail(err))
		} else {
			a.Add(l, srv)
		}
	}
}

// prepare hooks the App into a server of net/http. The requests' contexts end with
// base.
func (a *App) prepare(m *member, admin bool, base context.Context) {
	if srv, ok := m.Server.(*http.Server); ok {
		// Without these a client that sends nothing keeps its connection forever.
		// Where ReadTimeout is set, net/http uses it for both.
		if srv.ReadTimeout == 0 {
			srv.ReadHeaderTimeout = cmp.Or(srv.ReadHeaderTimeout, 5*time.Second)
			srv.IdleTimeout = cmp.Or(srv.IdleTimeout, 2*time.Minute) // longer than the usual load balancer's
		}
		flight := inflight.Track(srv, base, func(r *http.Request) (time.Time, bool) {
			return a.traffic.arrives(r, admin, a.stopping.Load())
		})
		m.Server = flight
		a.running.Store(flight, nil)
	}
}

// serve serves until the listener is closed.
func (a *App) serve(m *member) {
	defer close(m.done)
	a.say(slog.LevelInfo, "serving", "addr", m.l.Addr().String())
	if err := m.Serve(m.l); !m.closing.Load() {
		// Also when somebody else shut it down: the process would live on, deaf.
		a.begin(false, "server failed", "err", a.fail(fmt.Errorf("server %v: %w", m.l.Addr(), cmp.Or(err, http.ErrServerClosed))))
		a.broken.Store(true)
	}
}

// shutdown shuts servers down at the same time. What is left of them when ctx ends
// is named.
func (a *App) shutdown(ctx context.Context, group []*member) {
	var steps []step
	for _, m := range group {
		a.say(slog.LevelInfo, "closing the listener", "addr", m.l.Addr().String())
		m.closing.Store(true)
		steps = append(steps, step{fmt.Sprint("server ", m.l.Addr()), m.end})
	}
	err := a.fail(errors.Join(a.together(ctx, 500*time.Millisecond, steps)...))
	var abandoned []string
	inflight.Until(ctx, func() bool { abandoned = inflight.Forgotten(); return len(abandoned) == 0 })
	if len(abandoned) > 0 && err == nil { // or it is of what has been named
		a.fail(fmt.Errorf("functions started by net/http %w (%d): %v", ErrHung, len(abandoned), abandoned))
	}
}

// end shuts down what m is.
func (m *member) end(ctx context.Context) error {
	if _, ours := m.Server.(*inflight.Tracker); ours {
		m.l.Close()
		<-m.done // now the last connection is known
	}
	err := m.Shutdown(ctx)
	<-m.done
	if err != nil && ctx.Err() != nil && !errors.Is(err, ErrCut) {
		err = fmt.Errorf("%T %w: %w", m.Server, ErrCut, err)
	}
	return err
}
