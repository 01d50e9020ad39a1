package graceful

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"runtime/debug"
	"slices"
	"sync"
	"time"

	"github.com/shutdownlint/shutdownlint/runtime/internal/inflight"
)

// start runs a worker or a task. It is called with a.mu held.
func (a *App) start(s step, worker bool) {
	ended, ctx := a.runs(s.name), a.forWorkers
	go func() {
		defer ended()
		err := a.protect(ctx, s)
		switch {
		case err == nil || ctx.Err() != nil && (errors.Is(err, context.Canceled) || errors.Is(err, http.ErrServerClosed)):
			// It did as it was told.
		case worker:
			a.begin(false, "worker failed", "err", a.fail(fmt.Errorf("worker %s: %w", s.name, err)))
		default:
			a.say(slog.LevelError, "task failed", "task", s.name, "err", err)
		}
	}()
}

// runs notes that something runs, until ended is called.
func (a *App) runs(name string) (ended func()) {
	e := &inflight.Entry{Name: name, Since: time.Now()}
	a.running.Store(e, nil)
	return func() { a.running.Delete(e) }
}

// left is what the stop waits for.
func (a *App) left() (requests, others []inflight.Entry) {
	a.running.Range(func(what, _ any) bool {
		switch what := what.(type) {
		case *inflight.Tracker:
			requests = append(requests, what.Left()...)
		case *inflight.Entry:
			others = append(others, *what)
		}
		return true
	})
	return requests, others
}

// protect calls s. A panic becomes an error, after its stack was logged.
func (a *App) protect(ctx context.Context, s step) (err error) {
	defer func() {
		if v := recover(); v != nil {
			a.say(slog.LevelError, "panic", "in", s.name, "panic", v, "stack", string(debug.Stack()))
			err = fmt.Errorf("panic: %v", v)
		}
	}()
	return s.do(ctx)
}

// within calls s, and gives it up if it has not returned by more after the end of
// ctx. Its error begins with its name.
func (a *App) within(ctx context.Context, more time.Duration, s step) error {
	defer a.runs(s.name)()
	begin, done := time.Now(), make(chan error, 2)
	go func() { done <- a.protect(ctx, s) }() // it may ignore its context
	hung := func() { done <- fmt.Errorf("%w (%v)", ErrHung, time.Since(begin).Round(10*time.Millisecond)) }
	defer context.AfterFunc(ctx, func() { time.AfterFunc(more, hung) })()
	if err := <-done; err != nil {
		return fmt.Errorf("%s: %w", s.name, err)
	}
	return nil
}

// together calls steps at the same time, each within the same limits, and returns
// their errors in order.
func (a *App) together(ctx context.Context, more time.Duration, steps []step) []error {
	errs := make([]error, len(steps))
	var all sync.WaitGroup
	for i, s := range steps {
		all.Go(func() { errs[i] = a.within(ctx, more, s) })
	}
	all.Wait()
	return errs
}

// join waits for the workers, whose context has ended, and for the handlers
// whose requests were cut: they use what the closers are about to close.
func (a *App) join(budget time.Duration) {
	ctx, cancel := context.WithTimeout(context.Background(), budget)
	defer cancel()
	inflight.Until(ctx, func() bool {
		a.mu.Lock()
		defer a.mu.Unlock()
		requests, workers := a.left()
		a.joined = len(requests)+len(workers) == 0 || ctx.Err() != nil // and now Go refuses
		return a.joined
	})
	if _, workers := a.left(); len(workers) > 0 {
		a.fail(fmt.Errorf("workers %w (%d): %s", ErrHung, len(workers), inflight.Names(workers)))
	}
}

// runClosers runs them all, in budget if they allow it. One that hangs uses up
// what there is less 100 ms for each that comes after it; only if there are so
// many that this would prolong the stop by 200 ms is it less for each.
func (a *App) runClosers(values context.Context, budget time.Duration) {
	var closers [][]step
	a.locked(func() { closers = a.closers })
	end := time.Now().Add(budget)
	least := min(100*time.Millisecond, (budget+200*time.Millisecond)/time.Duration(max(len(closers), 1)))
	for after, group := range slices.Backward(closers) {
		budget := max(least, time.Until(end)-time.Duration(after)*least)
		ctx, cancel := StopContext(values, budget)
		a.fail(errors.Join(a.together(ctx, min(budget/20, 20*time.Millisecond), group)...)) // a moment for those that heed ctx
		cancel()
	}
}
