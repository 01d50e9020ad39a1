package inflight

import (
	"bufio"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"syscall"
	"testing"
	"testing/synctest"
	"time"
)

// Most of this package is tested where it is used, by the tests of graceful.

var ok = http.HandlerFunc(func(http.ResponseWriter, *http.Request) {})

// staying tells no client to leave.
func staying(*http.Request) (time.Time, bool) { return time.Time{}, false }

// watch returns l with connections that tr knows.
func (tr *Tracker) watch(l net.Listener) net.Listener { return listener{l, tr} }

// settled is whether tr has nothing to wait for before net/http shuts down.
func (tr *Tracker) settled(begin time.Time) bool {
	settled := true
	tr.each(func(c *conn) { settled = c.settled(begin) && settled })
	return settled
}

// dialWatched returns both ends of a connection that a watched listener accepted.
func dialWatched(t *testing.T, tr *Tracker, network, addr string) (server, client net.Conn) {
	t.Helper()
	l, err := net.Listen(network, addr)
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	if client, err = net.Dial(network, l.Addr().String()); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { client.Close() })
	if server, err = tr.watch(l).Accept(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { server.Close() })
	return server, client
}

func TestWatched(t *testing.T) {
	for network, addr := range map[string]string{"tcp": "127.0.0.1:0", "unix": filepath.Join(t.TempDir(), "socket")} {
		tr := Track(new(http.Server), t.Context(), staying)
		server, client := dialWatched(t, tr, network, addr)
		type all interface { // of *net.TCPConn and *net.UnixConn, what net/http and others ask for
			net.Conn
			syscall.Conn
			CloseRead() error
			CloseWrite() error
			File() (*os.File, error)
		}
		if _, ok := server.(all); !ok {
			t.Errorf("%T lacks methods", server)
		}
		if _, ok := server.(io.ReaderFrom); !ok && network == "tcp" {
			t.Error("no sendfile")
		}
		switch tr.bare(server).(type) {
		case *net.TCPConn, *net.UnixConn:
		default:
			t.Errorf("hooks are given a %T", tr.bare(server))
		}
		c := tr.find(server)
		secure := tls.Server(server, nil)
		if c == nil || !c.watched || tr.find(secure) != c || tr.bare(secure) != secure {
			t.Fatal(c)
		}
		if c.now.Load()&silence == heard {
			t.Error("heard before anything came")
		}
		io.WriteString(client, "GET")
		if _, err := server.Read(make([]byte, 1)); err != nil || c.now.Load()&silence != heard {
			t.Error("not heard", err)
		}
		if c.changed(http.StateIdle); c.now.Load()&silence == heard {
			t.Error("heard while idle")
		}
		c.exit(c.enter(httptest.NewRequest("GET", "/", nil), time.Now()))
		c.changed(http.StateHijacked)
		if len(tr.Left()) != 1 {
			t.Error("a hijacked connection is not counted")
		}
		server.Close()
		if len(tr.Left()) != 0 {
			t.Error("its end is not seen")
		}
	}
}

// A connection that cannot be compared cannot be found again.
type pieces struct {
	own
	all []net.Conn
}

func TestConnectionThatCannotBeCompared(t *testing.T) {
	raw, _ := net.Pipe()
	defer raw.Close()
	tr := Track(new(http.Server), t.Context(), staying)
	server, err := tr.watch(accepts{pieces{own{raw}, nil}}).Accept()
	if err != nil {
		t.Fatal(err)
	}
	if c := tr.find(server); c == nil || !c.watched {
		t.Error(c)
	}
}

// accepts is a listener that has one connection.
type accepts struct{ net.Conn }

func (l accepts) Accept() (net.Conn, error) { return l.Conn, nil }
func (l accepts) Addr() net.Addr            { return l.LocalAddr() }

