package graceful

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"os/signal"
	"strconv"
	"sync"
	"sync/atomic"
	"time"

	"github.com/shutdownlint/shutdownlint/runtime/internal/inflight"
)

var (
	// ErrCut is in Run's error when Grace ended before every request did.
	ErrCut = inflight.ErrCut
	// ErrHung is in Run's error when a server, worker or closer was left behind.
	ErrHung = errors.New("did not stop in time")
)

// An App is a set of servers with the workers and closers that belong to them.
// The zero value is ready for use. An App must not be copied, and it runs once.
type App struct {
	// Servers are served together and shut down together. Run takes them over:
	// it wraps Handler, BaseContext, ConnContext and ConnState (what they were
	// is still called). One with certificates in its TLSConfig is served with TLS.
	Servers []*http.Server

	// Admin are servers that answer until the requests of the others have ended:
	// for metrics, profiles and probes, which are wanted most while it drains.
	// What is left of Grace then is theirs.
	Admin []*http.Server

	// Start, if not nil, is the start-up: Run calls it before anything is bound.
	// It may set and call all that is needed before Run otherwise. Its context ends
	// when the stop begins: with a signal, too, which has Run go straight to the
	// closers. So does an error, which Run returns. Once the stop has begun Start is
	// waited for as long as requests are.
	Start func(ctx context.Context) error

	// Delay is the time between the moment the App is no longer ready and the
	// moment the listeners close. Load balancers need it to look elsewhere: where
	// they learn from the readiness probe, it should exceed the probe's period
	// times its failure threshold. (Kubernetes takes a pod that it ends out of its
	// services by itself, but that needs seconds too.) Only SIGTERM waits for it.
	// Zero means 5 seconds, less than zero none.
	//
	// It ends early, after half of it at the earliest, on evidence that the load
	// balancer knows: the probe has been answered 503, and since then no request
	// has come for a quarter of Delay and for twice as long as in any pause of the
	// minute before. A process younger than a minute has no such evidence.
	Delay time.Duration

	// FixedDelay makes Delay last exactly as long as it says: where several load
	// balancers send, and one of them so rarely that its silence says nothing.
	FixedDelay bool

	// Grace bounds the requests in flight once the listeners are closed. Zero
	// means 15 seconds, less than zero none.
	Grace time.Duration

	// Close bounds workers and closers together. Zero means 5 seconds, less
	// than zero none (each closer still gets 100 ms).
	Close time.Duration

	// Log receives the steps of the start and the stop, and while it stops, every
	// three seconds, what it waits for. Nil means slog.Default(). The lines come in
	// their order from a goroutine that nothing waits for, but for a tenth of a
	// second before the process may end: a log that is stuck does not hold the stop.
	Log *slog.Logger

	once     sync.Once
	host     host
	context  context.Context // ends when the stop begins, by
	drain    context.CancelFunc
	over     chan struct{} // closed when Run returns
	ran      atomic.Bool
	stopping atomic.Bool
	broken   atomic.Bool  // a server has failed
	delayed  bool         // the stop began with SIGTERM; written before context ends
	told     atomic.Bool  // a probe has been answered 503
	unready  atomic.Value // string: the checks that failed in the last probe
	running  sync.Map     // what the stop waits for: *inflight.Tracker, and *inflight.Entry for all else
	traffic  traffic
	unsaid   atomic.Int32                  // lines that are still to be logged
	lastSaid atomic.Pointer[chan struct{}] // closed when the last line has been

	mu         sync.Mutex      // guards all that follows
	workers    []step          // before Run starts them
	forWorkers context.Context // nil before Run starts them
	joined     bool
	members    []*member
	checks     []step
	closers    [][]step
	errs       []error
}

// A step is a worker, check or closer.
type step struct {
	name string
	do   func(context.Context) error
}

// host is what an App takes from its surroundings. Tests replace it, to run
// whole stops inside a synctest bubble.
type host struct {
	listen func(network, addr string) (net.Listener, error)
	notify func(chan<- os.Signal, ...os.Signal)
	ignore func(chan<- os.Signal)
	exit   func(code int)
}

