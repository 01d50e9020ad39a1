package inflight

import (
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// Most of this package is tested where it is used, by the tests of graceful.

var ok = http.HandlerFunc(func(http.ResponseWriter, *http.Request) {})

func TestClosed(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	c, err := net.Dial("tcp", l.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	secure := wrapped{c}
	if closed(c) || closed(secure) {
		t.Error("open connection taken for closed")
	}
	c.Close()
	if !closed(c) || !closed(secure) {
		t.Error("closed connection taken for open")
	}
	pipe, other := net.Pipe()
	defer other.Close()
	if !closed(pipe) {
		t.Error("a connection that cannot be asked must count as closed")
	}
}

// wrapped is what a *tls.Conn is in this respect.
type wrapped struct{ c net.Conn }

func (w wrapped) NetConn() net.Conn                { return w.c }
func (w wrapped) Read([]byte) (int, error)         { return 0, io.EOF }
func (w wrapped) Write([]byte) (int, error)        { return 0, io.EOF }
func (w wrapped) Close() error                     { return nil }
func (w wrapped) LocalAddr() net.Addr              { return nil }
func (w wrapped) RemoteAddr() net.Addr             { return nil }
func (w wrapped) SetDeadline(time.Time) error      { return nil }
func (w wrapped) SetReadDeadline(time.Time) error  { return nil }
func (w wrapped) SetWriteDeadline(time.Time) error { return nil }

func TestHTTP2IsToldToLeave(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		leaving := false
		tr := Tracker{Leaving: func() bool { return leaving }}
		for _, want := range []string{"", "close"} {
			rec := httptest.NewRecorder() // like HTTP/2's writer it is no Hijacker
			req := httptest.NewRequest("GET", "/", nil)
			tr.track(ok).ServeHTTP(rec, req)
			if got := rec.Header().Get("Connection"); got != want {
				t.Errorf("Connection: %q, want %q", got, want)
			}
			leaving = true
		}
	})
}

func TestDefaultServeMux(t *testing.T) {
	tr := Tracker{Leaving: func() bool { return false }}
	rec := httptest.NewRecorder()
	tr.track(nil).ServeHTTP(rec, httptest.NewRequest("GET", "/", nil))
	if rec.Code != 404 {
		t.Error(rec.Code)
	}
}

// Connections that another Serve call accepted are none of the App's business.
func TestForeignConnection(t *testing.T) {
	var tr Tracker
	tr.changed(nil, http.StateActive)
	if len(tr.conns) != 0 {
		t.Error("taken in")
	}
}

func TestNames(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var list []*Entry
		for i := range 25 {
			list = append(list, &Entry{fmt.Sprint("GET /", i), time.Now().Add(-time.Duration(i) * time.Second)})
		}
		got := Names(list)
		if !strings.HasPrefix(got, "GET /24 (24s), GET /23") || !strings.HasSuffix(got, "GET /5 (5s)") {
			t.Error(got)
		}
	})
}

// The end of a hijacked connection is not told, and yet it is not kept for ever.
func TestHijackedIsNotKept(t *testing.T) {
	var tr Tracker
	for range 500 {
		c, other := net.Pipe()
		other.Close()
		tr.accepted(c)
		tr.changed(c, http.StateHijacked)
		c.Close()
	}
	if n := len(tr.conns); n > 102 {
		t.Error(n, "connections kept")
	}
}
