//go:build unix

package main

import (
	"os"
	"runtime"
	"syscall"
)

// peak returns the largest memory that the process or one of its descendants had.
func peak(state *os.ProcessState) int64 {
	usage, ok := state.SysUsage().(*syscall.Rusage)
	if !ok {
		return 0
	}
	if runtime.GOOS == "darwin" || runtime.GOOS == "ios" {
		return usage.Maxrss // in bytes there, in kilobytes elsewhere
	}
	return int64(usage.Maxrss) << 10
}
