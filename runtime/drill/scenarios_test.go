//go:build unix

package drill

import (
	"net/http"
	"os"
	"strings"
	"syscall"
	"testing"
	"time"
)

// What runtime/graceful promises, seen from outside of the process.

func TestInterruptWithoutDelay(t *testing.T) {
	s := service(t, "correct")
	s.Signal, s.Direct = os.Interrupt, true
	interrupted(t, s)
}

// interrupted stops s without a delay. Then a pooled connection may be closed
// while a client begins to write on it, which HTTP/1 cannot avoid; all else that
// was accepted must be answered.
func interrupted(t *testing.T, s Service) *Report {
	t.Helper()
	r, err := s.Drill(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range r.Counts {
		if c.Failed > 0 || c.Cut > 0 && c.Kind != "pooled POST" {
			t.Errorf("%+v", c)
		}
	}
	if r.Status != 0 || len(r.Children) > 0 {
		t.Errorf("status %d, children %v\n%s", r.Status, r.Children, r.Output)
	}
	return r
}

func TestTerminateTwice(t *testing.T) {
	s := service(t, "hangs")
	s.Slow, s.Again = "/slow?d=1m", 300*time.Millisecond
	r := Run(t, s)
	if r.Status != 143 || !strings.Contains(r.Output, "GET /slow") || strings.Contains(r.Output, "db closed") {
		t.Errorf("status %d\n%s", r.Status, r.Output)
	}
}

func TestRequestLongerThanGrace(t *testing.T) {
	s := service(t, "short grace")
	s.Slow, s.Status = "/slow?d=1m", 1
	r, err := s.Drill(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if r.Status != 1 || r.Took < 300*time.Millisecond || r.Took > 5*time.Second {
		t.Errorf("status %d after %v", r.Status, r.Took)
	}
	rest := r.Output
	for _, part := range []string{"slow request is cancelled", "db closed", "error: graceful: server 127.0.0.1:", "requests cut after ", "GET /slow"} { // and the upload, if the machine is slow
		_, after, ok := strings.Cut(rest, part)
		if !ok {
			t.Fatalf("not printed, or not in this order: %q\n%s", part, r.Output)
		}
		rest = after
	}
}

func TestSilentConnection(t *testing.T) {
	s := service(t, "hangs") // no delay, in which the connection would grow old
	s.Slow, s.Direct = "", true
	s.Signal = os.Interrupt
	if r := interrupted(t, s); r.Took > 4*time.Second { // net/http's rule makes it 5 to 6
		t.Error("took", r.Took)
	}
}

func TestHungCloser(t *testing.T) {
	cmd, _, out := launched(t, "hung closer")
	out.until("serving")
	signalTo(t, cmd.Process)
	out.wait(cmd, 1, "db closed", "closer tracer: did not stop in time")
}

func TestWorkerPanic(t *testing.T) {
	cmd, _, out := launched(t, "worker panics")
	out.wait(cmd, 1, "poisoned message", "services_test.go", "stopping: worker failed", "db closed", "error: graceful: worker consumer: panic: poisoned message")
}

func TestBindConflict(t *testing.T) {
	cmd, addr, out := launched(t, "bind conflict")
	out.wait(cmd, 1, "db closed", "error: graceful: listen tcp 127.0.0.1:")
	if resp, err := http.Get("http://" + addr); err == nil {
		resp.Body.Close()
		t.Error("it listens")
	}
}

func TestTerminateDuringStartUp(t *testing.T) {
	cmd, _, out := launched(t, "slow start")
	out.until("connecting")
	signalTo(t, cmd.Process)
	out.wait(cmd, 0, "db closed")
	if strings.Contains(out.text.String(), "serving") {
		t.Error("it served:", out.text.String())
	}
}

// The drill can do that to any service, at any time of its start-up.
func TestEarlySignal(t *testing.T) {
	for _, early := range []time.Duration{time.Nanosecond, 5 * time.Millisecond, 50 * time.Millisecond} {
		s := service(t, "correct")
		s.Early = early
		Run(t, s)
	}
}

func signalTo(t *testing.T, p *os.Process) {
	t.Helper()
	if err := p.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
}
