package main

import (
	"bytes"
	"errors"
	"flag"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

var update = flag.Bool("update", false, "rewrite what the scripts compare with")

// The test binary is golangci-lint as well.
func TestMain(m *testing.M) {
	if os.Getenv("GORACE") == "" {
		os.Setenv("GORACE", "atexit_sleep_ms=0")
	}
	testscript.Main(m, map[string]func(){"golangci-lint": main})
}

// cache is where golangci-lint keeps results during the tests. It must be new each time, because golangci-lint takes the plugin
// for the same as long as its own version is.
func cache(t *testing.T) string {
	dir, err := filepath.Abs(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	return dir
}

// TestScript runs testdata/script/*.txtar.
func TestScript(t *testing.T) {
	env := append(goEnv(t), "GOLANGCI_LINT_CACHE="+cache(t))
	testscript.Run(t, testscript.Params{
		Dir:                 filepath.Join("testdata", "script"),
		Cmds:                map[string]func(*testscript.TestScript, bool, []string){"status": wantStatus},
		UpdateScripts:       *update,
		RequireExplicitExec: true,
		Setup: func(e *testscript.Env) error {
			e.Vars = append(e.Vars, env...)
			e.Setenv("HOME", filepath.Join(e.WorkDir, "home"))
			return nil
		},
	})
}

// wantStatus is a command of the scripts: "status N COMMAND" wants the command's exit status to be N.
func wantStatus(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: status N COMMAND")
	}
	got := 0
	var exit *exec.ExitError
	switch err := ts.Exec(args[1], args[2:]...); {
	case errors.As(err, &exit):
		got = exit.ExitCode()
	case err != nil:
		ts.Fatalf("%v", err)
	}
	if want := args[0]; strconv.Itoa(got) != want {
		ts.Fatalf("exit status %d, want %s", got, want)
	}
}

// goEnv is the environment in which the go command finds its caches and nothing of the developer's settings.
func goEnv(t *testing.T) []string {
	dirs := strings.Split(strings.TrimSpace(string(output(t, ".", nil, "go", "env", "GOCACHE", "GOMODCACHE"))), "\n")
	return []string{"GOCACHE=" + dirs[0], "GOMODCACHE=" + dirs[1], "GOFLAGS=", "GOWORK=off", "GOENV=off", "GOPROXY=off", "GOTOOLCHAIN=local"}
}

// output returns what a command prints. It may fail with status 1, which means findings.
func output(t *testing.T, dir string, env []string, name string, args ...string) []byte {
	t.Helper()
	cmd := exec.Command(name, args...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), env...)
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if exit := (*exec.ExitError)(nil); err != nil && !(errors.As(err, &exit) && exit.ExitCode() == 1) {
		t.Fatalf("%v: %v\n%s%s", cmd.Args, err, out, stderr.Bytes())
	}
	return out
}

// standalone builds the program that stands on its own.
func standalone(t *testing.T) string {
	t.Helper()
	name := filepath.Join(t.TempDir(), "shutdownlint.exe")
	output(t, filepath.Join("..", ".."), []string{"GOWORK=off", "GOFLAGS="}, "go", "build", "-o", name, "./cmd/shutdownlint")
	return name
}
