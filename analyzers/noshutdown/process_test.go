//go:build unix

package noshutdown_test

import (
	"bufio"
	"context"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"github.com/shutdownlint/shutdownlint/analyzers/internal/checktest"
)

// TestProcess shows that the message tells the truth and that the fix mends it: SIGTERM cuts a slow request of the service
// as it is, and waits for it after -fix.
func TestProcess(t *testing.T) {
	if testing.Short() {
		t.Skip("builds and runs a service")
	}
	dir := checktest.Copy(t, "testdata")
	if body, err := terminate(t, build(t, dir, "before")); err == nil {
		t.Errorf("the service without Shutdown answered %q", body)
	}
	fix := exec.Command(checktest.Binary(t), "-C", dir, "-noshutdown", "-fix", "./fix/slow")
	if out, err := fix.CombinedOutput(); err != nil {
		t.Fatalf("%v: %v\n%s", fix.Args, err, out)
	}
	if body, err := terminate(t, build(t, dir, "after")); err != nil || body != "go on\n" {
		t.Errorf("the fixed service answered %q, %v", body, err)
	}
}

func build(t *testing.T, dir, name string) string {
	t.Helper()
	bin := filepath.Join(dir, name)
	cmd := exec.Command("go", "build", "-o", bin, "./fix/slow")
	cmd.Dir = dir
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v: %v\n%s", cmd.Args, err, out)
	}
	return bin
}

// terminate starts bin, sends it a request, SIGTERM, and then what the request waits for. It returns the answer to the
// request, and an error if there is none or if the process does not end with status 0.
func terminate(t *testing.T, bin string) (string, error) {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	addr := l.Addr().String()
	_, port, _ := net.SplitHostPort(addr)
	l.Close()

	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, bin)
	cmd.Env = append(os.Environ(), "PORT="+port)
	stdin, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	reachable(ctx, addr, true)

	type answer struct {
		body string
		err  error
	}
	answers := make(chan answer, 1)
	go func() {
		resp, err := http.Get("http://" + addr + "/slow")
		if err != nil {
			answers <- answer{err: err}
			return
		}
		defer resp.Body.Close()
		body, err := io.ReadAll(resp.Body)
		answers <- answer{string(body), err}
	}()
	lines := bufio.NewScanner(stdout)
	for lines.Scan() && lines.Text() != "started" {
	}
	if err := cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	reachable(ctx, addr, false) // the listener is closed, by Shutdown or by the end of the process
	io.WriteString(stdin, "go on\n")
	got := <-answers
	if err := cmd.Wait(); got.err == nil {
		got.err = err
	}
	return got.body, got.err
}

// reachable waits until addr accepts connections, or no longer does.
func reachable(ctx context.Context, addr string, want bool) {
	for ctx.Err() == nil {
		conn, err := net.Dial("tcp", addr)
		if err == nil {
			conn.Close()
		}
		if (err == nil) == want {
			return
		}
	}
}
