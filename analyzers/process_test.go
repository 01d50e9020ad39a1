//go:build unix

package analyzers_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// TestServiceStops shows that what the checks say about the two shops is true: on SIGTERM the right one answers the
// request in flight and exits with status 0, and the wrong one cuts it.
func TestServiceStops(t *testing.T) {
	if testing.Short() {
		t.Skip("builds and runs services")
	}
	t.Run("right", func(t *testing.T) {
		shop := start(t, "shop-right")
		status, err := shop.terminateDuringOrder()
		if err != nil || status != http.StatusOK {
			t.Errorf("the request in flight was answered %d, %v; want 200", status, err)
		}
		if err := shop.wait(); err != nil {
			t.Errorf("the service ended with %v, want status 0", err)
		}
	})
	t.Run("wrong", func(t *testing.T) {
		shop := start(t, "shop-wrong")
		if status, err := shop.terminateDuringOrder(); err == nil {
			t.Errorf("the request in flight was answered %d, want it cut", status)
		}
		var exit *exec.ExitError
		if err := shop.wait(); !errors.As(err, &exit) {
			t.Errorf("the service ended with %v, want it killed by the signal", err)
		}
	})
}

// TestServiceRecovers shows the same about a handler that panics: the right shop answers 500, the wrong one drops the
// connection, and both live on.
func TestServiceRecovers(t *testing.T) {
	if testing.Short() {
		t.Skip("builds and runs services")
	}
	t.Run("right", func(t *testing.T) {
		shop := start(t, "shop-right")
		resp, err := shop.client.Get(shop.url + "/average")
		if err != nil {
			t.Fatal(err)
		}
		resp.Body.Close()
		if resp.StatusCode != http.StatusInternalServerError {
			t.Errorf("the panic was answered %d, want 500", resp.StatusCode)
		}
		shop.alive()
	})
	t.Run("wrong", func(t *testing.T) {
		shop := start(t, "shop-wrong")
		if resp, err := shop.client.Get(shop.url + "/average"); !errors.Is(err, io.EOF) {
			t.Errorf("the panic was answered %v, %v; want the connection closed", resp, err)
		}
		shop.alive()
	})
}

// A service is a running process.
type service struct {
	t      *testing.T
	cmd    *exec.Cmd
	client *http.Client
	output *bufio.Scanner
	errors strings.Builder // what it has written to its standard error; to be read after wait
	url    string
}

// start builds the shop in testdata/services/name and starts it on a free port.
func start(t *testing.T, name string) *service {
	t.Helper()
	return startIn(t, filepath.Join("..", "testdata", "services", name), "shop", "-addr", "127.0.0.1:0")
}

// startIn builds the program cmd/name of the module in dir, and starts it.
func startIn(t *testing.T, dir, name string, args ...string) *service {
	t.Helper()
	bin := filepath.Join(t.TempDir(), name)
	build := exec.Command("go", "build", "-o", bin, "./cmd/"+name)
	build.Dir = dir
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v: %v\n%s", build.Args, err, out)
	}
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	s := &service{t: t, cmd: exec.CommandContext(ctx, bin, args...), client: &http.Client{Transport: new(http.Transport)}}
	s.cmd.Stderr = &s.errors
	stdout, err := s.cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := s.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		cancel() // kills it, if it still runs
		s.client.CloseIdleConnections()
		s.wait()
	})
	s.output = bufio.NewScanner(stdout)
	line, ok := s.until("listening on ")
	if !ok {
		t.Fatal("the service does not listen")
	}
	s.url = "http://" + strings.TrimPrefix(line, "listening on ")
	return s
}

// until reads the service's output up to the line that begins with prefix. ok is false if it ends before.
func (s *service) until(prefix string) (line string, ok bool) {
	for s.output.Scan() {
		if strings.HasPrefix(s.output.Text(), prefix) {
			return s.output.Text(), true
		}
	}
	return "", false
}

// terminateDuringOrder sends half an order, then SIGTERM, and the other half once the service drains or is gone.
func (s *service) terminateDuringOrder() (status int, err error) {
	s.t.Helper()
	body, order := io.Pipe()
	type answer struct {
		status int
		err    error
	}
	answers := make(chan answer, 1)
	go func() {
		resp, err := s.client.Post(s.url+"/orders", "application/json", body)
		if err != nil {
			body.CloseWithError(err) // nobody reads the rest
			answers <- answer{err: err}
			return
		}
		_, err = io.Copy(io.Discard, resp.Body)
		resp.Body.Close()
		answers <- answer{resp.StatusCode, err}
	}()
	fmt.Fprint(order, `{"item": "lamp",`)
	if _, ok := s.until("POST /orders started"); !ok {
		s.t.Fatal("the order does not arrive")
	}
	if err := s.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		s.t.Fatal(err)
	}
	s.until("draining")
	fmt.Fprint(order, `"amount": 2}`)
	order.Close()
	a := <-answers
	return a.status, a.err
}

// alive checks that the service still answers.
func (s *service) alive() {
	s.t.Helper()
	resp, err := s.client.Get(s.url + "/healthz")
	if err != nil {
		s.t.Error(err)
		return
	}
	resp.Body.Close()
}

// wait waits for the process to end.
func (s *service) wait() error {
	for s.output != nil && s.output.Scan() { // so that it never blocks on its output
	}
	return s.cmd.Wait()
}
