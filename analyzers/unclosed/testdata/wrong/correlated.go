package wrong

import (
	"database/sql"
	"io"
	"net"
	"net/http"
	"os"
)

func flagTheWrongWayRound(name string, in *os.File) error {
	opened := false
	if in == nil {
		f, err := os.Open(name) // want `f, the file of os\.Open, is not closed on every path`
		if err != nil {
			return err
		}
		in, opened = f, true
	}
	_, err := io.ReadAll(in)
	if !opened {
		in.Close()
	}
	return err
}

func flagThatSomethingElseSets(name string, again bool) error {
	var f *os.File
	opened := false
	if name != "-" {
		var err error
		if f, err = os.Open(name); err != nil { // want `f, the file of os\.Open, is not closed on every path`
			return err
		}
		opened = true
	}
	if again {
		opened = false
	}
	if opened {
		f.Close()
	}
	return nil
}

func batchWithoutTheLast(db *sql.DB, items []int) error {
	var tx *sql.Tx
	var err error
	n := 0
	for _, item := range items {
		if n == 0 {
			if tx, err = db.Begin(); err != nil { // want `tx, the transaction of db\.Begin, is not committed or rolled back on every path`
				return err
			}
		}
		if _, err := tx.Exec("x", item); err != nil {
			tx.Rollback()
			return err
		}
		if n++; n >= 100 {
			if err := tx.Commit(); err != nil {
				return err
			}
			n = 0
		}
	}
	return nil
}

func open() (*sql.DB, func(), error) {
	db, err := sql.Open("x", "y")
	if err != nil {
		return nil, nil, err
	}
	return db, func() { db.Close() }, nil
}

func closerDropped() error {
	db, _, err := open() // want `db, the database of open, is never closed`
	if err != nil {
		return err
	}
	return db.Ping()
}

func closerOnOnePath() error {
	db, done, err := open() // want `db, the database of open, is not closed on every path`
	if err != nil {
		return err
	}
	if err := db.Ping(); err != nil {
		return err
	}
	done()
	return nil
}

func twinThatIsNone(addr string, pooled net.Conn) error {
	c := pooled
	if pooled == nil {
		var err error
		if c, err = net.Dial("tcp", addr); err != nil { // want `c, the connection of net\.Dial, is not closed on every path`
			return err
		}
	}
	_, err := c.Write(nil)
	if pooled != nil {
		c.Close()
	}
	return err
}

func post(url string) (int, error) {
	req, err := http.NewRequest("POST", url, nil)
	if err != nil {
		return 0, err
	}
	resp, err := http.DefaultClient.Do(req) // want `resp, the response of http\.DefaultClient\.Do, is never closed`
	if err != nil {
		return 0, err
	}
	return resp.StatusCode, nil
}

func resumesTwice(name string, have int64) error {
	var f *os.File
	var err error
	if have > 0 {
		f, err = os.OpenFile(name, os.O_RDWR, 0o644) // want `f gets another value before the file of os\.OpenFile is closed`
		if err != nil {
			have = 0
		} else if _, err := f.Seek(have, io.SeekStart); err != nil {
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

func greets(addr string, greeting any) error {
	conn, err := net.Dial("tcp", addr) // want `conn, the connection of net\.Dial, is not closed on every path`
	if err != nil {
		return err
	}
	text, ok := greeting.(string)
	if !ok {
		return os.ErrInvalid
	}
	if _, err := io.WriteString(conn, text); err != nil {
		conn.Close()
		return err
	}
	return conn.Close()
}

type counted struct {
	net.Conn
	n int
}

func greetsCounted(addr string) error {
	conn, err := net.Dial("tcp", addr) // want `conn, the connection of net\.Dial, is not closed on every path`
	if err != nil {
		return err
	}
	switch c := conn.(type) {
	case *counted:
		_, err := io.WriteString(c.Conn, "hello")
		return err
	}
	return conn.Close()
}