// setup makes the zero value usable. It leaves nothing behind if Run is never called.
func (a *App) setup() {
	a.once.Do(func() {
		a.context, a.drain = context.WithCancel(context.Background())
		a.over = make(chan struct{})
		if a.host.exit == nil {
			a.host = host{net.Listen, signal.Notify, signal.Stop, os.Exit}
		}
	})
}

// Defer registers a function that closes or flushes something when everything
// that might use it has ended. As with the defer statement, the last registered
// runs first: register a database before what uses it. The context ends with the
// time that remains. Functions registered together run at the same time.
//
// They run after a start that failed, too. Called once the closers run, Defer has
// no effect.
func (a *App) Defer(name string, close ...func(context.Context) error) {
	var group []step
	for _, do := range close {
		group = append(group, step{"closer " + name, do})
	}
	a.locked(func() { a.closers = append(a.closers, group) })
}

// Go runs a function in a goroutine that cannot end the process by a panic, and
// that is joined before the closers run.
//
// Called before Run, it is for the workers of the service: they start when the
// servers do, and if one fails or panics the stop begins, and Run returns its
// error. The context ends when the servers have been shut down. A worker that
// should stop taking up work as soon as the stop begins watches [App.Draining].
//
// Called later, typically in a handler, it is for a task that outlives the
// request. It starts at once, and its failure or panic is logged but stops
// nothing, as with the panic of a handler. It is given the same context; what
// must be finished once it was begun brings a context of its own, which may have
// the request's values:
//
//	values := r.Context()
//	app.Go("receipt", func(context.Context) error {
//		ctx, cancel := graceful.StopContext(values, 10*time.Second)
//		defer cancel()
//		return mailer.Send(ctx, receipt)
//	})
//
// It may be called while the App stops. Once the workers have been joined what
// they would use is about to be closed: then the function is not run, and an
// error is logged.
func (a *App) Go(name string, run func(context.Context) error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	switch {
	case a.joined:
		a.say(slog.LevelError, "not started: the workers have been joined", "worker", name)
	case a.forWorkers != nil:
		a.start(step{name, run}, false)
	default:
		a.workers = append(a.workers, step{name, run})
	}
}

// Draining returns a channel that is closed when the stop begins. Handlers that
// would otherwise never end (server-sent events, WebSockets, long polls) return
// when it is closed, and queue consumers stop pulling. It is never closed
// because a single request ended.
func (a *App) Draining() <-chan struct{} { return a.Context().Done() }

// Context returns a context that ends when the stop begins, as Draining does.
func (a *App) Context() context.Context {
	a.setup()
	return a.context
}

// Ready has the readiness probe fail as long as ready does: where a dependency has
// to answer before traffic makes sense. The checks of a probe run at the same time
// and are given one second, or what the probe's own context leaves of it; one that
// takes longer has failed. The answer names those that did, and the log says why
// when that changes.
func (a *App) Ready(name string, ready func(ctx context.Context) error) {
	a.locked(func() { a.checks = append(a.checks, step{name, ready}) })
}

// ServeHTTP is the readiness probe: 200 until the stop begins, unless a check of
// [App.Ready] fails, and 503 from then on. It must not serve as the liveness probe,
// which would have the process killed while it drains.
func (a *App) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	a.traffic.probe.Store(r.RequestURI) // a probe is no reason to prolong Delay
	w.Header().Set("Cache-Control", "no-store")
	if why := a.notReady(r.Context()); why != "" {
		http.Error(w, why, http.StatusServiceUnavailable)
	} else {
		io.WriteString(w, "ready\n")
	}
}

// notReady says why the App is not, if so.
func (a *App) notReady(ctx context.Context) (why string) {
	if a.stopping.Load() {
		a.told.Store(true)
		return "draining"
	}
	ctx, cancel := context.WithTimeout(ctx, time.Second)
	defer cancel()
	var checks []step
	a.locked(func() { checks = a.checks })
	errs, sep := a.together(ctx, time.Millisecond, checks), "not ready: "
	for i, err := range errs {
		if err != nil {
			why, sep = why+sep+checks[i].name, ", "
		}
	}
	if before, _ := a.unready.Swap(why).(string); before != why {
		a.say(slog.LevelWarn, "readiness changed", "to", cmp.Or(why, "ready"), "err", errors.Join(errs...))
	}
	return why
}

