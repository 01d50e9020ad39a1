package drill

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptrace"
	"os"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"time"
)

// The load: enough that some request meets each moment of the stop, and little
// enough that a busy machine answers in time.
const (
	pooledClients = 4
	newClients    = 2
	pause         = 15 * time.Millisecond // between the requests of one client
	probeEvery    = 20 * time.Millisecond
	patience      = 2 * time.Second // of a probe
)

// load is the traffic of one drill.
type load struct {
	Service
	rec   *recorder
	wg    sync.WaitGroup
	ready atomic.Bool // what the balancer believes
	armed atomic.Bool // the signal has been sent
	usual usual
	sent  atomic.Int64 // requests
	lag   atomic.Int64 // by which this process itself was late, at most, in nanoseconds
}

// start begins all kinds of traffic but the slow request. It ends with ctx.
func (l *load) start(ctx context.Context) {
	l.ready.Store(true)
	l.wg.Go(func() { l.balance(ctx) })
	for range pooledClients {
		l.wg.Go(func() {
			l.repeat(ctx, "pooled "+cmp.Or(l.Method, http.MethodPost), cmp.Or(l.Method, http.MethodPost), true)
		})
	}
	for range newClients {
		l.wg.Go(func() { l.repeat(ctx, "new connection", cmp.Or(l.Method, http.MethodGet), false) })
	}
	l.wg.Go(func() { l.measureLag(ctx) })
	if l.Event != "" {
		l.wg.Go(func() { l.stream(ctx) })
	}
	if l.Hijack != "" {
		l.wg.Go(func() { l.hijack(ctx) })
	}
	l.silent(ctx)
}

// balance probes as a load balancer does, with a connection for each probe, and
// goes on when the probe fails, to see the listener close.
func (l *load) balance(ctx context.Context) {
	for sleep(ctx, probeEvery) {
		err := l.probe(ctx)
		switch {
		case err == nil:
			l.ready.Store(true)
			continue
		case ctx.Err() != nil:
			return
		case isRefused(err) && l.ReadyAddr == l.Addr:
			l.mark(ListenerShut)
		case l.armed.Load() && errors.Is(err, errNotReady):
			l.mark(NotReady)
		}
		l.ready.Store(false)
	}
}

// mark notes a moment of the stop, and tells of it.
func (l *load) mark(name string) {
	if l.rec.mark(name) {
		l.Log("%s", name)
	}
}

var errNotReady = errors.New("not ready")

func (l *load) probe(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	tr := l.transport(l.ReadyAddr, false)
	defer tr.CloseIdleConnections()
	method, body := http.MethodGet, io.Reader(nil)
	if l.GRPC {
		method, body = http.MethodPost, strings.NewReader(emptyMessage)
	}
	req, err := l.request(ctx, method, l.ReadyAddr, l.Ready, body)
	if err != nil {
		return err
	}
	resp, err := tr.RoundTrip(req)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		return fmt.Errorf("%w: %s", errNotReady, resp.Status)
	}
	if l.GRPC {
		message, err := io.ReadAll(io.LimitReader(resp.Body, answerToKeep))
		if err != nil {
			return err
		}
		if err := callError(resp); err != nil || string(message) != serving {
			return fmt.Errorf("%w: health %q, %v", errNotReady, message, err)
		}
	}
	return nil
}

// repeat sends one request after the other, while the balancer lets it, or until
// the listener is closed.
func (l *load) repeat(ctx context.Context, kind, method string, keepAlive bool) {
	tr := l.transport(l.Addr, keepAlive)
	defer tr.CloseIdleConnections()
	for sleep(ctx, pause) {
		if !l.Direct && !l.ready.Load() {
			if l.ReadyAddr != l.Addr && l.armed.Load() { // the probes see another listener
				if c, err := dial(ctx, l.Addr); isRefused(err) {
					l.mark(ListenerShut)
				} else if err == nil {
					c.Close()
				}
			}
			continue
		}
		if l.send(ctx, tr, kind, method, l.Path, l.body(method), nil) == Refused && l.armed.Load() {
			l.mark(ListenerShut)
			if l.Direct {
				return // and so will all that follow be
			}
		}
	}
}

// body returns the body of an ordinary request.
func (l *load) body(method string) io.Reader {
	if method == http.MethodGet || method == http.MethodHead {
		return nil
	}
	return strings.NewReader(l.Body)
}

// isRefused reports whether nobody listens.
func isRefused(err error) bool {
	return errors.Is(err, syscall.ECONNREFUSED) || errors.Is(err, syscall.ENOENT) // of a socket in the file system
}

