// Package closer is another package whose functions open, close and read.
package closer

import (
	"database/sql"
	"io"
	"os"
)

// All returns rows that its caller has to close.
func All(db *sql.DB) (*sql.Rows, error) { return db.Query("SELECT 1") }

// Open returns a file that its caller has to close.
func Open(name string) (*os.File, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	if _, err := f.Stat(); err != nil {
		f.Close()
		return nil, err
	}
	return f, nil
}

// Collect closes the rows.
func Collect(rows *sql.Rows) (n int) {
	defer rows.Close()
	for rows.Next() {
		n++
	}
	return n
}

// Quietly closes.
func Quietly(c io.Closer) { _ = c.Close() }

// Count only reads.
func Count(rows *sql.Rows) (n int) {
	if rows.Next() {
		n++
	}
	return n
}

// A Log keeps the file that it writes to.
type Log struct{ w io.Writer }

// NewLog returns a log that writes to w.
func NewLog(w io.Writer) *Log { return &Log{w} }
