//go:build unix

package drill

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"slices"
	"syscall"
	"time"
)

// signals is what this system can send; what it cannot is not judged.
const signals = true

// group gives the process a group of its own, so that whatever it starts and
// leaves behind can be found and ended.
func group(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
}

// dump asks a Go program for its goroutines.
func dump(p *os.Process) error { return p.Signal(syscall.SIGQUIT) }

// survivors returns the processes of known that outlived their leader, and, if it
// was made one of a group, those of its group. They may take a moment to end.
func survivors(leader int, known []process, group bool, wait time.Duration) []process {
	for end := time.Now().Add(wait); ; time.Sleep(5 * time.Millisecond) {
		list := slices.DeleteFunc(slices.Concat(known, descendants(leader, group)), func(p process) bool { return !p.alive() })
		if !procfs && group && syscall.Kill(-leader, 0) == nil {
			list = append(list, process{pid: -leader, name: "a process of the same group"})
		}
		if len(list) == 0 || time.Now().After(end) {
			slices.SortFunc(list, func(a, b process) int { return a.pid - b.pid })
			return slices.CompactFunc(list, func(a, b process) bool { return a.pid == b.pid })
		}
	}
}

// end kills what is left.
func end(leader int, left []process) error {
	for _, p := range left {
		if p.pid > 1 && p.alive() {
			syscall.Kill(p.pid, syscall.SIGKILL) // it may have ended by itself
		}
	}
	if err := syscall.Kill(-leader, syscall.SIGKILL); err != nil && !errors.Is(err, syscall.ESRCH) {
		return err
	}
	if still := survivors(leader, left, true, time.Second); len(still) > 0 {
		return fmt.Errorf("still there: %v", still)
	}
	return nil
}
