package right

import (
	"context"
	"database/sql"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"
)

func bodyClosed(client *http.Client, req *http.Request) ([]byte, error) {
	resp, err := client.Do(req)
	if err != nil {
		return nil, err
	}
	defer func() { _ = resp.Body.Close() }()
	return io.ReadAll(resp.Body)
}

func bodyReturned(url string) (io.ReadCloser, error) {
	resp, err := http.Get(url)
	if err != nil {
		return nil, err
	}
	return resp.Body, nil
}

func bodyDrained(url string) error {
	resp, err := http.Get(url)
	if err != nil {
		return err
	}
	drain(resp)
	return nil
}

func drain(resp *http.Response) {
	io.Copy(io.Discard, resp.Body)
	closeQuietly(resp.Body)
}

func closeQuietly(c interface{ Close() error }) { _ = c.Close() }

type transport struct{ next http.RoundTripper }

func (t transport) RoundTrip(req *http.Request) (*http.Response, error) { return t.next.RoundTrip(req) }

func headHasNoBody(url string) error {
	_, err := http.Head(url)
	return err
}

func recorded(h http.Handler, r *http.Request) int {
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w.Result().StatusCode
}

func readErrorReleases(client *http.Client, req *http.Request) ([]byte, error) {
	resp, err := client.Do(req)
	if err != nil {
		return nil, err
	}
	data, err := io.ReadAll(resp.Body)
	if err != nil {
		return nil, err
	}
	return data, resp.Body.Close()
}

func inALiteral() http.RoundTripper {
	return roundTripper(func(req *http.Request) (*http.Response, error) {
		return http.DefaultTransport.RoundTrip(req)
	})
}

type roundTripper func(*http.Request) (*http.Response, error)

func (f roundTripper) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

func fileAsRequestBody(name, url string) (*http.Request, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	return http.NewRequest("PUT", url, f)
}

func logFile(name string) error {
	f, err := os.OpenFile(name, os.O_APPEND, 0o600)
	if err != nil {
		return err
	}
	log.SetOutput(io.MultiWriter(os.Stderr, f))
	return nil
}

type segment struct{ *os.File }

func wrappedFile(name string) (s *segment, err error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			f.Close()
		}
	}()
	if _, err = f.Stat(); err != nil {
		return nil, err
	}
	return &segment{f}, nil
}

var closeFile = (*os.File).Close

func methodExpression(name string) error {
	f, err := os.Create(name)
	if err != nil {
		return err
	}
	return closeFile(f)
}

func cleanedUp(t *testing.T) *os.File {
	f, err := os.Create("x")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.Close() })
	f.Sync()
	return nil
}

func txRolledBack(db *sql.DB) error {
	tx, err := db.Begin()
	if err != nil {
		return err
	}
	defer tx.Rollback()
	if _, err := tx.Exec("DELETE FROM t"); err != nil {
		return err
	}
	return tx.Commit()
}

func txOverNamedError(db *sql.DB) (err error) {
	tx, err := db.Begin()
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			tx.Rollback()
			return
		}
		err = tx.Commit()
	}()
	_, err = tx.Exec("DELETE FROM t")
	return err
}

func txEndedByAHelper(db *sql.DB) error {
	tx, err := db.Begin()
	if err != nil {
		return err
	}
	_, err = tx.Exec("DELETE FROM t")
	return finish(tx, err)
}

func finish(tx *sql.Tx, err error) error {
	if err != nil {
		return tx.Rollback()
	}
	return tx.Commit()
}

func stmtOfATransaction(tx *sql.Tx) error {
	stmt, err := tx.Prepare("SELECT 1")
	if err != nil {
		return err
	}
	_, err = stmt.Exec()
	return err
}

func accept(ctx context.Context, ln net.Listener) error {
	for {
		conn, err := ln.Accept()
		if err != nil {
			return err
		}
		go serve(ctx, conn)
	}
}

func serve(_ context.Context, conn net.Conn) {
	defer conn.Close()
	io.Copy(conn, conn)
}

func served(addr string, h http.Handler) error {
	ln, err := net.Listen("tcp", addr)
	if err != nil {
		return err
	}
	return http.Serve(ln, h)
}

type server struct{ ln net.Listener }

func (s *server) listen(addr string) (err error) {
	s.ln, err = net.Listen("tcp", addr)
	return err
}

type address struct{ network, host string }

var listeners = map[address]any{}

func onlyOfTheOtherNetwork(a address) (ln any, err error) {
	if strings.HasPrefix(a.network, "udp") {
		ln, err = net.ListenPacket(a.network, a.host)
	} else {
		ln = listeners[a]
	}
	if err != nil {
		return nil, err
	}
	if strings.HasPrefix(a.network, "unix") {
		if err := os.Chmod(a.host, 0o600); err != nil {
			return nil, err
		}
	}
	return ln, nil
}

func remembersThatItIsClosed(name string, early bool) ([]byte, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	closed := false
	if early {
		_ = f.Close()
		closed = true
	}
	if !closed {
		_ = f.Close()
	}
	return nil, nil
}

func remembersItInADeferredFunction(name string, early bool) error {
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	var closed bool
	defer func() {
		if !closed {
			_ = f.Close()
		}
	}()
	if early {
		closed = true
		return f.Close()
	}
	return nil
}
