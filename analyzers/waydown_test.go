//go:build unix

package analyzers_test

import (
	"context"
	"io"
	"net"
	"net/http"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/shutdownlint/shutdownlint/analyzers/internal/checktest"
)

var wayDown = filepath.Join("..", "testdata", "services", "waydown")

// TestWayDown shows that the checks of the way down tell the truth, and that their fixes help: each of these small services in
// testdata/services/waydown has one mistake, and cuts or fails the request in flight when SIGTERM comes; after -fix it
// answers it.
func TestWayDown(t *testing.T) {
	if testing.Short() {
		t.Skip("builds and runs services")
	}
	for _, check := range []string{"deadctx", "unawaited", "falsefatal", "closeorder", "basectx"} {
		t.Run(check, func(t *testing.T) {
			t.Parallel()
			dir := checktest.Copy(t, wayDown)
			if status, err := startIn(t, dir, check).terminateDuringRequest(t.Context()); err == nil && status == http.StatusOK {
				t.Error("before -fix the request in flight was answered: there is no mistake")
			}
			repair(t, dir, check, check)
			if status, err := startIn(t, dir, check).terminateDuringRequest(t.Context()); err != nil || status != http.StatusOK {
				t.Errorf("after -fix the request in flight was answered %d, %v; want 200", status, err)
			}
		})
	}
}

// repair runs -fix with one check on the program cmd/name of the module in dir.
func repair(t *testing.T, dir, check, name string) {
	t.Helper()
	fix := exec.Command(checktest.Binary(t), "-C", dir, "-notes", "-fix", "-"+check, "./cmd/"+name)
	if out, err := fix.CombinedOutput(); err != nil {
		t.Fatalf("%v: %v\n%s", fix.Args, err, out)
	}
}

// terminateDuringRequest sends SIGTERM while the service answers a request.
func (s *service) terminateDuringRequest(ctx context.Context) (status int, err error) {
	s.t.Helper()
	told := make(chan struct{})
	go func() {
		defer close(told)
		s.until("started")
		s.cmd.Process.Signal(syscall.SIGTERM)
	}()
	defer func() { <-told }()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, s.url+"/slow", nil)
	if err != nil {
		s.t.Fatal(err)
	}
	resp, err := s.client.Do(req)
	if err != nil {
		return 0, err
	}
	defer resp.Body.Close()
	_, err = io.Copy(io.Discard, resp.Body)
	return resp.StatusCode, err
}

// while is how long a process has to live on to show that it does so by itself.
const while = time.Second

// TestSlowestClient shows what nodeadline says: a client that does not go away keeps the process alive after SIGTERM, and what
// was to be done after the drain undone; where the drain has a deadline, it is done.
func TestSlowestClient(t *testing.T) {
	if testing.Short() {
		t.Skip("builds and runs services")
	}
	t.Run("wrong", func(t *testing.T) {
		t.Parallel()
		s := startIn(t, wayDown, "nodeadline")
		ctx, hangUp := context.WithCancel(t.Context())
		asked := s.askUntilDraining(ctx)
		saved := make(chan bool, 1)
		go func() {
			_, ok := s.until("saved")
			saved <- ok
		}()
		select {
		case <-saved:
			t.Error("the process did not wait for its client")
		case <-time.After(while):
		}
		hangUp()
		<-asked
		if !<-saved {
			t.Error("nothing was saved after the client had gone")
		}
	})
	t.Run("right", func(t *testing.T) {
		t.Parallel()
		s := startIn(t, wayDown, "bounded")
		asked := s.askUntilDraining(t.Context())
		if _, ok := s.until("saved"); !ok {
			t.Error("the process ended without saving")
		}
		<-asked
	})
}

// askUntilDraining sends a request which the service never answers, then SIGTERM, and returns when the service drains. The
// channel is closed when the client has given up or was cut.
func (s *service) askUntilDraining(ctx context.Context) <-chan struct{} {
	s.t.Helper()
	asked := make(chan struct{})
	go func() {
		defer close(asked)
		req, err := http.NewRequestWithContext(ctx, http.MethodGet, s.url+"/slow", nil)
		if err != nil {
			return
		}
		if resp, err := s.client.Do(req); err == nil {
			resp.Body.Close()
		}
	}()
	s.until("started")
	s.cmd.Process.Signal(syscall.SIGTERM)
	if _, ok := s.until("draining"); !ok {
		s.t.Fatal("the service does not drain")
	}
	return asked
}

