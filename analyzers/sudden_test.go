package analyzers_test

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// A death is what becomes of the program sudden when it is given one argument.
type death struct {
	arg    string
	status int    // of the process
	stdout string // what it answers, or the file that it leaves
	stderr string // some of it
	torn   bool   // the process may end before it has said that much
}

// TestSuddenDeath runs a program that dies, or loses what it has written, in the ways that the checks report, and its correct
// twin. Its handlers are gin's: a panic in a handler without recovery drops one connection, a panic in a goroutine that a
// handler has started ends the process.
func TestSuddenDeath(t *testing.T) {
	if testing.Short() {
		t.Skip("builds and runs services")
	}
	const alive = "/healthz 200\n"
	tests := map[string][]death{
		"sudden-wrong": {
			{arg: "report", status: 1, stderr: "no second line"},
			{arg: "lines"},
			{arg: "work"},
			{arg: "/panic", stdout: "/panic no answer\n" + alive, stderr: "http: panic serving"},
			{arg: "/upload", status: 2, stdout: "/upload 202\n", stderr: "panic: runtime error: index out of range", torn: true},
			{arg: "/exit", status: 1, stderr: "no second line"},
		},
		"sudden-right": {
			{arg: "report", status: 1, stdout: "first line\n", stderr: "no second line"},
			{arg: "lines", stdout: "first line\n"},
			{arg: "work", stdout: "first line\n"},
			{arg: "/panic", stdout: "/panic 500\n" + alive},
			{arg: "/upload", stdout: "/upload 202\n" + alive, stderr: "index out of range"},
			{arg: "/exit", stdout: "/exit 500\n" + alive},
		},
	}
	for service, deaths := range tests {
		binary := filepath.Join(t.TempDir(), "sudden.exe")
		build := exec.Command("go", "build", "-o", binary)
		build.Dir = filepath.Join("..", "testdata", "services", service)
		if out, err := build.CombinedOutput(); err != nil {
			t.Fatalf("%v: %v\n%s", build.Args, err, out)
		}
		for _, d := range deaths {
			t.Run(service+" "+d.arg, func(t *testing.T) {
				file := filepath.Join(t.TempDir(), "file")
				status, stdout, stderr := runProgram(t, binary, d.arg, file)
				if left, err := os.ReadFile(file); err == nil {
					stdout = string(left)
				}
				if status != d.status || stdout != d.stdout && !d.torn || !strings.Contains(stderr, d.stderr) {
					t.Errorf("status %d, %q, want %d, %q and %q in\n%s", status, stdout, d.status, d.stdout, d.stderr, stderr)
				}
			})
		}
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
