//go:build unix

package main

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/shutdownlint/shutdownlint/runtime/drill"
	"github.com/shutdownlint/shutdownlint/runtime/graceful"
)

// The server under drill is this program, started again.
func TestMain(m *testing.M) {
	addr := os.Getenv("DRILL_ADDR")
	switch os.Getenv("DRILL_SERVICE") {
	case "":
		os.Exit(m.Run())
	case "right":
		app := &graceful.App{Delay: 800 * time.Millisecond}
		mux := http.NewServeMux()
		mux.Handle("/readyz", app)
		mux.HandleFunc("/", func(http.ResponseWriter, *http.Request) {})
		app.Servers = []*http.Server{{Addr: addr, Handler: mux}}
		os.Exit(graceful.ExitCode(app.Run(context.Background())))
	case "wrong": // no signal handling at all
		http.ListenAndServe(addr, http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}))
	}
}

func exec(t *testing.T, args ...string) (status int, stdout, stderr string) {
	t.Helper()
	var out, err bytes.Buffer
	status = run(t.Context(), args, &out, &err)
	return status, out.String(), err.String()
}

// server is the end of a command line that starts one.
func server(t *testing.T, name string, flags ...string) []string {
	t.Helper()
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	return append(flags, "-load", "100ms", "-env", "DRILL_SERVICE="+name, "-env", "DRILL_ADDR={addr}", "--", exe)
}

func TestPasses(t *testing.T) {
	page, junit := filepath.Join(t.TempDir(), "drill.html"), filepath.Join(t.TempDir(), "junit.xml")
	status, stdout, stderr := exec(t, server(t, "right", "-html", page, "-junit", junit, "-n", "2", "-header", "X-Drill: 1")...)
	if status != 0 || !strings.Contains(stdout, "readiness  passed") || !strings.HasSuffix(stdout, "\npassed\n") {
		t.Errorf("status %d\n%s", status, stdout)
	}
	for _, part := range []string{"started", "ready after", "SIGTERM", "not ready", "listener closed", "ended: exit status 0", "drill 2 of 2: passed"} {
		if !strings.Contains(stderr, part) {
			t.Errorf("the progress lacks %q:\n%s", part, stderr)
		}
	}
	if b, err := os.ReadFile(page); err != nil || !strings.Contains(string(b), "Shutdown drill: passed") {
		t.Errorf("page: %v\n%s", err, b)
	}
	if b, err := os.ReadFile(junit); err != nil || !strings.Contains(string(b), `failures="0"`) {
		t.Errorf("JUnit: %v\n%s", err, b)
	}
}

func TestFails(t *testing.T) {
	status, stdout, stderr := exec(t, server(t, "wrong", "-json", "-q")...)
	var r drill.Report
	if err := json.Unmarshal([]byte(stdout), &r); err != nil {
		t.Fatal(err)
	}
	if status != 1 || r.Passed || r.Status != 143 || stderr != "" {
		t.Errorf("status %d, report %+v, progress %q", status, r, stderr)
	}
}

func TestSaysWhatFailed(t *testing.T) {
	status, stdout, _ := exec(t, server(t, "wrong", "-signal", "sigint", "-budget", "20s")...)
	if status != 1 || !strings.Contains(stdout, "\nfailed: ") || !strings.Contains(stdout, "status 130, wanted 0") {
		t.Errorf("status %d\n%s", status, stdout)
	}
}

func TestCannotRun(t *testing.T) {
	for _, test := range []struct {
		args []string
		want string
	}{
		{nil, "which server?"},
		{[]string{"-nonsense"}, "not defined"},
		{[]string{"-env", "NAME"}, "want NAME=value"},
		{[]string{"-header", "Name"}, "want Name: value"},
		{[]string{"-signal", "KILL", "--", "true"}, `unknown signal "KILL"`},
		{[]string{"-addr", "192.0.2.1:80", "--", "true"}, "no loopback address"},
		{server(t, "right", "-html", "/nonexistent/page.html"), "no such file"},
	} {
		if status, _, stderr := exec(t, test.args...); status != 2 || !strings.Contains(stderr, test.want) {
			t.Errorf("%v: status %d, want 2 and %q:\n%s", test.args, status, test.want, stderr)
		}
	}
	if status, _, stderr := exec(t, "-help"); status != 0 || !strings.Contains(stderr, "Exit status: 0") || !strings.Contains(stderr, "-budget") {
		t.Errorf("help: status %d\n%s", status, stderr)
	}
}
