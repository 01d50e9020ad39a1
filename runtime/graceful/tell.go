package graceful

import (
	"cmp"
	"context"
	"log/slog"
	"net"
	"os"
	"strconv"
	"time"

	"github.com/shutdownlint/shutdownlint/runtime/internal/inflight"
)

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
	a.say(slog.LevelInfo, "still waiting", "count", len(list), "for", inflight.Names(list))
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
	pid := strconv.Itoa(os.Getpid())
	if err != nil || period <= 0 || cmp.Or(os.Getenv("WATCHDOG_PID"), pid) != pid {
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
