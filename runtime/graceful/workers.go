package graceful

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"net/http"
	"runtime/debug"
	"slices"
	"sync"
	"time"

	"github.com/shutdownlint/shutdownlint/runtime/internal/inflight"
)

// start runs a worker or a task. It is called with a.mu held.
func (a *App) start(name string, run func(context.Context) error, worker bool) {
	ended, ctx := a.runsLocked(name), a.forWorkers
	go func() {
		defer ended()
		err := a.protect(ctx, name, run)
		switch {
		case err == nil:
		case ctx.Err() != nil && (errors.Is(err, context.Canceled) || errors.Is(err, http.ErrServerClosed)):
			// It did as it was told.
		case worker:
			a.fail("worker %s: %w", name, err)
			a.begin(false, "worker failed", "worker", name, "err", err)
		default:
			a.say(slog.LevelError, "task failed", "task", name, "err", err)
		}
	}()
}

// runs notes that something runs, until ended is called.
func (a *App) runs(name string) (ended func()) {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.runsLocked(name)
}

func (a *App) runsLocked(name string) (ended func()) {
	e := &inflight.Entry{Name: name, Since: time.Now()}
	a.running[e] = true
	return func() { a.locked(func() { delete(a.running, e) }) }
}

// protect calls f. A panic becomes an error, after its stack was logged.
func (a *App) protect(ctx context.Context, name string, f func(context.Context) error) (err error) {
	defer func() {
		if v := recover(); v != nil {
			a.say(slog.LevelError, "panic", "in", name, "panic", v, "stack", string(debug.Stack()))
			err = fmt.Errorf("panic: %v", v)
		}
	}()
	return f(ctx)
}

// within calls f, and gives it up if it has not returned by more after the end of
// ctx.
func (a *App) within(ctx context.Context, more time.Duration, name string, f func(context.Context) error) error {
	done := make(chan error, 1)
	go func() { done <- a.protect(ctx, name, f) }()
	select {
	case err := <-done:
		return err
	case <-ctx.Done():
	}
	select {
	case err := <-done:
		return err
	case <-time.After(more):
		return ErrHung
	}
}

// together calls f for 0 to n-1 at the same time, and returns the errors in order.
func together(n int, f func(i int) error) []error {
	errs := make([]error, n)
	var all sync.WaitGroup
	for i := range n {
		all.Go(func() { errs[i] = f(i) })
	}
	all.Wait()
	return errs
}

// join waits for the workers, whose context has ended, and for the handlers
// whose requests were cut: they use what the closers are about to close.
func (a *App) join(budget time.Duration) {
	ctx, cancel := context.WithTimeout(context.Background(), budget)
	defer cancel()
	var list []*inflight.Entry
	a.until(ctx, func() bool {
		list = slices.Collect(maps.Keys(a.running))
		a.joined = len(list)+len(a.flight.Left())+len(a.admin.Left()) == 0 || ctx.Err() != nil // and now Go refuses
		return a.joined
	})
	if len(list) > 0 {
		a.fail("workers %w (%d): %s", ErrHung, len(list), inflight.Names(list))
	}
}

// runClosers runs them all, in budget if they allow it. One that hangs uses up
// what there is less 100 ms for each that comes after it; only if there are so
// many that this would prolong the stop by a second is it less for each.
func (a *App) runClosers(values context.Context, budget time.Duration) {
	const share, over = 100 * time.Millisecond, 900 * time.Millisecond
	end := time.Now().Add(budget)
	var closers []step
	a.locked(func() { closers = a.closers })
	for after, c := range slices.Backward(closers) {
		remain := time.Until(end)
		least := min(share, (remain+over)/time.Duration(after+1))
		if err := a.runCloser(values, c, max(least, remain-time.Duration(after)*least)); err != nil {
			a.fail("closer %s: %w", c.name, err)
		}
	}
}

// runCloser runs c in goroutines of its own, for it may ignore its context.
func (a *App) runCloser(values context.Context, c step, budget time.Duration) error {
	ctx, cancel := StopContext(values, budget)
	defer cancel()
	defer a.runs(c.name)()
	return errors.Join(together(len(c.do), func(i int) error {
		err := a.within(ctx, min(budget/20, 20*time.Millisecond), c.name, c.do[i]) // a moment for those that heed ctx
		if err == ErrHung {
			err = fmt.Errorf("%w (%v)", err, budget.Round(10*time.Millisecond))
		}
		return err
	})...)
}