// send sends a request and notes what becomes of it.
func (l *load) send(ctx context.Context, tr *http.Transport, kind, method, path string, body io.Reader, sent func()) (o Outcome) {
	q := Request{Kind: kind, Begin: l.rec.now()}
	connected, reused := false, false
	var silent func() time.Duration
	ctx = httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{
		GetConn: func(string) { connected = false }, // each time it tries
		GotConn: func(info httptrace.GotConnInfo) {
			connected, reused, silent, q.From = true, info.Reused, silence(info.Conn), info.Conn.LocalAddr().String()
		},
		WroteRequest: func(httptrace.WroteRequestInfo) {
			if sent != nil {
				sent()
			}
		},
	})
	req, err := l.numbered(ctx, method, path, body, &q)
	if err != nil {
		q.Outcome, q.Why = Failed, err.Error()
		l.rec.request(q)
		return Failed
	}
	if slow, ok := body.(*slowBody); ok {
		req.ContentLength = int64(len(slow.text))
	}
	resp, err := tr.RoundTrip(req)
	status := 0
	var answer []byte
	if err == nil {
		status = resp.StatusCode
		answer, err = io.ReadAll(io.LimitReader(resp.Body, answerToKeep))
		if err == nil {
			_, err = io.Copy(io.Discard, resp.Body)
		}
		resp.Body.Close()
	}
	if err != nil && ctx.Err() != nil {
		return OK // the drill itself is over
	}
	o, why := classify(err, status, reused)
	if o == Cut && status == 0 && !reused && silent != nil && silent() >= tooLate {
		l.late(silent())
		o, why = Refused, fmt.Sprintf("its connection was closed, on which the drill sent nothing for %v", silent().Round(time.Millisecond))
	}
	if o == Cut && status == 0 && !connected {
		o, why = Refused, "its connection was closed before it could be sent: "+why
	}
	if o == OK && l.GRPC {
		if err := callError(resp); err != nil {
			o, why = Failed, err.Error()
		}
	}
	switch {
	case o == OK && path == healthCheck: // it may say something else now
	case o == OK && path == l.Path:
		o, why = l.usual.judge(method, status, answer, l.armed.Load())
	case o == Cut && status == 0 && reused && l.armed.Load() && l.Signal == os.Interrupt:
		// Without a time in which clients are told to leave HTTP/1 cannot avoid it.
		o, why = Refused, "its connection, which was idle, was being closed"
	}
	_, slowly := body.(*slowBody)
	q.Outcome, q.Why, q.unread = o, why, status == 0 && sent == nil && !slowly
	l.rec.request(q)
	return o
}

// numbered makes a request that says which it is, for the log of the program.
func (l *load) numbered(ctx context.Context, method, path string, body io.Reader, q *Request) (*http.Request, error) {
	q.Number = l.sent.Add(1)
	req, err := l.request(ctx, method, l.Addr, path, body)
	if err == nil {
		req.Header.Set("Drill-Request", strconv.FormatInt(q.Number, 10))
	}
	return req, err
}

// A speaker is a connection that knows when something was first sent on it.
type speaker struct {
	net.Conn
	begin time.Time
	after atomic.Int64 // in nanoseconds
}

func (c *speaker) Write(b []byte) (int, error) {
	n, err := c.Conn.Write(b)
	c.after.CompareAndSwap(0, int64(time.Since(c.begin)))
	return n, err
}

// silence returns what says how long nothing had been sent on a connection.
func silence(c net.Conn) func() time.Duration {
	if over, ok := c.(interface{ NetConn() net.Conn }); ok {
		c = over.NetConn()
	}
	s, ok := c.(*speaker)
	if !ok {
		return nil
	}
	return func() time.Duration { return cmp.Or(time.Duration(s.after.Load()), time.Since(s.begin)) }
}

// answerToKeep bounds what is compared of an answer.
const answerToKeep = 64 << 10

// usual is how ordinary requests are answered before the signal, by method. What
// comes after it must be the same.
type usual struct {
	mu      sync.Mutex
	answers map[string]*answer
}

type answer struct {
	status int
	body   string
	n      int
	varies bool // the body does
}

func (u *usual) judge(method string, status int, body []byte, armed bool) (Outcome, string) {
	u.mu.Lock()
	defer u.mu.Unlock()
	a := u.answers[method]
	switch {
	case a == nil && u.answers == nil:
		u.answers = make(map[string]*answer)
		fallthrough
	case a == nil:
		u.answers[method] = &answer{status, string(body), 1, false}
	case !armed && a.status == status:
		a.n++
		a.varies = a.varies || a.body != string(body)
	case a.status != status:
		return Failed, fmt.Sprintf("status %d, and %d before the signal", status, a.status)
	case a.varies || a.n < 3 || a.body == string(body): // or it could not be known
	case strings.HasPrefix(a.body, string(body)):
		return Cut, fmt.Sprintf("the body ends after %d of %d bytes", len(body), len(a.body))
	default:
		return Failed, "another body than before the signal"
	}
	return OK, ""
}

// measureLag notes by how much this process is late: what it sees on a machine that
// has no time for it proves nothing.
func (l *load) measureLag(ctx context.Context) {
	const every = 5 * time.Millisecond
	for begin := time.Now(); sleep(ctx, every); begin = time.Now() {
		l.late(time.Since(begin) - every)
	}
}

// late notes that this process was late by d.
func (l *load) late(d time.Duration) {
	for most := l.lag.Load(); int64(d) > most && !l.lag.CompareAndSwap(most, int64(d)); {
		most = l.lag.Load()
	}
}

// classify tells a request that the program never accepted from one that it cut.
// When a program closes a connection from which it has not read what was sent,
// the kernel resets it; when it has read the request, the client sees the end of
// the stream.
func classify(err error, status int, reused bool) (Outcome, string) {
	switch {
	case err == nil && status < 400:
		return OK, ""
	case err == nil:
		return Failed, fmt.Sprintf("status %d", status)
	case isRefused(err):
		return Refused, "connection refused"
	case status == 0 && !reused && (errors.Is(err, syscall.ECONNRESET) || errors.Is(err, syscall.EPIPE)):
		return Refused, "reset before it was read"
	case status == 0 && !reused && strings.Contains(err.Error(), "client conn could not be established"):
		return Refused, "reset before HTTP/2 began" // net/http says no more of it
	default:
		return Cut, err.Error()
	}
}

// sleep waits for d, and reports whether ctx is still alive.
func sleep(ctx context.Context, d time.Duration) bool {
	select {
	case <-ctx.Done():
		return false
	case <-time.After(d):
		return true
	}
}