// StopContext returns a context for stopping or finishing something: it has the
// values of ctx but neither its cancellation nor its deadline, and ends after d.
// Use it where ctx is already done, as after <-ctx.Done(), or about to be, as a
// request's context is for work that outlives the request.
func StopContext(ctx context.Context, d time.Duration) (context.Context, context.CancelFunc) {
	return context.WithTimeout(context.WithoutCancel(ctx), d)
}

// ExitCode returns the exit status for an error of [App.Run]: 0 for nil, and
// 1 for anything else. (After a second signal Run does not return: the process
// ends at once with 128 plus the signal's number.)
func ExitCode(err error) int {
	if err != nil {
		return 1
	}
	return 0
}

// begin begins the stop, unless it has begun: the first cause counts.
func (a *App) begin(delayed bool, why string, args ...any) {
	if !a.stopping.Swap(true) {
		a.delayed = delayed
		a.drain()
		notify("STOPPING=1")
		a.say(slog.LevelInfo, "stopping: "+why, args...)
	}
}

func (a *App) locked(f func()) { a.mu.Lock(); defer a.mu.Unlock(); f() }

// fail adds to what Run will return, if there is an error.
func (a *App) fail(err error) error {
	if err != nil {
		err = fmt.Errorf("graceful: %w", err)
		a.locked(func() { a.errs = append(a.errs, err) })
	}
	return err
}

// orDefault reads a duration field: zero is the default, less than zero is none.
func orDefault(d, def time.Duration) time.Duration { return max(cmp.Or(d, def), 0) }

// say has a line logged, after those before it. Nobody who has something to say
// waits for the logger: its output may be a pipe that nobody reads. What a stuck one
// would have to keep in memory is dropped.
func (a *App) say(level slog.Level, msg string, args ...any) {
	if a.unsaid.Add(1) > 1000 {
		a.unsaid.Add(-1)
		return
	}
	log, done := cmp.Or(a.Log, slog.Default()), make(chan struct{})
	before := a.lastSaid.Swap(&done)
	go func() {
		if before != nil {
			<-*before
		}
		log.Log(context.Background(), level, msg, args...)
		a.unsaid.Add(-1)
		close(done)
	}()
}

// flush gives the logger a moment to write what has been said.
func (a *App) flush() {
	select {
	case <-*a.lastSaid.Load():
	case <-time.After(100 * time.Millisecond):
	}
}

// report says what the stop waits for: the requests, and once there are none what
// else runs.
func (a *App) report() {
	list, others := a.left()
	if len(list) == 0 {
		list = others
	}
	if len(list) > 0 { // or there is only Delay
		a.say(slog.LevelInfo, "still waiting", "count", len(list), "for", inflight.Names(list))
	}
}

// notify tells systemd of a change of state, if it has started the process with
// Type=notify. An error says only that nobody listens.
func notify(state string) {
	c, err := net.Dial("unixgram", os.Getenv("NOTIFY_SOCKET")) // if it begins with @ it is abstract, also to package net
	if err != nil {
		return
	}
	defer c.Close()
	c.SetWriteDeadline(time.Now().Add(100 * time.Millisecond)) // nothing on the way out waits
	c.Write([]byte(state))
}

// watchdog tells systemd twice in each period of WatchdogSec that the process is
// alive, until Run returns.
func (a *App) watchdog() {
	period, err := time.ParseDuration(os.Getenv("WATCHDOG_USEC") + "us")
	if err != nil || period <= 0 || cmp.Or(os.Getenv("WATCHDOG_PID"), strconv.Itoa(os.Getpid())) != strconv.Itoa(os.Getpid()) {
		return
	}
	every(period/2, a.over, func() { notify("WATCHDOG=1") })
}

// every calls f after each d, until the end.
func every(d time.Duration, end <-chan struct{}, f func()) {
	for {
		select {
		case <-end:
			return
		case <-time.After(d):
			f()
		}
	}
}
