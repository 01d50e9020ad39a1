//go:build unix

package stop

import (
	"os"
	"os/exec"
	"os/signal"
	"sync"
	"syscall"
)

var signals = []os.Signal{os.Interrupt, syscall.SIGTERM, syscall.SIGHUP}

// groups are those that have been interrupted.
var groups struct {
	sync.Mutex
	ids []int
}

// together makes cmd the first of a process group, all of which is interrupted: then the go command removes what it has begun, and
// compilers end.
func together(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	cmd.Cancel = func() error {
		groups.Lock()
		defer groups.Unlock()
		groups.ids = append(groups.ids, cmd.Process.Pid)
		return syscall.Kill(-cmd.Process.Pid, syscall.SIGINT)
	}
}

// end ends what is left of the groups, such as what a shell has started in the background, which does not hear of interrupts.
func end() {
	groups.Lock()
	defer groups.Unlock()
	for _, id := range groups.ids {
		syscall.Kill(-id, syscall.SIGKILL)
	}
}

// die ends the program by the signal, as whoever waits for it expects.
func die(s os.Signal) {
	signal.Reset(s)
	syscall.Kill(os.Getpid(), s.(syscall.Signal))
	select {} // until it has arrived
}
