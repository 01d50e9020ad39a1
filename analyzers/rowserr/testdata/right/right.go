// Package right asks for the error, or leaves it to others.
package right

import (
	"database/sql"
	"errors"
	"fmt"
)

func afterTheLoop(db *sql.DB) (n int, err error) {
	rows, err := db.Query("SELECT 1")
	if err != nil {
		return 0, err
	}
	defer rows.Close()
	for rows.Next() {
		n++
	}
	return n, rows.Err()
}

func afterEachRowAndAfterTheLoop(db *sql.DB) (n int, err error) {
	rows, err := db.Query("SELECT 1")
	if err != nil {
		return 0, err
	}
	defer rows.Close()
	for rows.Next() {
		if err := rows.Err(); err != nil {
			return 0, err
		}
		n++
	}
	return n, rows.Err()
}

func oneOrAnError(db *sql.DB) (n int, err error) {
	rows, err := db.Query("SELECT 1")
	if err != nil {
		return 0, err
	}
	defer rows.Close()
	if !rows.Next() {
		return 0, errors.Join(sql.ErrNoRows, rows.Err())
	}
	if err := rows.Scan(&n); err != nil {
		return 0, err
	}
	return n, rows.Err()
}

func inADeferredClosure(db *sql.DB) (n int, err error) {
	rows, err := db.Query("SELECT 1")
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, rows.Err(), rows.Close()) }()
	for rows.Next() {
		n++
	}
	return n, nil
}

func oneRow(db *sql.DB) error {
	rows, err := db.Query("SELECT 1")
	if err != nil {
		return err
	}
	defer rows.Close()
	if !rows.Next() {
		return rows.Err()
	}
	return nil
}

func afterBoth(db *sql.DB) (ok bool, err error) {
	rows, err := db.Query("SELECT 1")
	if err != nil {
		return false, err
	}
	defer rows.Close()
	if rows.Next() {
		ok = true
	}
	if err := rows.Err(); err != nil {
		return false, err
	}
	return ok, nil
}

func neverRead(db *sql.DB) ([]string, error) {
	rows, err := db.Query("SELECT 1")
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	return rows.Columns()
}

func helperAsks(db *sql.DB) error {
	rows, err := db.Query("SELECT 1")
	if err != nil {
		return err
	}
	return each(rows)
}

func each(rows *sql.Rows) error {
	defer rows.Close()
	for rows.Next() {
	}
	return rows.Err()
}

func callerAsks(db *sql.DB) error {
	rows, err := db.Query("SELECT 1")
	if err != nil {
		return err
	}
	defer rows.Close()
	skip(rows)
	return rows.Err()
}

func skip(rows *sql.Rows) {
	for rows.Next() {
	}
}

func returned(db *sql.DB) (*sql.Rows, error) {
	rows, err := db.Query("SELECT 1")
	if err == nil {
		rows.Next()
	}
	return rows, err
}

// Returned gives the rows away after the first one.
func Returned(db *sql.DB) (*sql.Rows, error) {
	rows, err := db.Query("SELECT 1")
	if err == nil && !rows.Next() {
		err = sql.ErrNoRows
	}
	return rows, err
}

var _ = returned

type cursor struct{ rows *sql.Rows }

func (c *cursor) next() bool { return c.rows.Next() }

func (c *cursor) err() error { return c.rows.Err() }

func kept(db *sql.DB) (*cursor, error) {
	rows, err := db.Query("SELECT 1")
	if err != nil {
		return nil, err
	}
	return &cursor{rows}, nil
}

func leavesAfterTheFirst(db *sql.DB) error {
	rows, err := db.Query("SELECT 1")
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		break
	}
	return rows.Err()
}

type fake struct{}

func (fake) Next() bool { return false }

func notRows(f fake) {
	for f.Next() {
	}
}

// Next is not asked, and Scan hands out the error.
func oneRowWhateverNextSays(db *sql.DB) (n int, err error) {
	rows, err := db.Query("SELECT count(*) FROM users")
	if err != nil {
		return 0, err
	}
	defer rows.Close()
	rows.Next()
	err = rows.Scan(&n)
	return n, err
}

// A query that broke off is a failure here, whatever it is called.
func failsWithoutRow(db *sql.DB) (n int, err error) {
	rows, err := db.Query("SELECT quota FROM limits")
	if err != nil {
		return 0, err
	}
	defer rows.Close()
	if !rows.Next() {
		return 0, errors.New("no quota is set")
	}
	return n, rows.Scan(&n)
}

func failsBehindTheLoop(db *sql.DB, want string) (int, error) {
	rows, err := db.Query("SELECT id, name FROM users")
	if err != nil {
		return 0, err
	}
	defer rows.Close()
	for rows.Next() {
		var id int
		var name string
		if err := rows.Scan(&id, &name); err != nil {
			return 0, err
		}
		if name == want {
			return id, nil
		}
	}
	return 0, fmt.Errorf("no user %q", want)
}
