package right

import (
	"bufio"
	"context"
	"database/sql"
	"errors"
	"io"
	"log"
	"net"
	"net/http"
	"os"
	"time"

	"github.com/jmoiron/sqlx"
)

// A flag says who opened the file.
func flagSaysWhoOpened(name string, in *os.File) error {
	opened := false
	if in == nil {
		f, err := os.Open(name)
		if err != nil {
			return err
		}
		in, opened = f, true
	}
	_, err := io.ReadAll(in)
	if opened {
		in.Close()
	}
	return err
}

func flagSetBehind(name string) error {
	var f *os.File
	var err error
	opened := false
	if name != "-" {
		f, err = os.Open(name)
		if err != nil {
			return err
		}
		opened = true
	} else {
		f = os.Stdin
	}
	if _, err := io.ReadAll(f); err != nil {
		if opened {
			f.Close()
		}
		return err
	}
	if opened {
		return f.Close()
	}
	return nil
}

func flagDeferred(name string) error {
	f := os.Stdin
	shouldClose := false
	defer func() {
		if shouldClose {
			f.Close()
		}
	}()
	if name != "-" {
		var err error
		if f, err = os.Open(name); err != nil {
			return err
		}
		shouldClose = true
	}
	_, err := io.ReadAll(f)
	return err
}

func flagKeep(name string) (*os.File, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	ok := false
	defer func() {
		if !ok {
			f.Close()
		}
	}()
	if _, err := f.Stat(); err != nil {
		return nil, err
	}
	ok = true
	return f, nil
}

// Twins, of which one is nil.
type pool struct{ idle chan net.Conn }

func (p *pool) get() net.Conn  { return nil }
func (p *pool) put(c net.Conn) { p.idle <- c }

func twin(p *pool, addr string) error {
	pooled := p.get()
	c := pooled
	if pooled == nil {
		var err error
		if c, err = net.Dial("tcp", addr); err != nil {
			return err
		}
	}
	_, err := c.Write(nil)
	if pooled != nil {
		p.put(pooled)
	} else {
		c.Close()
	}
	return err
}

func twinOfTheOther(addr, file string) error {
	var conn net.Conn
	var f *os.File
	var err error
	if addr != "" {
		conn, err = net.Dial("tcp", addr)
	} else {
		f, err = os.Open(file)
	}
	if err != nil {
		return err
	}
	if conn != nil {
		_, err = conn.Write(nil)
		conn.Close()
	} else {
		_, err = f.Stat()
		f.Close()
	}
	return err
}

func twinTx(db *sql.DB, given *sql.Tx) (err error) {
	tx := given
	if given == nil {
		if tx, err = db.Begin(); err != nil {
			return err
		}
	}
	if _, err = tx.Exec("x"); err != nil {
		if given == nil {
			tx.Rollback()
		}
		return err
	}
	if given == nil {
		return tx.Commit()
	}
	return nil
}

// A closure called on the path that closes.
func closure(name string) error {
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	done := func() { f.Close() }
	if _, err := f.Stat(); err != nil {
		done()
		return err
	}
	done()
	return nil
}

func closureReturns(db *sql.DB) error {
	tx, err := db.Begin()
	if err != nil {
		return err
	}
	fail := func(err error) error {
		tx.Rollback()
		return err
	}
	if _, err := tx.Exec("x"); err != nil {
		return fail(err)
	}
	if _, err := tx.Exec("y"); err != nil {
		return fail(err)
	}
	return tx.Commit()
}

// Batches.
func batch(db *sql.DB, items []int) error {
	tx, err := db.Begin()
	if err != nil {
		return err
	}
	for i, item := range items {
		if _, err := tx.Exec("x", item); err != nil {
			tx.Rollback()
			return err
		}
		if i%100 == 99 {
			if err := tx.Commit(); err != nil {
				return err
			}
			if tx, err = db.Begin(); err != nil {
				return err
			}
		}
	}
	return tx.Commit()
}

func batchLazily(db *sql.DB, items []int) (err error) {
	var tx *sql.Tx
	n := 0
	for _, item := range items {
		if tx == nil {
			if tx, err = db.Begin(); err != nil {
				return err
			}
		}
		if _, err = tx.Exec("x", item); err != nil {
			tx.Rollback()
			return err
		}
		if n++; n == 100 {
			if err = tx.Commit(); err != nil {
				return err
			}
			tx, n = nil, 0
		}
	}
	if tx != nil {
		return tx.Commit()
	}
	return nil
}

