package graceful

import (
	"cmp"
	"context"
	"log/slog"
	"maps"
	"slices"
	"sync"
	"time"

	"github.com/shutdownlint/shutdownlint/runtime/internal/inflight"
)

// A journal is what is still to be logged. Nobody who has something to say waits
// for the logger: its output may be a pipe that nobody reads.
type journal struct {
	mu     sync.Mutex
	unsaid int
	last   chan struct{} // closed when the last line has been logged; nil before there is one
}

// say has a line logged, after those before it. It drops what a stuck logger would
// have to keep in memory.
func (a *App) say(level slog.Level, msg string, args ...any) {
	const most = 1000
	j, log := &a.journal, cmp.Or(a.Log, slog.Default())
	j.mu.Lock()
	defer j.mu.Unlock()
	if j.unsaid == most {
		return
	}
	before, done := j.last, make(chan struct{})
	j.last = done
	j.unsaid++
	go func() {
		if before != nil {
			<-before
		}
		log.Log(context.Background(), level, msg, args...)
		j.mu.Lock()
		j.unsaid--
		j.mu.Unlock()
		close(done)
	}()
}

// flush gives the logger a moment to write what has been said.
func (j *journal) flush() {
	j.mu.Lock()
	last := j.last
	j.mu.Unlock()
	select {
	case <-last:
	case <-time.After(100 * time.Millisecond):
	}
}

// report says what the stop waits for, from time to time, until it is over.
func (a *App) report() {
	for {
		select {
		case <-a.over:
			return
		case <-time.After(3 * time.Second):
			list := a.left()
			a.say(slog.LevelInfo, "still waiting", "count", len(list), "for", inflight.Names(list))
		}
	}
}

// left is what the stop waits for: the requests, and once there are none what else
// runs.
func (a *App) left() (list []*inflight.Entry) {
	if list = slices.Concat(a.flight.Left(), a.admin.Left()); len(list) == 0 {
		list = a.others()
	}
	return list
}

// others returns the workers, tasks, closers and servers of other protocols.
func (a *App) others() (list []*inflight.Entry) {
	a.locked(func() { list = slices.Collect(maps.Keys(a.running)) })
	return list
}
