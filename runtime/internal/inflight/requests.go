package inflight

import (
	"io"
	"net/http"
	"time"
)

// track counts the requests that next serves, and tells the clients to leave
// once the stop has begun.
//
// The request is handed on as it is: a copy with another context would keep
// net/http from removing the temporary files of its multipart form.
func (t *Tracker) track(next http.Handler) http.Handler {
	if next == nil {
		next = http.DefaultServeMux
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		defer t.exit(t.enter(r))
		lw := &leaveWriter{leaving: t.Leaving}
		if h1, ok := w.(http1Writer); ok {
			lw.http1Writer, w = h1, lw
			defer lw.leave()
		} else if t.Leaving() { // HTTP/2, where this sends GOAWAY for the whole connection
			w.Header().Set("Connection", "close")
		}
		next.ServeHTTP(w, r)
	})
}

func (t *Tracker) enter(r *http.Request) *Entry {
	e := &Entry{r.Method + " " + r.URL.Path, time.Now()}
	t.came.Add(1)
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.requests == nil {
		t.requests = make(map[*Entry]bool)
	}
	t.requests[e] = true
	if c, ok := r.Context().Value(connKey{}).(*conn); ok {
		c.state, c.current = handled, e
	}
	return e
}

func (t *Tracker) exit(e *Entry) {
	t.mu.Lock()
	defer t.mu.Unlock()
	delete(t.requests, e)
}

// http1Writer is what net/http's writer for HTTP/1 can do. Handlers rely on each
// of these by type assertion, so that a wrapper must not lose one.
type http1Writer interface {
	http.ResponseWriter
	http.Flusher
	http.Hijacker
	http.CloseNotifier //lint:ignore SA1019 deprecated, and still asserted by web frameworks
	io.ReaderFrom
	io.StringWriter
}

// A leaveWriter adds "Connection: close" to a response whose header is written
// after the stop began, also when the request came before. (SetKeepAlivesEnabled
// would do that too, but it closes idle connections at once, while a client may
// be writing a POST on one.)
type leaveWriter struct {
	http1Writer
	leaving func() bool
	sent    bool
}

// leave is called before the header is sent, and returns the writer to send it with.
func (w *leaveWriter) leave() http1Writer {
	if !w.sent && w.leaving() {
		w.Header().Set("Connection", "close")
	}
	w.sent = true
	return w.http1Writer
}

func (w *leaveWriter) WriteHeader(status int) {
	if status >= 200 { // an informational header is not the last, and 101 needs its Connection field
		w.leave()
	}
	w.http1Writer.WriteHeader(status)
}

func (w *leaveWriter) Write(b []byte) (int, error)         { return w.leave().Write(b) }
func (w *leaveWriter) WriteString(s string) (int, error)   { return w.leave().WriteString(s) }
func (w *leaveWriter) ReadFrom(r io.Reader) (int64, error) { return w.leave().ReadFrom(r) }
func (w *leaveWriter) Flush()                              { w.leave().Flush() }
func (w *leaveWriter) Unwrap() http.ResponseWriter         { return w.http1Writer } // for http.ResponseController
