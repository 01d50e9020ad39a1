// Package libraries opens what other people's libraries have.
package libraries

import (
	"context"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/jmoiron/sqlx"
	"google.golang.org/grpc"
)

func pgxRows(ctx context.Context, pool *pgxpool.Pool) (n int, err error) {
	rows, err := pool.Query(ctx, "SELECT 1") // want `rows, the rows of pool.Query, is not closed on every path.*rows-unclosed`
	if err != nil {
		return 0, err
	}
	for rows.Next() {
		if err := rows.Scan(&n); err != nil {
			return 0, err // Scan has closed them
		}
		if n < 0 {
			return 0, pgx.ErrNoRows
		}
	}
	return n, rows.Err()
}

func pgxScanned(ctx context.Context, pool *pgxpool.Pool) (n int, err error) {
	rows, err := pool.Query(ctx, "SELECT 1")
	if err != nil {
		return 0, err
	}
	for rows.Next() {
		if err := rows.Scan(&n); err != nil {
			return 0, err
		}
	}
	return n, rows.Err()
}

func pgxScannedUnchecked(ctx context.Context, tx pgx.Tx, names []string) ([]string, error) {
	rows, err := tx.Query(ctx, "SELECT name FROM t")
	for rows.Next() {
		var name string
		if err = rows.Scan(&name); err != nil {
			break
		}
		names = append(names, name)
	}
	return names, err
}

func sqlScanned(db *sqlx.DB) (n int, err error) {
	rows, err := db.Queryx("SELECT 1") // want `rows, the rows of db.Queryx, is not closed on every path.*rows-unclosed`
	if err != nil {
		return 0, err
	}
	for rows.Next() {
		if err := rows.Scan(&n); err != nil {
			return 0, err
		}
	}
	return n, nil
}

func pgxCollected(ctx context.Context, pool *pgxpool.Pool) ([]int, error) {
	rows, err := pool.Query(ctx, "SELECT 1")
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, pgx.RowTo[int])
}

func pgxTransaction(ctx context.Context, conn *pgx.Conn) error {
	tx, err := conn.Begin(ctx) // want `tx-not-finished`
	if err != nil {
		return err
	}
	if _, err := tx.Exec(ctx, "DELETE FROM t"); err != nil {
		return err
	}
	return tx.Commit(ctx)
}

func pgxRolledBack(ctx context.Context, conn *pgx.Conn) error {
	tx, err := conn.Begin(ctx)
	if err != nil {
		return err
	}
	defer tx.Rollback(ctx)
	return tx.Commit(ctx)
}

func leased(ctx context.Context, pool *pgxpool.Pool) error {
	conn, err := pool.Acquire(ctx) // want `conn-unclosed`
	if err != nil {
		return err
	}
	return conn.Ping(ctx)
}

func givenBack(ctx context.Context, pool *pgxpool.Pool) error {
	conn, err := pool.Acquire(ctx)
	if err != nil {
		return err
	}
	defer conn.Release()
	return conn.Ping(ctx)
}

func byHelper(ctx context.Context, pool *pgxpool.Pool) error {
	conn, err := pool.Acquire(ctx)
	if err != nil {
		return err
	}
	defer release(conn)
	return conn.Ping(ctx)
}

func release(c interface{ Release() }) { c.Release() }

func byHelperOfMany(ctx context.Context, pool *pgxpool.Pool) error {
	conn, err := pool.Acquire(ctx)
	if err != nil {
		return err
	}
	defer releaseAll(conn)
	return conn.Ping(ctx)
}

type releaser interface{ Release() }

func releaseAll(all ...releaser) {
	for _, r := range all {
		r.Release()
	}
}

func lookedAt(ctx context.Context, pool *pgxpool.Pool) error {
	conn, err := pool.Acquire(ctx) // want `conn-unclosed`
	if err != nil {
		return err
	}
	return ping(ctx, conn)
}

func ping(ctx context.Context, p interface{ Ping(context.Context) error }) error { return p.Ping(ctx) }

type user struct{ ID int }

func sqlxRows(db *sqlx.DB) error {
	rows, err := db.Queryx("SELECT 1") // want `rows-unclosed`
	if err != nil {
		return err
	}
	for rows.Next() {
		var u user
		if err := rows.StructScan(&u); err != nil {
			return err
		}
	}
	return rows.Close()
}

func sqlxDeferred(db *sqlx.DB) error {
	rows, err := db.Queryx("SELECT 1")
	if err != nil {
		return err
	}
	defer rows.Close()
	return sqlx.StructScan(rows, &[]user{})
}

func stub(target string) (*service, error) {
	conn, err := grpc.NewClient(target)
	if err != nil {
		return nil, err
	}
	return newService(conn), nil
}

type service struct{ cc grpc.ClientConnInterface }

func newService(cc grpc.ClientConnInterface) *service { return &service{cc} }

func called(ctx context.Context, target string) error {
	conn, err := grpc.NewClient(target) // want `conn-unclosed`
	if err != nil {
		return err
	}
	return conn.Invoke(ctx, "/x", nil, nil)
}
