package graceful

import (
	"cmp"
	"context"
	"log/slog"
	"sync"
	"time"

	"github.com/shutdownlint/shutdownlint/runtime/internal/inflight"
)

// A journal is what is still to be logged. Nobody who has something to say waits
// for the logger: its output may be a pipe that nobody reads.
type journal struct {
	mu      sync.Mutex
	lines   []func()
	written chan struct{} // closed when all is; nil if nothing is being written
}

// say has a line logged, after those before it. It drops what a stuck logger would
// have to keep in memory.
func (a *App) say(level slog.Level, msg string, args ...any) {
	const most = 1000
	j, log := &a.journal, cmp.Or(a.Log, slog.Default())
	j.mu.Lock()
	defer j.mu.Unlock()
	if len(j.lines) < most {
		j.lines = append(j.lines, func() { log.Log(context.Background(), level, msg, args...) })
	}
	if j.written == nil {
		j.written = make(chan struct{})
		go j.write()
	}
}

func (j *journal) write() {
	for {
		j.mu.Lock()
		if len(j.lines) == 0 {
			close(j.written)
			j.written = nil
			j.mu.Unlock()
			return
		}
		line := j.lines[0]
		j.lines = j.lines[1:]
		j.mu.Unlock()
		line()
	}
}

// flush gives the logger a moment to write what has been said.
func (j *journal) flush() {
	j.mu.Lock()
	written := j.written
	j.mu.Unlock()
	if written == nil {
		return
	}
	select {
	case <-written:
	case <-time.After(100 * time.Millisecond):
	}
}

// awaited is what the stop waits for.
type awaited struct {
	what string
	left func() []*inflight.Entry
}

func (a *App) await(what string, left func() []*inflight.Entry) {
	a.awaited.Store(&awaited{what, left})
}

// report says what the stop waits for, from time to time, until it is over.
func (a *App) report() {
	tick := time.NewTicker(3 * time.Second)
	defer tick.Stop()
	for {
		select {
		case <-a.over:
			return
		case <-tick.C:
			if w := a.awaited.Load(); w != nil {
				list := w.left()
				a.say(slog.LevelInfo, "waiting for "+w.what, "count", len(list), "longest", inflight.Names(list))
			}
		}
	}
}

// left returns the workers, tasks and closers that run.
func (a *App) left() (list []*inflight.Entry) {
	a.locked(func() {
		for e := range a.running {
			list = append(list, e)
		}
	})
	return list
}
