package main

import (
	"bytes"
	"io"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"unsafe"

	"github.com/shutdownlint/shutdownlint/cmd/shutdownlint/internal/testmod"
)

// TestTerminal looks at what a terminal gets to see, and a pipe does not.
func TestTerminal(t *testing.T) {
	dir := testmod.Write(t, `
-- go.mod --
module example.com/m

go 1.25
-- m.go --
package m

func f() { println("loud") }
`)
	tool, err := exec.LookPath("toylint")
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		name  string
		env   []string
		color bool
	}{
		{"plain", []string{"TERM=xterm", "NO_COLOR="}, true},
		{"no color", []string{"TERM=xterm", "NO_COLOR=1"}, false},
		{"dumb", []string{"TERM=dumb", "NO_COLOR="}, false},
	} {
		t.Run(test.name, func(t *testing.T) {
			cmd := exec.Command(tool)
			cmd.Dir = dir
			cmd.Env = append(os.Environ(), test.env...)
			out := throughPty(t, cmd)
			if !strings.Contains(out, "1 finding") {
				t.Errorf("no summary: %q", out)
			}
			if got := strings.Contains(out, "\x1b["); got != test.color {
				t.Errorf("colour: %t, want %t: %q", got, test.color, out)
			}
		})
	}
	t.Run("pipe", func(t *testing.T) {
		cmd := exec.Command(tool)
		cmd.Dir = dir
		cmd.Env = append(os.Environ(), "TERM=xterm", "NO_COLOR=")
		out, _ := cmd.CombinedOutput() // there is a finding, so it fails
		if bytes.Contains(out, []byte("\x1b[")) {
			t.Errorf("colour: %q", out)
		}
	})
}

// throughPty returns what cmd writes to a terminal.
func throughPty(t *testing.T, cmd *exec.Cmd) string {
	ptmx, err := os.OpenFile("/dev/ptmx", os.O_RDWR|syscall.O_NOCTTY, 0)
	if err != nil {
		t.Skip(err)
	}
	defer ptmx.Close()
	var number, unlock uint32
	for request, arg := range map[uintptr]*uint32{syscall.TIOCGPTN: &number, syscall.TIOCSPTLCK: &unlock} {
		if _, _, errno := syscall.Syscall(syscall.SYS_IOCTL, ptmx.Fd(), request, uintptr(unsafe.Pointer(arg))); errno != 0 {
			t.Fatal(errno)
		}
	}
	tty, err := os.OpenFile("/dev/pts/"+strconv.Itoa(int(number)), os.O_RDWR|syscall.O_NOCTTY, 0)
	if err != nil {
		t.Fatal(err)
	}
	cmd.Stdout, cmd.Stderr = tty, tty
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	tty.Close()
	var b bytes.Buffer
	io.Copy(&b, ptmx) // ends with an error when the last writer has gone
	cmd.Wait()        // fails, as there is a finding
	return b.String()
}
