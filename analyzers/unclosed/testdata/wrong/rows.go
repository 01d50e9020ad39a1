// Package wrong leaves resources open on some path.
package wrong

import (
	"database/sql"
	"errors"
)

var errEmpty = errors.New("empty")

func scanErrorReturnsEarly(db *sql.DB) (ids []int, err error) {
	rows, err := db.Query("SELECT id FROM t") // want `rows, the rows of db.Query, is not closed on every path.*rows-unclosed`
	if err != nil {
		return nil, err
	}
	for rows.Next() {
		var id int
		if err := rows.Scan(&id); err != nil {
			return nil, err
		}
		ids = append(ids, id)
	}
	rows.Close()
	return ids, rows.Err()
}

func returnsBetweenQueryAndDefer(db *sql.DB, skip bool) error {
	rows, err := db.Query("SELECT 1") // want `rows-unclosed`
	if err != nil {
		return err
	}
	if skip {
		return errEmpty
	}
	defer rows.Close()
	return nil
}

func closesOnOneBranchOnly(db *sql.DB, full bool) error {
	rows, err := db.Query("SELECT 1") // want `rows-unclosed`
	if err == nil {
		if full {
			rows.Close()
		}
	}
	return err
}

func dropsTheRows(db *sql.DB) error {
	_, err := db.Query("VACUUM") // want `the rows of db.Query is dropped and never closed.*rows-unclosed`
	return err
}

func overwritesTheFirst(db *sql.DB) error {
	rows, err := db.Query("SELECT 1") // want `rows gets another value before the rows of db.Query is closed: its connection does not go back to the pool; close the first one before that .rows-unclosed`
	if err != nil {
		return err
	}
	defer func() { rows.Close() }()
	rows, err = db.Query("SELECT 2")
	return err
}

func takesOneRow(db *sql.DB) (id int, err error) {
	rows, err := db.Query("SELECT 1") // want `rows-unclosed`
	if err != nil {
		return 0, err
	}
	if rows.Next() {
		err = rows.Scan(&id)
	}
	return id, err
}

func loopComesRound(dbs []*sql.DB) {
	for _, db := range dbs {
		rows, err := db.Query("SELECT 1") // want `rows-unclosed`
		if err != nil {
			continue
		}
		if rows.Next() {
			continue
		}
		rows.Close()
	}
}

func switchForgetsACase(db *sql.DB, mode int) error {
	rows, err := db.Query("SELECT 1") // want `rows-unclosed`
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return nil
	case err != nil:
		return err
	case mode == 1:
		return errEmpty
	}
	return rows.Close()
}

func helperOnlyReads(db *sql.DB) (int, error) {
	rows, err := db.Query("SELECT 1") // want `rows-unclosed`
	if err != nil {
		return 0, err
	}
	return firstID(rows)
}

func firstID(rows *sql.Rows) (id int, err error) {
	if !rows.Next() {
		return 0, rows.Err()
	}
	err = rows.Scan(&id)
	return id, err
}

var migrations = []func(*sql.Tx) error{
	func(tx *sql.Tx) error {
		rows, err := tx.Query("SELECT 1") // want `its connection stays busy until the transaction ends.*\(rows-unclosed, note\)`
		if err != nil {
			return err
		}
		var id int
		rows.Next()
		return rows.Scan(&id)
	},
}

type querier interface {
	Query(q string) (*sql.Rows, error)
}

func throughAnInterface(q querier) error {
	rows, err := q.Query("SELECT 1") // want `rows-unclosed`
	if err != nil {
		return err
	}
	rows.Next()
	return nil
}

type store struct{ db *sql.DB }

func (s *store) all() (*sql.Rows, error) { return s.db.Query("SELECT 1") }

func (s *store) callersOwe() error {
	rows, err := s.all() // want `rows, the rows of s.all, is not closed on every path.*rows-unclosed`
	if err != nil {
		return err
	}
	rows.Next()
	return nil
}

func asksTheSameThingAgainInside(db *sql.DB, n int) error {
	if n > 0 {
		rows, err := db.Query("SELECT 1") // want `rows-unclosed`
		if err != nil {
			return err
		}
		if n > 5 {
			return nil
		}
		return rows.Close()
	}
	return nil
}

func asksSomethingElseAfterwards(db *sql.DB, deep, quick bool) (err error) {
	var rows *sql.Rows
	if deep {
		rows, err = db.Query("SELECT 1") // want `rows-unclosed`
	} else {
		rows, err = db.Query("SELECT 2") // want `rows-unclosed`
	}
	if err != nil {
		return err
	}
	if quick {
		return nil
	}
	return rows.Close()
}
