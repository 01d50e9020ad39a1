package graceful

import (
	"cmp"
	"net"
	"os"
	"strconv"
	"time"
)

// notify tells systemd of a change of state, if it has started the process with
// Type=notify. An error says only that nobody listens.
func notify(state string) {
	path := os.Getenv("NOTIFY_SOCKET") // one that begins with @ is abstract, also to package net
	if path == "" {
		return
	}
	c, err := net.Dial("unixgram", path)
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
	period, err := strconv.Atoi(os.Getenv("WATCHDOG_USEC"))
	pid := cmp.Or(os.Getenv("WATCHDOG_PID"), strconv.Itoa(os.Getpid()))
	if err != nil || period <= 0 || pid != strconv.Itoa(os.Getpid()) {
		return
	}
	for {
		notify("WATCHDOG=1")
		select {
		case <-time.After(time.Duration(period) * time.Microsecond / 2):
		case <-a.over:
			return
		}
	}
}