func batchByCount(db *sql.DB, items []int) error {
	var tx *sql.Tx
	var err error
	n := 0
	for _, item := range items {
		if n == 0 {
			if tx, err = db.Begin(); err != nil {
				return err
			}
		}
		if _, err := tx.Exec("x", item); err != nil {
			tx.Rollback()
			return err
		}
		n++
		if n >= 100 {
			if err := tx.Commit(); err != nil {
				return err
			}
			n = 0
		}
	}
	if n > 0 {
		return tx.Commit()
	}
	return nil
}

// A shadowed err.
func shadowed(name string) (err error) {
	var f *os.File
	if f, err := os.Open(name); err == nil {
		defer f.Close()
		_, err = f.Stat()
		return err
	}
	_ = f
	return err
}

func shadowedBody(c *http.Client, req *http.Request) error {
	resp, err := c.Do(req)
	if err == nil {
		if _, err := io.ReadAll(resp.Body); err != nil {
			log.Print(err)
		}
		resp.Body.Close()
	}
	if err != nil {
		return err
	}
	return nil
}

func shadowedRetry(c *http.Client, req *http.Request) (body []byte, err error) {
	for range 3 {
		var resp *http.Response
		resp, err = c.Do(req)
		if err != nil {
			continue
		}
		body, err = io.ReadAll(resp.Body)
		resp.Body.Close()
		if err == nil {
			return body, nil
		}
	}
	return nil, err
}

// Wire's shape: a closer beside the value.
func open() (*sql.DB, func(), error) {
	db, err := sql.Open("x", "y")
	if err != nil {
		return nil, nil, err
	}
	return db, func() { db.Close() }, nil
}

func openChecked() (*sql.DB, func(), error) {
	db, err := sql.Open("x", "y")
	if err != nil {
		return nil, nil, err
	}
	cleanup := func() {
		if err := db.Close(); err != nil {
			log.Print(err)
		}
	}
	if err := db.Ping(); err != nil {
		cleanup()
		return nil, nil, err
	}
	return db, cleanup, nil
}

func dial(addr string) (net.Conn, func() error, error) {
	c, err := net.Dial("tcp", addr)
	if err != nil {
		return nil, nil, err
	}
	return c, c.Close, nil
}

func usesBoth() error {
	db, done, err := open()
	if err != nil {
		return err
	}
	defer done()
	return db.Ping()
}

func usesBoundClose(addr string) error {
	c, closeConn, err := dial(addr)
	if err != nil {
		return err
	}
	defer closeConn()
	_, err = c.Write(nil)
	return err
}

type service struct{ db *sql.DB }

func newService(db *sql.DB) (*service, func(), error) { return &service{db}, func() {}, nil }

func initialize() (*service, func(), error) {
	db, cleanup, err := open()
	if err != nil {
		return nil, nil, err
	}
	s, cleanup2, err := newService(db)
	if err != nil {
		cleanup()
		return nil, nil, err
	}
	return s, func() {
		cleanup2()
		cleanup()
	}, nil
}

// Views of sqlx.
func views(dsn string) error {
	db, err := sqlx.Connect("x", dsn)
	if err != nil {
		return err
	}
	view := db.Unsafe()
	defer view.Close()
	log.Print(view.Rebind("?"))
	tx, err := view.Beginx()
	if err != nil {
		return err
	}
	tx = tx.Unsafe()
	defer tx.Rollback()
	stmt, err := view.Preparex("x")
	if err != nil {
		return err
	}
	if _, err := tx.Stmtx(stmt).Exec(); err != nil {
		stmt.Close()
		return err
	}
	stmt = stmt.Unsafe()
	defer stmt.Close()
	return tx.Commit()
}

func viewReturned(dsn string) (*sqlx.DB, error) {
	db, err := sqlx.Open("x", dsn)
	if err != nil {
		return nil, err
	}
	return db.Unsafe(), nil
}

func viewOfSQL(dsn string) (*sqlx.DB, error) {
	db, err := sql.Open("x", dsn)
	if err != nil {
		return nil, err
	}
	return sqlx.NewDb(db, "x").Unsafe(), nil
}

// HEAD.
func head(url string) (int, error) {
	req, err := http.NewRequest(http.MethodHead, url, nil)
	if err != nil {
		return 0, err
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return 0, err
	}
	return resp.StatusCode, nil
}

func headContext(ctx context.Context, url string) (int, error) {
	req, err := http.NewRequestWithContext(ctx, "HEAD", url, http.NoBody)
	if err != nil {
		return 0, err
	}
	req.Header.Set("Accept", "*/*")
	resp, err := (&http.Client{Timeout: time.Second}).Do(req)
	if err != nil {
		return 0, err
	}
	return resp.StatusCode, nil
}