// HTTP/2 is heard while it is idle, and nothing is lost with it.
func TestIdleHTTP2(t *testing.T) {
	for _, proto := range []int{1, 2} {
		tr := Track(new(http.Server), t.Context(), staying)
		server, client := dialWatched(t, tr, "tcp", "127.0.0.1:0")
		c := tr.find(server)
		c.changed(http.StateActive)
		i := c.enter(&http.Request{ProtoMajor: proto, URL: new(url.URL)}, time.Now())
		if got := tr.settled(time.Now()); got != (proto == 2) { // another request of HTTP/1 may follow
			t.Errorf("HTTP/%d settled at work: %v", proto, got)
		}
		c.exit(i)
		c.changed(http.StateIdle)
		io.WriteString(client, "PING")
		server.Read(make([]byte, 4))
		if got := tr.settled(time.Now()); got != (proto == 2) {
			t.Errorf("HTTP/%d settled: %v", proto, got)
		}
		if !tr.settled(time.Now().Add(-Patience)) {
			t.Errorf("HTTP/%d: patient for ever", proto)
		}
		tr.shut.Store(true)
		if server.Close(); tr.dropped.Load() != (proto == 1) {
			t.Errorf("HTTP/%d dropped: %v", proto, tr.dropped.Load())
		}
	}
}

// What net/http has read, and closes because it shuts down, is lost, and that is known
// before anybody can look whether the connection is still there.
func TestDropped(t *testing.T) {
	for _, shut := range []bool{true, false} {
		tr := Track(new(http.Server), t.Context(), staying)
		server, _ := dialWatched(t, tr, "tcp", "127.0.0.1:0")
		tr.shut.Store(shut)
		tr.find(server).changed(http.StateActive)
		if server.Close(); tr.dropped.Load() != shut {
			t.Errorf("shut %v, dropped %v", shut, tr.dropped.Load())
		}
	}
}

// A connection that net/http has closed before, as when its header did not come in time,
// is not lost; that it was closed may be said later.
func TestClosedByItself(t *testing.T) {
	tr := Track(new(http.Server), t.Context(), staying)
	server, _ := dialWatched(t, tr, "tcp", "127.0.0.1:0")
	c := tr.find(server)
	c.changed(http.StateActive) // as it says of any that has brought something
	server.Close()
	tr.shut.Store(true)
	if c.changed(http.StateClosed); tr.dropped.Load() {
		t.Error("taken for lost")
	}
}

// A sudden connection brings something at the very moment in which it is closed for
// having been silent.
type sudden struct {
	net.Conn
	come func()
}

func (c sudden) Read(b []byte) (int, error) {
	n, err := c.Conn.Read(b)
	if n == 0 && errors.Is(err, os.ErrDeadlineExceeded) {
		c.come()
	}
	return n, err
}

type suddenly struct {
	net.Listener
	come func()
}

func (l suddenly) Accept() (net.Conn, error) {
	c, err := l.Listener.Accept()
	return &sudden{c, l.come}, err
}

// It is served, be it the first request of its connection or the next.
func TestRequestAtTheClosing(t *testing.T) {
	for before := range 2 {
		l, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		client, err := net.Dial("tcp", l.Addr().String())
		if err != nil {
			t.Fatal(err)
		}
		defer client.Close()
		ask := func() { io.WriteString(client, "GET / HTTP/1.1\r\nHost: main\r\n\r\n") }
		answers := bufio.NewReader(client)
		answered := func() {
			resp, err := http.ReadResponse(answers, nil)
			if err != nil {
				t.Errorf("after %d answers: %v", before, err)
				return
			}
			io.Copy(io.Discard, resp.Body)
		}
		tr := Track(&http.Server{Handler: ok}, t.Context(), staying)
		served := make(chan struct{})
		go func() { tr.Serve(suddenly{l, sync.OnceFunc(ask)}); close(served) }()
		if before == 1 {
			ask()
			answered()
		}
		for found := false; !found; time.Sleep(time.Millisecond) {
			tr.each(func(c *conn) { found = true })
		}
		l.Close()
		<-served
		stopped := make(chan error)
		go func() { stopped <- tr.Shutdown(t.Context()) }()
		answered()
		if err := <-stopped; err != nil {
			t.Error(err)
		}
	}
}

