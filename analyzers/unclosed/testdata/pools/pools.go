// Package pools makes pools for the whole program.
package pools

import (
	"context"
	"database/sql"
	"fmt"
	"net"

	"github.com/jackc/pgx/v5/pgxpool"
)

// The program does not come up.
func openPool(ctx context.Context, dsn string) (*pgxpool.Pool, error) {
	pool, err := pgxpool.New(ctx, dsn) // want `\(conn-unclosed, note\)`
	if err != nil {
		return nil, err
	}
	if err := pool.Ping(ctx); err != nil {
		return nil, fmt.Errorf("database does not answer: %w", err)
	}
	return pool, nil
}

type store struct{ db *sql.DB }

func newStore(dsn string) (*store, error) {
	db, err := sql.Open("postgres", dsn) // want `\(conn-unclosed, note\)`
	if err != nil {
		return nil, err
	}
	if err := migrate(db); err != nil {
		return nil, err
	}
	return &store{db}, nil
}

// One that is not handed out is not the program's.
func count(dsn string) (n int, err error) {
	db, err := sql.Open("postgres", dsn) // want `\(conn-unclosed\)`
	if err != nil {
		return 0, err
	}
	if err := db.QueryRow("SELECT count(*) FROM t").Scan(&n); err != nil {
		return 0, err
	}
	return n, db.Close()
}

// Nor is a connection.
func dial(addr string) (net.Conn, error) {
	conn, err := net.Dial("tcp", addr) // want `\(conn-unclosed\)`
	if err != nil {
		return nil, err
	}
	if _, err := conn.Write([]byte("hello")); err != nil {
		return nil, err
	}
	return conn, nil
}

func migrate(db *sql.DB) error {
	_, err := db.Exec("CREATE TABLE t (id int)")
	return err
}
