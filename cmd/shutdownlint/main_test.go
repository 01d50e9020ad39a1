package main

import (
	"errors"
	"flag"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/shutdownlint/shutdownlint/analyzers"
	"github.com/shutdownlint/shutdownlint/analyzers/driver"
	"github.com/shutdownlint/shutdownlint/cmd/internal/config"
	"github.com/shutdownlint/shutdownlint/cmd/shutdownlint/internal/toy"
)

var update = flag.Bool("update", false, "rewrite what the scripts compare with")

// The test binary is also the program, and a second one with analyzers made for the tests.
func TestMain(m *testing.M) {
	// A program built with the race detector sleeps for a second when it ends, and go vet starts a tool for each package.
	if os.Getenv("GORACE") == "" {
		os.Setenv("GORACE", "atexit_sleep_ms=0")
	}
	testscript.Main(m, map[string]func(){
		"shutdownlint": main,
		"toylint":      func() { os.Exit(newToy().serve(os.Args[1:])) },
		"sharecache":   shareCache,
	})
}

func newToy() *tool {
	categories := []analyzers.Category{
		{ID: "println", Check: "print", Level: "error", Summary: "a line is printed", Text: "Lines are long.\n", URL: "https://example.com/print"},
		{ID: "print", Check: "print", Level: "note", Summary: "something is printed", Text: "Level: note\n", URL: "https://example.com/print"},
	}
	return &tool{
		open: func(f *config.File) (*driver.Suite, error) {
			suite, err := f.Suite()
			if err == nil {
				suite.Checks, suite.Facts = toy.Checks, toy.Marks
			}
			return suite, err
		},
		categories: categories,
		documentation: func(string) ([]analyzers.Check, error) {
			return []analyzers.Check{{Name: "print", Summary: "report what is printed", Text: "Programs talk.", Categories: categories}}, nil
		},
		stdout: os.Stdout,
		stderr: os.Stderr,
	}
}

// TestScript runs testdata/script/*.txtar. Scripts whose name begins with vet run a tool through the go command, which
// analyses the standard library with it first.
func TestScript(t *testing.T) {
	env := goEnv(t)
	testscript.Run(t, testscript.Params{
		Dir:                 filepath.Join("testdata", "script"),
		Cmds:                map[string]func(*testscript.TestScript, bool, []string){"status": wantStatus},
		UpdateScripts:       *update,
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		Setup: func(e *testscript.Env) error {
			e.Vars = append(e.Vars, env...)
			e.Setenv("GORACE", os.Getenv("GORACE"))
			e.Setenv("HOME", filepath.Join(e.WorkDir, "home")) // where the vet door writes down what it goes by
			for _, name := range []string{"shutdownlint", "toylint"} {
				path, err := exec.LookPath(name) // where testscript has put it
				if err != nil {
					return err
				}
				e.Setenv(strings.ToUpper(name), path)
			}
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
	out, err := exec.Command("go", "env", "GOCACHE", "GOMODCACHE").Output()
	if err != nil {
		t.Fatal(err)
	}
	dirs := strings.Split(strings.TrimSpace(string(out)), "\n")
	return []string{
		"GOCACHE=" + dirs[0], "GOMODCACHE=" + dirs[1],
		"GOFLAGS=", "GOWORK=", "GOENV=off", "GOPROXY=off", "GOTOOLCHAIN=local", "NO_COLOR=", "TERM=xterm",
	}
}