// A deadline that was to end a silence does not end what has been heard meanwhile.
func TestHeardAtTheDeadline(t *testing.T) {
	tr := Track(new(http.Server), t.Context(), staying)
	server, client := dialWatched(t, tr, "tcp", "127.0.0.1:0")
	c := tr.find(server)
	c.now.Or(ending)
	read := make(chan struct{})
	c.mu.Lock() // as end has
	go func() {
		defer close(read)
		for range 2 {
			if n, err := server.Read(make([]byte, 1)); n != 1 {
				t.Error(err)
			}
		}
	}()
	io.WriteString(client, "G")
	for c.now.Load()&silence != heard {
		runtime.Gosched()
	}
	c.Conn.SetReadDeadline(time.Unix(1, 0))
	c.mu.Unlock()
	time.AfterFunc(10*time.Millisecond, func() { io.WriteString(client, "E") })
	<-read
	if err := c.end(); err != nil || c.now.Load()&silence != heard {
		t.Error("what was heard is to end:", err)
	}
}

// A dated connection notes until when it may be read.
type dated struct {
	net.Conn
	until *time.Time
}

func (d dated) SetReadDeadline(t time.Time) error { *d.until = t; return nil }

func TestHeardHasTheTimeOfTheServer(t *testing.T) {
	for _, test := range []struct {
		srv  *http.Server
		want time.Duration
	}{
		{new(http.Server), 5 * time.Second},
		{&http.Server{ReadHeaderTimeout: time.Second}, 5 * time.Second},
		{&http.Server{ReadHeaderTimeout: 20 * time.Second}, 20 * time.Second},
		{&http.Server{ReadTimeout: time.Minute}, time.Minute},
	} {
		synctest.Test(t, func(t *testing.T) {
			raw, client := net.Pipe()
			defer raw.Close()
			defer client.Close()
			var until time.Time
			tr := Track(test.srv, t.Context(), staying)
			server, err := tr.watch(accepts{dated{raw, &until}}).Accept()
			if err != nil {
				t.Fatal(err)
			}
			tr.find(server).now.Or(ending)
			go client.Write([]byte("G"))
			if _, err := server.Read(make([]byte, 1)); err != nil {
				t.Fatal(err)
			}
			if got := time.Until(until); got != test.want {
				t.Errorf("%v for the rest of the header, want %v", got, test.want)
			}
		})
	}
}

// Where there are no deadlines the silent are left to net/http.
type patient struct{ net.Conn }

func (patient) SetReadDeadline(time.Time) error { return errors.ErrUnsupported }

// What is in hand on one connection keeps none of the idle ones open.
func TestIdleConnectionsCloseBesideARequest(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		srv := &http.Server{Handler: http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
			if r.URL.Path == "/slow" {
				time.Sleep(10 * time.Second)
			}
		})}
		tr := Track(srv, t.Context(), staying)
		l := pipes{conns: make(chan net.Conn), done: make(chan struct{})}
		go tr.Serve(l)
		begin := func(path string) net.Conn {
			client, server := net.Pipe()
			l.conns <- server
			go io.WriteString(client, "GET "+path+" HTTP/1.1\r\nHost: a\r\n\r\n")
			return client
		}
		go io.Copy(io.Discard, begin("/slow"))
		closed := make(chan time.Time, 20)
		for range cap(closed) {
			idle := begin("/")
			go func() { io.Copy(io.Discard, idle); closed <- time.Now() }()
		}
		synctest.Wait()
		start := time.Now()
		close(l.done)
		if err := tr.Shutdown(t.Context()); err != nil {
			t.Error(err)
		}
		for range cap(closed) {
			if d := (<-closed).Sub(start); d >= Patience {
				t.Fatalf("an idle connection was closed after %v", d)
			}
		}
	})
}

// pipes is a listener for what the test sends it.
type pipes struct {
	conns chan net.Conn
	done  chan struct{}
}

func (l pipes) Accept() (net.Conn, error) {
	select {
	case c := <-l.conns:
		return c, nil
	case <-l.done:
		return nil, net.ErrClosed
	}
}
func (l pipes) Close() error   { return nil }
func (l pipes) Addr() net.Addr { return &net.UnixAddr{Name: "pipes"} }

// A connection whose Close waits for its client keeps no other from being closed.
type stuck struct {
	net.Conn
	closing chan<- bool
	free    <-chan struct{}
}

