package drill

import (
	"bufio"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptrace"
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
}

// start begins all kinds of traffic but the slow request. It ends with ctx.
func (l *load) start(ctx context.Context) {
	l.ready.Store(true)
	l.wg.Go(func() { l.balance(ctx) })
	for range pooledClients {
		l.wg.Go(func() { l.repeat(ctx, "pooled POST", http.MethodPost, true) })
	}
	for range newClients {
		l.wg.Go(func() { l.repeat(ctx, "new connection", http.MethodGet, false) })
	}
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
		case errors.Is(err, syscall.ECONNREFUSED):
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
	tr := &http.Transport{DisableKeepAlives: true}
	defer tr.CloseIdleConnections()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+l.Addr+l.Ready, nil)
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
	return nil
}

// repeat sends one request after the other, while the balancer lets it, or until
// the listener is closed.
func (l *load) repeat(ctx context.Context, kind, method string, keepAlive bool) {
	tr := &http.Transport{DisableKeepAlives: !keepAlive, MaxIdleConnsPerHost: 1}
	defer tr.CloseIdleConnections()
	for sleep(ctx, pause) {
		if !l.Direct && !l.ready.Load() {
			continue
		}
		if l.send(ctx, tr, kind, method, l.Path, nil) == Refused && l.armed.Load() {
			l.mark(ListenerShut)
			if l.Direct {
				return // and so will all that follow be
			}
		}
	}
}

// send sends a request and notes what becomes of it.
func (l *load) send(ctx context.Context, tr *http.Transport, kind, method, path string, sent func()) (o Outcome) {
	begin := l.rec.now()
	reused := false
	ctx = httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{
		GotConn: func(info httptrace.GotConnInfo) { reused = info.Reused },
		WroteRequest: func(httptrace.WroteRequestInfo) {
			if sent != nil {
				sent()
			}
		},
	})
	var body io.Reader
	if method == http.MethodPost {
		body = strings.NewReader("drill")
	}
	req, err := http.NewRequestWithContext(ctx, method, "http://"+l.Addr+path, body)
	if err != nil {
		l.rec.request(kind, begin, Failed, err.Error())
		return Failed
	}
	resp, err := tr.RoundTrip(req)
	status := 0
	if err == nil {
		status = resp.StatusCode
		_, err = io.Copy(io.Discard, resp.Body)
		resp.Body.Close()
	}
	if err != nil && ctx.Err() != nil {
		return OK // the drill itself is over
	}
	o, why := classify(err, status, reused)
	l.rec.request(kind, begin, o, why)
	return o
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
	case errors.Is(err, syscall.ECONNREFUSED):
		return Refused, "connection refused"
	case status == 0 && !reused && (errors.Is(err, syscall.ECONNRESET) || errors.Is(err, syscall.EPIPE)):
		return Refused, "reset before it was read"
	default:
		return Cut, err.Error()
	}
}

// slow sends the request that is under way when the signal comes, and returns
// when it was sent.
func (l *load) slow(ctx context.Context) {
	sent := make(chan struct{})
	l.wg.Go(func() {
		tr := &http.Transport{DisableKeepAlives: true}
		once := sync.OnceFunc(func() { close(sent) })
		defer once()
		l.send(ctx, tr, "slow request", http.MethodGet, l.Slow, once)
	})
	<-sent
}

// stream reads server-sent events. It must not end before the signal, and must
// end with the end of the response, not of the connection.
func (l *load) stream(ctx context.Context) {
	const kind = "event stream"
	begin := l.rec.now()
	tr := &http.Transport{DisableKeepAlives: true}
	defer tr.CloseIdleConnections()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+l.Addr+l.Event, nil)
	if err != nil {
		l.rec.request(kind, begin, Failed, err.Error())
		return
	}
	req.Header.Set("Accept", "text/event-stream")
	resp, err := tr.RoundTrip(req)
	status := 0
	if err == nil {
		status = resp.StatusCode
		_, err = io.Copy(io.Discard, resp.Body)
		resp.Body.Close()
	}
	l.ended(ctx, kind, begin, err, status)
}

// ended judges a connection that should live until the service says goodbye.
func (l *load) ended(ctx context.Context, kind string, begin time.Duration, err error, status int) {
	o, why := classify(err, status, false)
	switch {
	case err != nil && ctx.Err() != nil:
		return // the drill itself is over
	case o == OK && !l.armed.Load():
		o, why = Failed, "ended before the signal"
	}
	l.rec.request(kind, begin, o, why)
}

// hijack opens a WebSocket. The service must end it with a close frame.
func (l *load) hijack(ctx context.Context) {
	const kind = "hijacked connection"
	begin := l.rec.now()
	c, err := net.Dial("tcp", l.Addr)
	if err != nil {
		l.ended(ctx, kind, begin, err, 0)
		return
	}
	defer c.Close()
	defer context.AfterFunc(ctx, func() { c.Close() })()
	fmt.Fprintf(c, "GET %s HTTP/1.1\r\nHost: %s\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"+
		"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: c2h1dGRvd24gZHJpbGwhIQ==\r\n\r\n", l.Hijack, l.Addr)
	in := bufio.NewReader(c)
	resp, err := http.ReadResponse(in, nil)
	if err == nil && resp.StatusCode != http.StatusSwitchingProtocols {
		l.ended(ctx, kind, begin, nil, max(resp.StatusCode, 400))
		return
	}
	for err == nil {
		var opcode byte
		if opcode, err = frame(in); err == nil && opcode == 8 {
			l.ended(ctx, kind, begin, nil, http.StatusSwitchingProtocols)
			return
		}
	}
	l.ended(ctx, kind, begin, fmt.Errorf("ended without a close frame: %w", err), http.StatusSwitchingProtocols)
}

// frame skips one unmasked WebSocket frame and returns its opcode.
func frame(in *bufio.Reader) (opcode byte, err error) {
	var head [2]byte
	if _, err := io.ReadFull(in, head[:]); err != nil {
		return 0, err
	}
	size := int64(head[1] & 0x7f)
	switch size {
	case 126:
		var n uint16
		err = binary.Read(in, binary.BigEndian, &n)
		size = int64(n)
	case 127:
		err = binary.Read(in, binary.BigEndian, &size)
	}
	if err == nil {
		_, err = io.CopyN(io.Discard, in, size)
	}
	return head[0] & 0x0f, err
}

// silent opens a connection that sends nothing, as browsers and health checks do.
func (l *load) silent(ctx context.Context) {
	c, err := net.Dial("tcp", l.Addr)
	if err != nil {
		return // the probes will see it too
	}
	context.AfterFunc(ctx, func() { c.Close() })
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
