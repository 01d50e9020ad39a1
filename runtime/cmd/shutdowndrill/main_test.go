//go:build unix

package main

import (
	"bytes"
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	osexec "os/exec"
	"path/filepath"
	"strconv"
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
	case "particular":
		app := &graceful.App{Delay: 800 * time.Millisecond}
		mux := http.NewServeMux()
		mux.Handle("GET /healthz", app)
		mux.HandleFunc("GET /slow", func(http.ResponseWriter, *http.Request) { time.Sleep(200 * time.Millisecond) })
		mux.HandleFunc("PUT /only", func(w http.ResponseWriter, r *http.Request) {
			if body, _ := io.ReadAll(r.Body); string(body) != "{}" || r.Header.Get("X-Drill") != "1" {
				w.WriteHeader(http.StatusBadRequest)
			}
		})
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

// Each flag does something of its own.
func TestFlags(t *testing.T) {
	values := map[string]string{
		"addr": "localhost:1", "ready-addr": "localhost:2", "tls": "true", "http2": "true", "grpc": "true", "method": "PUT", "body": "{}",
		"header": "Name: value", "stop-cmd": "docker stop drill", "pid": "7", "dir": "/", "env": "A=b", "ready": "/a", "path": "/b", "slow": "/c",
		"events": "/d", "ws": "/e", "direct": "true", "load": "7s", "start": "7s", "budget": "7s", "again": "7s", "early": "7s", "status": "7",
		"signal": "INT", "json": "true", "junit": "file", "n": "7", "html": "page", "map": "map.json", "q": "true",
	}
	var unset options
	unset.flags()
	seen := map[string]string{fmt.Sprintf("%+v", unset): "none"}
	unset.flags().VisitAll(func(f *flag.Flag) {
		var o options
		if err := o.flags().Parse([]string{"-" + f.Name + "=" + values[f.Name]}); err != nil || values[f.Name] == "" {
			t.Errorf("-%s is not tried: %v", f.Name, err)
		}
		got := fmt.Sprintf("%+v", o)
		if other, known := seen[got]; known {
			t.Errorf("-%s does what -%s does", f.Name, other)
		}
		seen[got] = f.Name
	})
}

// What is said on the command line reaches the server: this one takes nothing else.
func TestParticular(t *testing.T) {
	status, stdout, stderr := exec(t, server(t, "particular", "-method", "PUT", "-body", "{}", "-header", "X-Drill: 1", "-path", "/only", "-slow", "/slow",
		"-ready", "/healthz", "-stop-cmd", "kill -TERM {pid}", "-direct", "-start", "20s")...)
	if status != 0 || !strings.Contains(stdout, "pooled PUT") || !strings.Contains(stdout, "slow upload") || !strings.Contains(stdout, "slow request") {
		t.Errorf("status %d\n%s\n%s", status, stdout, stderr)
	}
}

func TestProcess(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	addr := l.Addr().String()
	l.Close()
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := osexec.Command(exe)
	cmd.Env = append(os.Environ(), "DRILL_SERVICE=right", "DRILL_ADDR="+addr)
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	status, stdout, stderr := exec(t, "-pid", strconv.Itoa(cmd.Process.Pid), "-addr", addr, "-load", "100ms")
	if status != 0 || !strings.Contains(stdout, "only who has started a process learns its status") {
		t.Errorf("status %d\n%s\n%s", status, stdout, stderr)
	}
	if err := <-ended; err != nil {
		t.Error("was not stopped by a signal that it heeds:", err)
	}
}

func TestCannotRun(t *testing.T) {
	for _, test := range []struct {
		args []string
		want string
	}{
		{nil, "which server?"},
		{[]string{"-nonsense"}, "not defined"},
		{[]string{"-pid", "4", "-n", "2"}, "can be stopped once"},
		{[]string{"-pid", "4", "--", "true"}, "needs no command"},
		{[]string{"-pid", "99999999", "-addr", "127.0.0.1:1"}, "process 99999999"},
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