func (c stuck) Close() error { c.closing <- true; <-c.free; return c.Conn.Close() }

func TestConnectionsCloseAtTheSameTime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		base, end := context.WithCancel(t.Context())
		tr := Track(new(http.Server), base, staying)
		closing, free := make(chan bool, 2), make(chan struct{})
		for range cap(closing) {
			raw, client := net.Pipe()
			defer client.Close()
			if _, err := tr.watch(accepts{stuck{raw, closing, free}}).Accept(); err != nil {
				t.Fatal(err)
			}
		}
		end()
		synctest.Wait()
		if len(closing) != cap(closing) {
			t.Errorf("%d are being closed", len(closing))
		}
		close(free)
	})
}

func TestConnectionWithoutDeadlines(t *testing.T) {
	raw, _ := net.Pipe()
	defer raw.Close()
	tr := Track(new(http.Server), t.Context(), staying)
	server, err := tr.watch(accepts{patient{raw}}).Accept()
	if err != nil {
		t.Fatal(err)
	}
	c := tr.find(server)
	if tr.settled(time.Now()) {
		t.Error("not waited for")
	}
	c.accepted = time.Now().Add(-Patience)
	if tr.settled(time.Now()) || !tr.settled(time.Now()) {
		t.Error("not asked twice, when it was new")
	}
	c.changed(http.StateActive)
	c.exit(c.enter(httptest.NewRequest("GET", "/", nil), time.Now()))
	if c.changed(http.StateIdle); tr.settled(time.Now()) || !tr.settled(time.Now()) {
		t.Error("not asked twice, when it was idle")
	}
}

// A request that net/http has read, and no handler has been given yet, is awaited.
func TestReadAndNotHandled(t *testing.T) {
	tr := Track(new(http.Server), t.Context(), staying)
	server, _ := dialWatched(t, tr, "tcp", "127.0.0.1:0")
	tr.find(server).changed(http.StateActive)
	for range 5 {
		if tr.settled(time.Now()) || len(tr.Left()) != 1 {
			t.Error("not awaited")
		}
	}
}

// A handler of HTTP/2 may outlive its connection, and so may one that has hijacked
// and closed it. It is awaited still, and then nothing is kept.
func TestHandlerOutlivesItsConnection(t *testing.T) {
	for name, end := range map[string]func(c *conn, server net.Conn){
		"closed":   func(c *conn, _ net.Conn) { c.changed(http.StateClosed) },
		"hijacked": func(c *conn, server net.Conn) { c.changed(http.StateHijacked); server.Close() },
	} {
		tr := Track(new(http.Server), t.Context(), staying)
		server, _ := dialWatched(t, tr, "tcp", "127.0.0.1:0")
		c := tr.find(server)
		c.changed(http.StateActive)
		first := c.enter(httptest.NewRequest("GET", "/first", nil), time.Now())
		second := c.enter(httptest.NewRequest("GET", "/second", nil), time.Now())
		c.exit(first)
		end(c, server)
		if got := Names(tr.Left()); got != "GET /second (0s)" {
			t.Errorf("%s: left %q", name, got)
		}
		c.exit(second)
		kept := 0
		tr.each(func(*conn) { kept++ })
		if kept > 0 || len(tr.Left()) > 0 {
			t.Errorf("%s: %d kept, left %v", name, kept, tr.Left())
		}
	}
}

// The one request with which golang.org/x/net/http2/h2c begins is not awaited: it
// lasts as long as the connection, and that may be idle.
func TestForeignH2C(t *testing.T) {
	tr := Track(new(http.Server), t.Context(), staying)
	server, _ := dialWatched(t, tr, "tcp", "127.0.0.1:0")
	c := tr.find(server)
	c.changed(http.StateActive)
	c.enter(httptest.NewRequest("PRI", "*", nil), time.Now())
	if c.changed(http.StateHijacked); len(tr.Left()) != 0 {
		t.Error("awaited:", tr.Left())
	}
}

