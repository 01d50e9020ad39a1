package analyzers_test

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// TestSuddenDeath runs a program that dies in the ways that skipdefer and nakedgo report, and its correct twin.
func TestSuddenDeath(t *testing.T) {
	tests := []struct {
		service       string
		report        string
		status        int // of the process after a panic in a goroutine of a handler
		served, panic string
	}{
		{"sudden-wrong", "", 2, "", "panic: runtime error: index out of range"},
		{"sudden-right", "first line\n", 0, "served 202\n", "index out of range"},
	}
	for _, test := range tests {
		t.Run(test.service, func(t *testing.T) {
			binary := filepath.Join(t.TempDir(), "sudden.exe")
			build := exec.Command("go", "build", "-o", binary)
			build.Dir = filepath.Join("..", "testdata", "services", test.service)
			if out, err := build.CombinedOutput(); err != nil {
				t.Fatalf("%v: %v\n%s", build.Args, err, out)
			}

			name := filepath.Join(t.TempDir(), "report")
			if status, _, _ := runProgram(t, binary, "report", name); status != 1 {
				t.Errorf("after an error the exit status is %d, want 1", status)
			}
			report, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			if string(report) != test.report {
				t.Errorf("the report says %q, want %q", report, test.report)
			}

			status, stdout, stderr := runProgram(t, binary, "serve")
			if status != test.status || stdout != test.served || !strings.Contains(stderr, test.panic) {
				t.Errorf("after a panic: status %d, output %q, want %d, %q\n%s", status, stdout, test.status, test.served, stderr)
			}
		})
	}
}

// runProgram runs the program and returns its exit status and output.
func runProgram(t *testing.T, name string, args ...string) (status int, stdout, stderr string) {
	t.Helper()
	var out, errs strings.Builder
	cmd := exec.Command(name, args...)
	cmd.Stdout, cmd.Stderr = &out, &errs
	err := cmd.Run()
	if exit := (*exec.ExitError)(nil); err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	return cmd.ProcessState.ExitCode(), out.String(), errs.String()
}
