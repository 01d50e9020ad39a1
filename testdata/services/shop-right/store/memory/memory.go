// Package memory is a database/sql driver that keeps the orders of a shop in memory. It understands the three statements
// that package store uses, and nothing else.
package memory

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"io"
	"strings"
	"sync"
)

func init() { sql.Register("memory", &database{}) }

type order struct {
	item   string
	amount int64
}

type database struct {
	mu     sync.Mutex
	orders []order
}

// Open returns a connection; all connections share the data, whatever the name.
func (db *database) Open(string) (driver.Conn, error) { return &conn{db}, nil }

type conn struct{ db *database }

func (c *conn) Close() error { return nil }

func (c *conn) Begin() (driver.Tx, error) { return nil, errors.New("memory: no transactions") }

func (c *conn) Prepare(query string) (driver.Stmt, error) {
	return nil, fmt.Errorf("memory: cannot prepare %q", query)
}

// ExecContext appends an order.
func (c *conn) ExecContext(_ context.Context, query string, args []driver.NamedValue) (driver.Result, error) {
	if !strings.HasPrefix(query, "INSERT INTO orders") || len(args) != 2 {
		return nil, fmt.Errorf("memory: cannot execute %q", query)
	}
	item, ok := args[0].Value.(string)
	if !ok {
		return nil, errors.New("memory: an item is a string")
	}
	amount, ok := args[1].Value.(int64)
	if !ok {
		return nil, errors.New("memory: an amount is a number")
	}
	c.db.mu.Lock()
	defer c.db.mu.Unlock()
	c.db.orders = append(c.db.orders, order{item, amount})
	return result(len(c.db.orders)), nil
}

// QueryContext returns all orders, or those of one item.
func (c *conn) QueryContext(_ context.Context, query string, args []driver.NamedValue) (driver.Rows, error) {
	if !strings.HasPrefix(query, "SELECT id, item, amount FROM orders") {
		return nil, fmt.Errorf("memory: cannot query %q", query)
	}
	c.db.mu.Lock()
	defer c.db.mu.Unlock()
	found := new(rows)
	for i, o := range c.db.orders {
		if len(args) == 0 || args[0].Value == o.item {
			found.values = append(found.values, []driver.Value{int64(i + 1), o.item, o.amount})
		}
	}
	return found, nil
}

type result int64

func (r result) LastInsertId() (int64, error) { return int64(r), nil }
func (r result) RowsAffected() (int64, error) { return 1, nil }

type rows struct{ values [][]driver.Value }

func (r *rows) Columns() []string { return []string{"id", "item", "amount"} }
func (r *rows) Close() error      { return nil }

func (r *rows) Next(dest []driver.Value) error {
	if len(r.values) == 0 {
		return io.EOF
	}
	copy(dest, r.values[0])
	r.values = r.values[1:]
	return nil
}