// The answer that is not out yet is that of the handler that has returned last.
func TestLastAnswerIsNamed(t *testing.T) {
	tr := Track(new(http.Server), t.Context(), staying)
	server, _ := dialWatched(t, tr, "tcp", "127.0.0.1:0")
	c := tr.find(server)
	c.changed(http.StateActive)
	first := c.enter(httptest.NewRequest("GET", "/first", nil), time.Now())
	second := c.enter(httptest.NewRequest("GET", "/second", nil), time.Now())
	c.exit(first)
	c.exit(second)
	if got := Names(tr.Left()); got != "GET /second (0s)" {
		t.Errorf("left %q", got)
	}
	third := c.enter(httptest.NewRequest("GET", "/third", nil), time.Now())
	if third != second || Names(tr.Left()) != "GET /third (0s)" {
		t.Errorf("makes no use of room: %d", len(c.requests))
	}
}

// own is a connection with a method of its own, such as the PROXY protocol's.
type own struct{ net.Conn }

func (own) Header() string { return "PROXY" }

type owner struct{ net.Listener }

func (l owner) Accept() (net.Conn, error) {
	c, err := l.Listener.Accept()
	return own{c}, err
}

func TestConnectionWithMethodsIsLeftAlone(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	client, err := net.Dial("tcp", l.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer client.Close()
	tr := Track(new(http.Server), t.Context(), staying)
	server, err := tr.watch(owner{l}).Accept()
	if err != nil {
		t.Fatal(err)
	}
	defer server.Close()
	c := tr.find(server)
	if _, ok := server.(own); !ok || c == nil || c.watched || tr.find(tls.Server(server, nil)) != c || tr.bare(server) != server {
		t.Fatalf("%T, %v", server, c)
	}
	c.accepted = time.Now().Add(-time.Minute)
	for range 5 {
		if tr.settled(time.Now()) {
			t.Error("taken for silent")
		}
	}
	if c.changed(http.StateHijacked); len(tr.Left()) != 0 {
		t.Error("counted though nobody will tell its end")
	}
	if c.changed(http.StateClosed); tr.find(server) != nil {
		t.Error("kept")
	}
}

func TestHTTP2IsToldToLeave(t *testing.T) {
	leaving := false
	srv := &http.Server{Handler: ok}
	Track(srv, t.Context(), func(*http.Request) (time.Time, bool) { return time.Now(), leaving })
	for _, want := range []string{"", "close"} {
		rec := httptest.NewRecorder() // like HTTP/2's writer it is no Hijacker
		srv.Handler.ServeHTTP(rec, httptest.NewRequest("GET", "/", nil))
		if got := rec.Header().Get("Connection"); got != want {
			t.Errorf("Connection: %q, want %q", got, want)
		}
		leaving = true
	}
}

// A server without a handler has that of net/http.
func TestDefaultServeMux(t *testing.T) {
	http.HandleFunc("/inflight", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusTeapot) })
	var srv http.Server
	Track(&srv, t.Context(), staying)
	rec := httptest.NewRecorder()
	srv.Handler.ServeHTTP(rec, httptest.NewRequest("GET", "/inflight", nil))
	if rec.Code != http.StatusTeapot {
		t.Error(rec.Code)
	}
}

// Connections that another listener accepted are none of the App's business; their
// requests are.
func TestForeignConnection(t *testing.T) {
	var tr *Tracker
	var raw net.Conn
	srv := &http.Server{Handler: http.HandlerFunc(func(http.ResponseWriter, *http.Request) {
		if list := tr.Left(); len(list) != 1 || Names(list) != "GET / (0s)" {
			t.Error(list)
		}
	})}
	tr = Track(srv, t.Context(), func(*http.Request) (time.Time, bool) { return time.Now(), false })
	raw, _ = net.Pipe()
	srv.ConnState(raw, http.StateActive)
	r := httptest.NewRequest("GET", "/", nil)
	srv.Handler.ServeHTTP(httptest.NewRecorder(), r.WithContext(srv.ConnContext(t.Context(), raw)))
	if len(tr.Left()) != 0 || tr.find(raw) != nil {
		t.Error("taken in")
	}
}