func headThenPut(url string, body io.Reader) error {
	req, err := http.NewRequest(http.MethodHead, url, nil)
	if err != nil {
		return err
	}
	resp, err := http.DefaultClient.Do(req)
	if err == nil && resp.StatusCode == http.StatusOK {
		return nil // there already
	}
	req, err = http.NewRequest(http.MethodPut, url, body)
	if err != nil {
		return err
	}
	resp, err = http.DefaultClient.Do(req)
	if err != nil {
		return err
	}
	return resp.Body.Close()
}

func headOfAll(urls []string) (found int) {
	var req *http.Request
	for _, url := range urls {
		var err error
		if req, err = http.NewRequest("GET", url, nil); err != nil {
			continue
		}
		req, err = http.NewRequest("HEAD", url, nil)
		if err != nil {
			continue
		}
		if resp, err := http.DefaultClient.Do(req); err == nil && resp.StatusCode == http.StatusOK {
			found++
		}
	}
	return found
}

// The last response of a RoundTripper's retry loop.
type retry struct{ http.RoundTripper }

func (t *retry) RoundTrip(req *http.Request) (resp *http.Response, err error) {
	for i := range 3 {
		resp, err = t.RoundTripper.RoundTrip(req)
		if err == nil && resp.StatusCode < 500 {
			return resp, nil
		}
		if i < 2 && resp != nil {
			resp.Body.Close()
		}
	}
	return resp, err
}

func (t *retry) again(req *http.Request) (*http.Response, error) {
	var last *http.Response
	var lastErr error
	for i := 0; i < 3; i++ {
		resp, err := t.RoundTripper.RoundTrip(req)
		if err != nil {
			lastErr = err
			continue
		}
		if resp.StatusCode < 500 {
			return resp, nil
		}
		if last != nil {
			last.Body.Close()
		}
		last = resp
	}
	if last != nil {
		return last, nil
	}
	return nil, lastErr
}

func (t *retry) until(req *http.Request) (*http.Response, error) {
	attempt := 0
	for {
		resp, err := t.RoundTripper.RoundTrip(req)
		if err != nil || resp.StatusCode < 500 || attempt == 3 {
			return resp, err
		}
		io.Copy(io.Discard, resp.Body)
		resp.Body.Close()
		attempt++
	}
}

func writes(name string, out io.Writer) (err error) {
	var f *os.File
	if out == nil {
		if f, err = os.Create(name); err != nil {
			return err
		}
		out = f
	}
	w := bufio.NewWriter(out)
	if err = w.Flush(); err != nil && f != nil {
		f.Close()
		return err
	}
	if f != nil {
		return f.Close()
	}
	return err
}

func hasErr(name string) error {
	f, err := os.Open(name)
	failed := err != nil
	if failed {
		return err
	}
	_, err = f.Stat()
	return errors.Join(err, f.Close())
}

// A counter that stays above zero says that the file is the first one.
func resumes(name string, have int64) error {
	var f *os.File
	var err error
	if have > 0 {
		f, err = os.OpenFile(name, os.O_RDWR, 0o644)
		if err != nil {
			have = 0
		} else if _, err := f.Seek(have, io.SeekStart); err != nil {
			f.Close()
			have = 0
		}
	}
	if have == 0 {
		if f, err = os.Create(name); err != nil {
			return err
		}
	}
	defer f.Close()
	_, err = f.WriteString("more")
	return err
}

// A packet connection has an address of its own kind.
func freePort() (int, error) {
	conn, err := net.ListenPacket("udp", "127.0.0.1:0")
	if err != nil {
		return 0, err
	}
	addr, ok := conn.LocalAddr().(*net.UDPAddr)
	if !ok {
		return 0, errors.New("no UDP address")
	}
	return addr.Port, conn.Close()
}

func dialTCP(addr string) (*net.TCPConn, error) {
	conn, err := net.Dial("tcp", addr)
	if err != nil {
		return nil, err
	}
	switch c := conn.(type) {
	case *net.TCPConn:
		return c, nil
	default:
		return nil, errors.New("no TCP connection")
	}
}

// A counted connection is taken out of what counts it.
type counted struct {
	net.Conn
	n int
}

func unwrapped(addr string) (net.Conn, error) {
	conn, err := net.Dial("tcp", addr)
	if err != nil {
		return nil, err
	}
	switch c := conn.(type) {
	case *counted:
		tcp, ok := c.Conn.(*net.TCPConn)
		if !ok {
			return nil, errors.Join(errors.New("no TCP connection"), conn.Close())
		}
		return tcp, nil
	}
	return nil, conn.Close()
}
