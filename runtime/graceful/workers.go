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
	"time"

	"github.com/shutdownlint/shutdownlint/runtime/internal/inflight"
)

// start runs a worker or a task. It is called with a.mu held.
func (a *App) start(name string, run func(context.Context) error, worker bool) {
	e, ctx := &inflight.Entry{Name: name, Since: time.Now()}, a.forWorkers
	a.running[e] = true
	go func() {
		defer a.locked(func() { delete(a.running, e) })
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

// join waits for the workers, whose context has ended, and for the handlers
// whose requests were cut: they use what the closers are about to close.
func (a *App) join(budget time.Duration) {
	ctx, cancel := context.WithTimeout(context.Background(), budget)
	defer cancel()
	var list []*inflight.Entry
	a.await("workers", a.left)
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
	var closers []closer
	a.locked(func() { closers = a.closers })
	a.await("closers", a.left)
	for after, c := range slices.Backward(closers) {
		remain := time.Until(end)
		least := min(share, (remain+over)/time.Duration(after+1))
		if err := a.runCloser(values, c, max(least, remain-time.Duration(after)*least)); err != nil {
			a.fail("closer %s: %w", c.name, err)
		}
	}
}

// runCloser runs c in a goroutine of its own, for it may ignore its context.
func (a *App) runCloser(values context.Context, c closer, budget time.Duration) error {
	ctx, cancel := StopContext(values, budget)
	defer cancel()
	e := &inflight.Entry{Name: c.name, Since: time.Now()}
	a.locked(func() { a.running[e] = true })
	defer a.locked(func() { delete(a.running, e) }) // if it hangs, it has been named
	done := make(chan error, 1)
	go func() { done <- a.protect(ctx, c.name, c.close) }()
	select {
	case err := <-done:
		return err
	case <-time.After(budget + min(budget/20, 20*time.Millisecond)): // a moment more, for those that heed ctx
		return fmt.Errorf("%w (%v)", ErrHung, budget.Round(10*time.Millisecond))
	}
}