// The next request of a connection is not handled because the one before was.
func TestNextRequestIsNotHandledYet(t *testing.T) {
	tr := Track(new(http.Server), t.Context(), staying)
	server, _ := dialWatched(t, tr, "tcp", "127.0.0.1:0")
	c, r := tr.find(server), httptest.NewRequest("GET", "/", nil)
	for range 2 {
		if c.changed(http.StateActive); c.handles() {
			t.Error("handled before a handler has it")
		}
		q := c.enter(r, time.Now())
		if !c.handles() {
			t.Error("not handled by its handler")
		}
		c.exit(q)
		c.changed(http.StateIdle)
	}
}

// HTTP/2 has several requests on one connection at the same time.
func TestSeveralAtTheSameTime(t *testing.T) {
	tr := Track(new(http.Server), t.Context(), staying)
	server, _ := dialWatched(t, tr, "tcp", "127.0.0.1:0")
	c := tr.find(server)
	c.changed(http.StateActive)
	now := time.Now()
	first := c.enter(httptest.NewRequest("GET", "/first", nil), now)
	second := c.enter(httptest.NewRequest("GET", "/second", nil), now)
	if list := c.left(); len(list) != 2 || list[0].Name != "/first" || list[1].Name != "/second" {
		t.Error("of two there are", list)
	}
	c.exit(first)
	if list := c.left(); len(list) != 1 || list[0].Name != "/second" {
		t.Error("of the second there is", list)
	}
	c.exit(second)
}

// A methodical connection has a method of its own, and so is left as it is.
type methodical struct{ net.Conn }

func (methodical) Method() {}

func TestUnwatchedConnection(t *testing.T) {
	srv := new(http.Server)
	tr := Track(srv, t.Context(), staying)
	raw, _ := net.Pipe()
	defer raw.Close()
	server, err := tr.watch(accepts{methodical{raw}}).Accept()
	if err != nil {
		t.Fatal(err)
	}
	c := tr.find(server)
	if c == nil || c.watched || c.silent() {
		t.Fatal("it is not that of its listener")
	}
	c.changed(http.StateActive)
	c.exit(c.enter(httptest.NewRequest("GET", "/", nil), time.Now()))
	if c.changed(http.StateIdle); !c.settled(time.Now()) {
		t.Error("what is not heard is asked to end")
	}
	srv.ConnState(server, http.StateClosed)
	if tr.find(server) != nil {
		t.Error("kept")
	}
}

// What cannot be made here, for want of golang.org/x/net, is read as it was printed.
func TestForgotten(t *testing.T) {
	const stacks = `goroutine 1 [running]:
main.main()
	/main.go:9 +0x1d

goroutine 7 [sleep]:
time.Sleep(0x3b9aca00)
	/go/src/runtime/time.go:300 +0xf2
main.slow({0x7a1c40, 0xc0000b4000}, 0xc0000c6000)
	/main.go:20 +0x25
net/http.HandlerFunc.ServeHTTP(0xc0000a8000?, {0x7a1c40?, 0xc0000b4000?}, 0x0?)
	/go/src/net/http/server.go:2294 +0x29
golang.org/x/net/http2.(*serverConn).runHandler(0xc0000d0000, 0xc0000b4000, 0xc0000c6000, 0xc0000a8010)
	/x/net/http2/server.go:2441 +0xf5
created by golang.org/x/net/http2.(*serverConn).scheduleHandler in goroutine 6
	/x/net/http2/server.go:2372 +0x21d

goroutine 8 [select]:
net/http.(*Server).Shutdown.func1()
	/go/src/net/http/server.go:3150 +0x25
created by net/http.(*Server).Shutdown in goroutine 5
	/go/src/net/http/server.go:3149 +0x1d`
	if got := forgotten(stacks); len(got) != 1 || got[0] != "main.slow" {
		t.Errorf("%q", got)
	}
}

func TestNames(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var list []Entry
		for i := range 25 {
			list = append(list, Entry{Kind: "GET", Name: fmt.Sprint("/", i), Since: time.Now().Add(-time.Duration(i) * time.Second)})
		}
		got := Names(list)
		if !strings.HasPrefix(got, "GET /24 (24s), GET /23") || !strings.HasSuffix(got, "GET /5 (5s)") {
			t.Error(got)
		}
	})
}
