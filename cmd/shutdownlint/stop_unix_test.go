//go:build unix

package main

import (
	"bytes"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"
)

// TestTerminated ends the program while the go command works for it, or rather something that takes its place: what that has
// started ends, too, and the program by the signal, without a word.
func TestTerminated(t *testing.T) {
	tool, err := exec.LookPath("shutdownlint")
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	const slow = "#!/bin/sh\nexec 3>alive\nsleep 30 >&3 2>&3 & echo \"$1\" >&3\nwait\nexit 1\n"
	if err := os.WriteFile(filepath.Join(dir, "go"), []byte(slow), 0o777); err != nil {
		t.Fatal(err)
	}
	alive := filepath.Join(dir, "alive") // it has an end when none of them is left
	if err := syscall.Mkfifo(alive, 0o666); err != nil {
		t.Fatal(err)
	}
	for _, args := range [][]string{{"./..."}, {"map"}, {"-fix"}, {"-write-baseline", "known.json"}} {
		var stdout, stderr bytes.Buffer
		cmd := exec.Command(tool, args...)
		cmd.Dir, cmd.Stdout, cmd.Stderr = dir, &stdout, &stderr
		cmd.Env = append(os.Environ(), "PATH="+dir+string(filepath.ListSeparator)+os.Getenv("PATH"))
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		f, err := os.Open(alive)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := f.Read(make([]byte, 1)); err != nil {
			t.Fatal(err)
		}
		if err := cmd.Process.Signal(syscall.SIGTERM); err != nil {
			t.Fatal(err)
		}
		if _, err := io.Copy(io.Discard, f); err != nil {
			t.Error(err)
		}
		f.Close()
		err = cmd.Wait()
		var exit *exec.ExitError
		if !errors.As(err, &exit) || exit.Sys().(syscall.WaitStatus).Signal() != syscall.SIGTERM {
			t.Errorf("%q ended by %v", args, err)
		}
		if said := stdout.String() + stderr.String(); said != "" {
			t.Errorf("%q said %q", args, said)
		}
	}
	if left, err := os.ReadDir(dir); err != nil || len(left) != 2 {
		t.Errorf("%v, %v", left, err)
	}
}