// TestDroppedError shows what halfstop says: a request is running after a Shutdown whose time was up, and nothing says so; after
// -fix it is cut before the service goes on.
func TestDroppedError(t *testing.T) {
	if testing.Short() {
		t.Skip("builds and runs services")
	}
	t.Parallel()
	dir := checktest.Copy(t, wayDown)
	saved := func() string {
		s := startIn(t, dir, "halfstop")
		go s.client.Get(s.url + "/slow") // never answered
		s.until("started")
		s.cmd.Process.Signal(syscall.SIGTERM)
		line, _ := s.until("saved")
		return line
	}
	if line := saved(); line != "saved while a request was running" {
		t.Errorf("before -fix the service said %q", line)
	}
	repair(t, dir, "halfstop", "halfstop")
	if line := saved(); line != "saved" {
		t.Errorf("after -fix the service said %q", line)
	}
}

// TestOrderlyStopLooksLikeCrash shows what errserverclosed-as-error says: the log of an orderly stop has an error; after -fix
// it has none.
func TestOrderlyStopLooksLikeCrash(t *testing.T) {
	if testing.Short() {
		t.Skip("builds and runs services")
	}
	t.Parallel()
	dir := checktest.Copy(t, wayDown)
	stop := func() string {
		s := startIn(t, dir, "closedlog")
		s.cmd.Process.Signal(syscall.SIGTERM)
		if err := s.wait(); err != nil {
			t.Errorf("the service ended with %v", err)
		}
		return s.errors.String()
	}
	if log := stop(); !strings.Contains(log, "the server has failed") {
		t.Errorf("before -fix the log of an orderly stop is %q", log)
	}
	repair(t, dir, "falsefatal", "closedlog")
	if log := stop(); log != "" {
		t.Errorf("after -fix the log of an orderly stop is %q", log)
	}
}

// TestJobs shows what stop-not-awaited says: the job that runs when the signal comes is cut, and done after -fix.
func TestJobs(t *testing.T) {
	if testing.Short() {
		t.Skip("builds and runs services")
	}
	dir := checktest.Copy(t, filepath.Join("..", "testdata", "services", "jobs"))
	finishes := func() bool {
		s := startIn(t, dir, "jobs")
		if _, ok := s.until("begun"); !ok {
			t.Fatal("no job has begun")
		}
		s.cmd.Process.Signal(syscall.SIGTERM)
		_, done := s.until("done")
		return done
	}
	if finishes() {
		t.Error("before -fix the job was done: there is no mistake")
	}
	repair(t, dir, "unawaited", "jobs")
	if !finishes() {
		t.Error("after -fix the job was cut")
	}
}

// TestPortTaken shows what bind-error-ignored says: when its port is taken, the wrong service lives on until it is told to stop,
// and ends with status 0; the right one ends at once, with another status. What exit-zero says is true of the third: it ends at
// once, and with status 0.
func TestPortTaken(t *testing.T) {
	if testing.Short() {
		t.Skip("builds and runs services")
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	ended := func(s *service) <-chan error {
		c := make(chan error, 1)
		go func() { c <- s.wait() }()
		return c
	}
	t.Run("wrong", func(t *testing.T) {
		t.Parallel()
		s := startIn(t, wayDown, "bind", l.Addr().String())
		end := ended(s)
		select {
		case <-end:
			t.Error("the service has ended because its port is taken")
			return
		case <-time.After(while):
		}
		s.cmd.Process.Signal(syscall.SIGTERM)
		if err := <-end; err != nil {
			t.Errorf("the service ended with %v, want status 0", err)
		}
	})
	t.Run("zero", func(t *testing.T) {
		t.Parallel()
		if err := <-ended(startIn(t, wayDown, "zero", l.Addr().String())); err != nil {
			t.Errorf("the service ended with %v, want status 0", err)
		}
	})
	t.Run("right", func(t *testing.T) {
		t.Parallel()
		if err := <-ended(startIn(t, wayDown, "bound", l.Addr().String())); err == nil {
			t.Error("the service ended with status 0, want another")
		}
	})
}

// TestSidecar shows what fatal-in-goroutine says of a server that nobody shuts down: when its port is taken, the wrong service
// dies, and what it had to do at the end is not done; the right one stops in order.
func TestSidecar(t *testing.T) {
	if testing.Short() {
		t.Skip("builds and runs services")
	}
	t.Parallel()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	if _, saved := startIn(t, wayDown, "sidecar", l.Addr().String()).until("saved"); saved {
		t.Error("the wrong service has saved: there is no mistake")
	}
	if _, saved := startIn(t, wayDown, "heard", l.Addr().String()).until("saved"); !saved {
		t.Error("the right service ended without saving")
	}
}
