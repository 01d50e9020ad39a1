//go:build unix

package drill

import (
	"os"
	"syscall"
)

// status returns the exit status as a shell shows it.
func status(s *os.ProcessState) int {
	if ws, ok := s.Sys().(syscall.WaitStatus); ok && ws.Signaled() {
		return 128 + int(ws.Signal())
	}
	return s.ExitCode()
}

// bySignal reports whether a signal ended the process, and not the process itself.
func bySignal(s *os.ProcessState) bool {
	ws, ok := s.Sys().(syscall.WaitStatus)
	return ok && ws.Signaled()
}
