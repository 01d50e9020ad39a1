package drill

import (
	"bufio"
	"cmp"
	"context"
	"crypto/tls"
	"encoding/binary"
	"fmt"
	"io"
	"net/http"
	"sync"
	"time"
)

// A slowBody brings the first half of text at once, and the rest when it is let.
type slowBody struct {
	text string
	let  <-chan struct{}
	sent int
}

func (b *slowBody) Read(p []byte) (int, error) {
	half := len(b.text) / 2
	switch {
	case b.sent < half:
		n := copy(p, b.text[b.sent:half])
		b.sent += n
		return n, nil
	case b.sent == half:
		<-b.let
	case b.sent == len(b.text):
		return 0, io.EOF
	}
	n := copy(p, b.text[b.sent:])
	b.sent += n
	return n, nil
}

// What is left of the upload follows a moment after the listener was closed, or
// before a server loses patience: a ReadTimeout of five seconds is usual.
const (
	uploadWait = 250 * time.Millisecond
	uploadMost = 4 * time.Second
)

// upload sends a request whose body is half sent when the signal comes. It needs no
// path that takes long, and a server that exits without waiting cuts it.
func (l *load) upload(ctx context.Context) {
	method := cmp.Or(l.Method, http.MethodPost)
	if method == http.MethodGet || method == http.MethodHead || len(l.Body) < 2 {
		return
	}
	let := make(chan struct{})
	l.wg.Go(func() {
		defer close(let)
		shut := 0
		for begin := time.Now(); time.Since(begin) < uploadMost && shut < int(uploadWait/pause) && !l.rec.has(Exited); sleep(ctx, pause) {
			if ctx.Err() != nil {
				return
			}
			if l.rec.has(ListenerShut) {
				shut++
			}
		}
	})
	l.wg.Go(func() {
		tr := l.transport(l.Addr, false)
		defer tr.CloseIdleConnections()
		l.send(ctx, tr, "slow upload", method, l.Path, &slowBody{text: l.Body, let: let}, nil)
	})
}

// slow sends the request that is under way when the signal comes, and returns
// when it was sent.
func (l *load) slow(ctx context.Context) {
	sent := make(chan struct{})
	l.wg.Go(func() {
		tr := l.transport(l.Addr, false)
		defer tr.CloseIdleConnections()
		once := sync.OnceFunc(func() { close(sent) })
		defer once()
		l.send(ctx, tr, "slow request", http.MethodGet, l.Slow, nil, once)
	})
	<-sent
}

// stream reads server-sent events. It must not end before the signal, and must
// end with the end of the response, not of the connection.
func (l *load) stream(ctx context.Context) {
	q := Request{Kind: "event stream", Begin: l.rec.now()}
	tr := l.transport(l.Addr, false)
	defer tr.CloseIdleConnections()
	req, err := l.numbered(ctx, http.MethodGet, l.Event, nil, &q)
	if err != nil {
		l.ended(ctx, q, err, 0)
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
	l.ended(ctx, q, err, status)
}

// ended judges a connection that should live until the service says goodbye.
func (l *load) ended(ctx context.Context, q Request, err error, status int) {
	o, why := classify(err, status, false)
	switch {
	case err != nil && ctx.Err() != nil:
		return // the drill itself is over
	case o == OK && !l.armed.Load():
		o, why = Failed, "ended before the signal"
	}
	q.Outcome, q.Why = o, why
	l.rec.request(q)
}

// hijack opens a WebSocket. The service must end it with a close frame.
func (l *load) hijack(ctx context.Context) {
	q := Request{Kind: "hijacked connection", Begin: l.rec.now()}
	c, err := dial(ctx, l.Addr)
	if err != nil {
		l.ended(ctx, q, err, 0)
		return
	}
	defer c.Close()
	q.From = c.LocalAddr().String()
	if l.TLS {
		c = tls.Client(c, &tls.Config{InsecureSkipVerify: true})
	}
	defer context.AfterFunc(ctx, func() { c.Close() })()
	req, err := l.numbered(ctx, http.MethodGet, l.Hijack, nil, &q)
	if err != nil {
		l.ended(ctx, q, err, 0)
		return
	}
	for name, value := range map[string]string{"Connection": "Upgrade", "Upgrade": "websocket", "Sec-WebSocket-Version": "13", "Sec-WebSocket-Key": "c2h1dGRvd24gZHJpbGwhIQ=="} {
		req.Header.Set(name, value)
	}
	req.Write(c) // an error is seen when reading
	in := bufio.NewReader(c)
	resp, err := http.ReadResponse(in, nil)
	if err == nil && resp.StatusCode != http.StatusSwitchingProtocols {
		l.ended(ctx, q, nil, max(resp.StatusCode, 400))
		return
	}
	for err == nil {
		var opcode byte
		if opcode, err = frame(in); err == nil && opcode == 8 {
			l.ended(ctx, q, nil, http.StatusSwitchingProtocols)
			return
		}
	}
	l.ended(ctx, q, fmt.Errorf("ended without a close frame: %w", err), http.StatusSwitchingProtocols)
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
	c, err := dial(ctx, l.Addr)
	if err != nil {
		return // the probes will see it too
	}
	context.AfterFunc(ctx, func() { c.Close() })
}
