package graceful

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"strings"
	"sync"
	"syscall"
	"testing"
	"testing/synctest"
	"time"
)

// A rig runs an App inside a synctest bubble, on an in-memory network and with
// signals that come from the test.
type rig struct {
	t       *testing.T
	app     *App
	signals chan<- os.Signal
	asked   []os.Signal // which
	stopped bool        // the signals are no longer registered
	nets    map[string]*memNet
	result  chan error
	start   time.Time

	mu     sync.Mutex
	exit   int
	events []string
	logs   strings.Builder
}

// bubble runs f in a bubble with an App that serves h at "main:80".
func bubble(t *testing.T, h http.Handler, f func(t *testing.T, r *rig)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		r := &rig{t: t, nets: map[string]*memNet{}, result: make(chan error, 1), start: time.Now(), exit: -1}
		r.app = &App{
			Servers: []*http.Server{{Addr: "main:80", Handler: h, ErrorLog: slog.NewLogLogger(slog.DiscardHandler, 0)}},
			Log:     slog.New(slog.NewTextHandler(lockedWriter{r}, nil)),
			host: host{
				listen: r.listen,
				notify: func(ch chan<- os.Signal, asked ...os.Signal) {
					r.mu.Lock()
					r.signals, r.asked = ch, asked
					r.mu.Unlock()
				},
				ignore: func(chan<- os.Signal) { r.mu.Lock(); r.stopped = true; r.mu.Unlock() },
				exit:   func(code int) { r.mu.Lock(); r.exit = code; r.mu.Unlock() },
			},
		}
		f(t, r)
	})
}

type lockedWriter struct{ r *rig }

func (w lockedWriter) Write(b []byte) (int, error) {
	w.r.mu.Lock()
	defer w.r.mu.Unlock()
	return w.r.logs.Write(b)
}

func (r *rig) log() string {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.logs.String()
}

// event records that something happened.
func (r *rig) event(name string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.events = append(r.events, name)
}

func (r *rig) wantEvents(want ...string) {
	r.t.Helper()
	r.mu.Lock()
	defer r.mu.Unlock()
	if got := strings.Join(r.events, ", "); got != strings.Join(want, ", ") {
		r.t.Errorf("events: %s\nwant:   %s", got, strings.Join(want, ", "))
	}
}

func (r *rig) closer(name string) {
	r.app.Defer(name, func(context.Context) error { r.event("close " + name); return nil })
}

// run starts the App and waits until it serves.
func (r *rig) run(ctx context.Context) {
	go func() { r.result <- r.app.Run(ctx) }()
	synctest.Wait()
}

func (r *rig) signal(sig os.Signal) {
	r.start = time.Now()
	r.mu.Lock()
	ch := r.signals
	r.mu.Unlock()
	ch <- sig
	synctest.Wait()
}

// wait waits for Run to return and checks how long it took since the signal.
func (r *rig) wait(atLeast, atMost time.Duration) error {
	r.t.Helper()
	err := <-r.result
	if d := time.Since(r.start); d < atLeast || d > atMost {
		r.t.Errorf("Run returned after %v, want %v to %v", d, atLeast, atMost)
	}
	synctest.Wait()
	return err
}

func (r *rig) listen(_, addr string) (net.Listener, error) {
	if strings.HasPrefix(addr, "taken") {
		return nil, errors.New("listen " + addr + ": address already in use")
	}
	n := &memNet{addr: addr, conns: make(chan net.Conn), done: make(chan struct{})}
	r.nets[addr] = n
	return n, nil
}

// client returns an HTTP client with pooled connections.
func (r *rig) client() *http.Client {
	tr := &http.Transport{DialContext: func(_ context.Context, _, addr string) (net.Conn, error) { return r.nets[addr].dial() }}
	r.t.Cleanup(tr.CloseIdleConnections)
	return &http.Client{Transport: tr}
}

// get requests path on a connection of its own, and returns status and body.
func (r *rig) get(path string) (int, string, error) {
	c := r.client()
	defer c.CloseIdleConnections()
	resp, err := c.Get("http://main" + path)
	if err != nil {
		return 0, "", err
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	return resp.StatusCode, string(body), err
}

// metrics requests something of another server.
func (r *rig) metrics(addr string) error {
	c := r.client()
	defer c.CloseIdleConnections()
	resp, err := c.Get("http://" + addr + "/metrics")
	if err == nil {
		resp.Body.Close()
	}
	return err
}

// begin requests path in the background. The channel gets nil for an answer 200.
func (r *rig) begin(path string) <-chan error {
	ch := make(chan error, 1)
	go func() {
		status, _, err := r.get(path)
		if err == nil && status != 200 {
			err = errors.New(http.StatusText(status))
		}
		ch <- err
	}()
	synctest.Wait()
	return ch
}

// memNet is a listener without a network: real ones are not part of a bubble.
type memNet struct {
	addr  string
	conns chan net.Conn
	once  sync.Once
	done  chan struct{}
	fail  error // of Accept, once closed
}

func (n *memNet) Accept() (net.Conn, error) {
	select {
	case c := <-n.conns:
		return c, nil
	case <-n.done:
		if n.fail != nil {
			return nil, n.fail
		}
		return nil, net.ErrClosed
	}
}

func (n *memNet) Close() error   { n.once.Do(func() { close(n.done) }); return nil }
func (n *memNet) Addr() net.Addr { return n }
func (n *memNet) Network() string {
	return "mem"
}
func (n *memNet) String() string { return n.addr }

func (n *memNet) dial() (net.Conn, error) {
	client, server := net.Pipe()
	select {
	case n.conns <- server:
		return client, nil
	case <-n.done:
		return nil, syscall.ECONNREFUSED
	}
}

// ok answers 200 at once.
var ok = http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { io.WriteString(w, "ok") })

// takes answers after d, or 500 if the request's context ends before.
func takes(d time.Duration) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		select {
		case <-time.After(d):
			io.WriteString(w, "ok")
		case <-r.Context().Done():
			w.WriteHeader(500)
		}
	})
}

func wantError(t *testing.T, err error, is error, parts ...string) {
	t.Helper()
	if err == nil || (is != nil && !errors.Is(err, is)) {
		t.Fatalf("error is %v, want %v", err, is)
	}
	for _, part := range parts {
		if !strings.Contains(err.Error(), part) {
			t.Errorf("error does not name %q:\n%v", part, err)
		}
	}
	if ExitCode(err) != 1 {
		t.Errorf("exit code %d, want 1", ExitCode(err))
	}
}

func wantNil(t *testing.T, err error) {
	t.Helper()
	if err != nil || ExitCode(err) != 0 {
		t.Fatalf("error %v, exit code %d", err, ExitCode(err))
	}
}
