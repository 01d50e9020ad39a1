// Package store is a driver for database/sql that keeps nothing.
package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"io"
)

func init() { sql.Register("store", source{}) }

// Open opens a database.
func Open() *sql.DB {
	db, _ := sql.Open("store", "")
	return db
}

type source struct{}

func (source) Open(string) (driver.Conn, error) { return conn{}, nil }

type conn struct{}

func (conn) Prepare(query string) (driver.Stmt, error) { return stmt{}, nil }
func (conn) Close() error                              { return nil }
func (conn) Begin() (driver.Tx, error)                 { return tx{}, nil }
func (conn) Ping(context.Context) error                { return nil }

type tx struct{}

func (tx) Commit() error   { return nil }
func (tx) Rollback() error { return nil }

type stmt struct{}

func (stmt) Close() error                               { return nil }
func (stmt) NumInput() int                              { return -1 }
func (stmt) Exec([]driver.Value) (driver.Result, error) { return driver.RowsAffected(1), nil }
func (stmt) Query([]driver.Value) (driver.Rows, error)  { return &rows{}, nil }

// rows are the numbers 1, 2, 3.
type rows struct{ n int64 }

func (*rows) Columns() []string { return []string{"n"} }
func (*rows) Close() error      { return nil }
func (r *rows) Next(dest []driver.Value) error {
	if r.n++; r.n > 3 {
		return io.EOF
	}
	dest[0] = r.n
	return nil
}
