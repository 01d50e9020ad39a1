package wrong

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"io"
	"net"
	"net/http"
	"os"
)

func bodyOpenUnlessOK(url string) (v any, err error) {
	resp, err := http.Get(url) // want `resp, the response of http.Get, is not closed on every path.*body-unclosed`
	if err != nil {
		return nil, err
	}
	if resp.StatusCode != http.StatusOK {
		return nil, errEmpty
	}
	defer resp.Body.Close()
	return v, json.NewDecoder(resp.Body).Decode(&v)
}

func bodyDropped(url string) {
	http.Post(url, "", nil) // want `dropped.*body-unclosed`
}

func bodyOfTheLastTryOnly(client *http.Client, req *http.Request) error {
	var resp *http.Response
	var err error
	for range 3 {
		resp, err = client.Do(req) // want `resp is not closed before the loop comes round.*body-unclosed`
		if err == nil && resp.StatusCode < 500 {
			break
		}
	}
	if err != nil {
		return err
	}
	return resp.Body.Close()
}

func bodyReplacedThenClosed(client *http.Client, req *http.Request) error {
	resp, err := client.Do(req) // want `body-unclosed`
	if err != nil {
		return err
	}
	data, err := io.ReadAll(resp.Body)
	if err != nil {
		return err
	}
	resp.Body = io.NopCloser(bytes.NewReader(data))
	return resp.Body.Close()
}

func bodyReadNotClosed(client *http.Client, req *http.Request) ([]byte, error) {
	resp, err := client.Do(req) // want `read to its end, and not closed.*body-unclosed, note`
	if err != nil {
		return nil, err
	}
	return io.ReadAll(resp.Body)
}

func bodyReadAfterALook(client *http.Client, req *http.Request) ([]byte, error) {
	resp, err := client.Do(req) // want `never closed: its connection may stay open.*body-unclosed\)`
	if err != nil {
		return nil, err
	}
	if resp.StatusCode != http.StatusOK {
		return nil, errors.New(resp.Status)
	}
	return io.ReadAll(resp.Body)
}

func bodyLeftWhereTheCheckSaysMore(client *http.Client, req *http.Request) ([]byte, error) {
	resp, err := client.Do(req) // want `not closed on every path.*close it there as well .body-unclosed\)`
	if err != nil || resp.StatusCode != http.StatusOK {
		return nil, err
	}
	defer resp.Body.Close()
	return io.ReadAll(resp.Body)
}

func bodyOfTheSecondTry(client *http.Client, req *http.Request) (string, error) {
	resp, err := client.Do(req)
	if err != nil {
		return "", err
	}
	defer resp.Body.Close()
	resp, err = client.Do(req) // want `resp, the response of client.Do, is never closed.*body-unclosed`
	if err != nil {
		return "", err
	}
	return resp.Status, nil
}

func fileNeverClosed(name string) (v any, err error) {
	f, err := os.Open(name) // want `f, the file of os.Open, is never closed.*file-unclosed`
	if err != nil {
		return nil, err
	}
	return v, json.NewDecoder(bufio.NewReader(f)).Decode(&v)
}

func fileBehindGzip(name string) ([]byte, error) {
	f, err := os.Open(name) // want `file-unclosed`
	if err != nil {
		return nil, err
	}
	z, err := gzip.NewReader(f)
	if err != nil {
		return nil, err
	}
	defer z.Close()
	return io.ReadAll(z)
}

func fileLeftWhenALaterStepFails(name string) (*os.File, error) {
	f, err := os.Open(name) // want `file-unclosed`
	if err != nil {
		return nil, err
	}
	if _, err := f.Stat(); err != nil {
		return nil, err
	}
	return f, nil
}

func fileEachRound(names []string) error {
	for _, name := range names {
		f, err := os.Create(name) // want `file-unclosed`
		if err != nil {
			return err
		}
		if _, err := f.WriteString("x"); err != nil {
			return err
		}
		if err := f.Close(); err != nil {
			return err
		}
	}
	return nil
}

func txOnAnErrorPath(ctx context.Context, db *sql.DB) error {
	tx, err := db.BeginTx(ctx, nil) // want `tx, the transaction of db.BeginTx, is not committed or rolled back on every path.*tx-not-finished`
	if err != nil {
		return err
	}
	if _, err := tx.Exec("DELETE FROM t"); err != nil {
		return err
	}
	return tx.Commit()
}

func txBegunInABranch(db *sql.DB, tx *sql.Tx) (err error) {
	if tx == nil {
		if tx, err = db.Begin(); err != nil { // want `tx-not-finished`
			return err
		}
	}
	if _, err = tx.Exec("DELETE FROM t"); err != nil {
		return err
	}
	return tx.Commit()
}

func stmtPerCall(db *sql.DB) error {
	stmt, err := db.Prepare("SELECT 1") // want `stmt-unclosed`
	if err != nil {
		return err
	}
	_, err = stmt.Exec()
	return err
}

func connLeftWhenTheHelloFails(addr string) error {
	conn, err := net.Dial("tcp", addr) // want `conn-unclosed`
	if err != nil {
		return err
	}
	if _, err := conn.Write([]byte("hello")); err != nil {
		return err
	}
	return conn.Close()
}

func connFromPool(ctx context.Context, db *sql.DB) error {
	c, err := db.Conn(ctx) // want `conn-unclosed`
	if err != nil {
		return err
	}
	return c.PingContext(ctx)
}

func bodyClosedByNobody(url string) {
	resp, _ := http.Get(url) // want `body-unclosed`
	_ = func() { _ = resp.Body.Close() }
}

func remembersSomethingElse(name string, early bool) error {
	f, err := os.Open(name) // want `file-unclosed`
	if err != nil {
		return err
	}
	done := false
	if early {
		done = true
	}
	if !done {
		return f.Close()
	}
	return nil
}

func bodiesOfBothTries(client *http.Client, req *http.Request) (string, error) {
	resp, err := client.Do(req) // want `resp, the response of client.Do, is never closed: [^:;]*; close it before resp gets another value .body-unclosed\)`
	if err != nil {
		return "", err
	}
	first := resp.Status
	resp, err = client.Do(req) // want `resp, the response of client.Do, is never closed.*body-unclosed`
	if err != nil {
		return "", err
	}
	return first + resp.Status, nil
}
