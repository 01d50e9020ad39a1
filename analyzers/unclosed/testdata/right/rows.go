// Package right releases everything, or hands it on.
package right

import (
	"database/sql"
	"errors"
	"fmt"
	"log"
	"os"
)

func deferred(db *sql.DB) error {
	rows, err := db.Query("SELECT 1")
	if err != nil {
		return fmt.Errorf("query: %w", err)
	}
	defer rows.Close()
	for rows.Next() {
	}
	return rows.Err()
}

func readToTheEnd(db *sql.DB) (n int) {
	rows, err := db.Query("SELECT 1")
	if err != nil {
		log.Print(err)
		return 0
	}
	for rows.Next() {
		n++
	}
	return n
}

func closedInEveryBranch(db *sql.DB) (id int, err error) {
	rows, err := db.Query("SELECT 1")
	if err != nil {
		return 0, err
	}
	if !rows.Next() {
		rows.Close()
		return 0, sql.ErrNoRows
	}
	err = errors.Join(rows.Scan(&id), rows.Close())
	return id, err
}

func deferredInAClosure(db *sql.DB) (err error) {
	rows, err := db.Query("SELECT 1")
	if err != nil {
		return err
	}
	defer func() {
		if cerr := rows.Close(); err == nil {
			err = cerr
		}
	}()
	rows.Next()
	return nil
}

func closureBeforeTheQuery(db *sql.DB) (err error) {
	var rows *sql.Rows
	defer func() {
		if rows != nil {
			rows.Close()
		}
	}()
	rows, err = db.Query("SELECT 1")
	if err != nil {
		return err
	}
	rows.Next()
	return nil
}

func onlyWithoutError(db *sql.DB) bool {
	rows, err := db.Query("SELECT 1")
	if err == nil {
		defer rows.Close()
		return rows.Next()
	}
	return false
}

func eachWithItsDefer(db *sql.DB) error {
	rows, err := db.Query("SELECT 1")
	if err != nil {
		return err
	}
	defer rows.Close()
	rows, err = db.Query("SELECT 2")
	if err != nil {
		return err
	}
	defer rows.Close()
	return nil
}

func movedToAnOuterVariable(db *sql.DB, first bool) error {
	var rows *sql.Rows
	if first {
		r, err := db.Query("SELECT 1")
		if err != nil {
			return err
		}
		rows = r
	} else {
		r, err := db.Query("SELECT 2")
		if err != nil {
			return err
		}
		rows = r
	}
	defer rows.Close()
	rows.Next()
	return nil
}

func methodValue(db *sql.DB) error {
	rows, err := db.Query("SELECT 1")
	if err != nil {
		return err
	}
	closeRows := rows.Close
	defer closeRows()
	rows.Next()
	return nil
}

type cursor struct{ rows *sql.Rows }

func wrapped(db *sql.DB) (*cursor, error) {
	rows, err := db.Query("SELECT 1")
	if err != nil {
		return nil, err
	}
	return &cursor{rows: rows}, nil
}

func (c *cursor) current() *sql.Rows { return c.rows }

func borrowed(c *cursor) bool {
	rows := c.current()
	return rows.Next()
}

func collected(db *sql.DB) ([]int, error) {
	rows, err := db.Query("SELECT 1")
	if err != nil {
		return nil, err
	}
	return collect(rows)
}

func passedOn(db *sql.DB) ([]int, error) { return collectBoth(db.Query("SELECT 1")) }

func collectBoth(rows *sql.Rows, err error) ([]int, error) {
	if err != nil {
		return nil, err
	}
	return collect(rows)
}

func collect(rows *sql.Rows) (ids []int, err error) {
	defer rows.Close()
	for rows.Next() {
		var id int
		if err := rows.Scan(&id); err != nil {
			return nil, err
		}
		ids = append(ids, id)
	}
	return ids, rows.Err()
}

func named(db *sql.DB) (rows *sql.Rows, err error) {
	rows, err = db.Query("SELECT 1")
	return
}

func inTheGoroutine(db *sql.DB, out chan<- int) error {
	rows, err := db.Query("SELECT 1")
	if err != nil {
		return err
	}
	go func() {
		defer rows.Close()
		for rows.Next() {
			out <- 1
		}
	}()
	return nil
}

func mustExit(db *sql.DB) {
	rows, err := db.Query("SELECT 1")
	if err != nil {
		log.Fatal(err)
	}
	if !rows.Next() {
		os.Exit(1)
	}
	if err := rows.Close(); err != nil {
		panic(err)
	}
}

func Must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

func throughMust(db *sql.DB) {
	rows := Must(db.Query("SELECT 1"))
	defer rows.Close()
	rows.Next()
}

func sameConditionTwice(db *sql.DB, deep bool) error {
	var rows *sql.Rows
	if deep {
		var err error
		if rows, err = db.Query("SELECT 1"); err != nil {
			return err
		}
	}
	log.Print("between")
	if deep {
		rows.Close()
	}
	return nil
}

func keptInASlice(dbs []*sql.DB) (all []*sql.Rows, err error) {
	for _, db := range dbs {
		rows, err := db.Query("SELECT 1")
		if err != nil {
			return nil, err
		}
		all = append(all, rows)
	}
	return all, nil
}

func failed(err error) bool { return err != nil }

func askedInAHelper(db *sql.DB) error {
	rows, err := db.Query("SELECT 1")
	if failed(err) {
		return err
	}
	defer rows.Close()
	return nil
}

func assertedError(db *sql.DB) error {
	rows, err := db.Query("SELECT 1")
	if t, ok := err.(interface{ Timeout() bool }); ok && t.Timeout() {
		return nil
	}
	if err != nil {
		return err
	}
	return rows.Close()
}
