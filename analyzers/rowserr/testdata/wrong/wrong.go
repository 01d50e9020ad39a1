// Package wrong reads rows without a look at their error.
package wrong

import (
	"database/sql"
	"errors"
	"fmt"
)

var errNotFound = errors.New("not found")

type user struct{ id int }

func loopWithoutErr(db *sql.DB) ([]int, error) {
	rows, err := db.Query("SELECT id FROM t")
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var ids []int
	for rows.Next() { // the loop // want `rows.Err is not checked after the loop.*rows-err-unchecked`
		var id int
		if err := rows.Scan(&id); err != nil {
			return nil, err
		}
		ids = append(ids, id)
	}
	return ids, nil
}

func structAndNumber(db *sql.DB) (u user, n int, err error) {
	rows, err := db.Query("SELECT id FROM t")
	if err != nil {
		return u, 0, err
	}
	defer rows.Close()
	for rows.Next() { // want `rows-err-unchecked`
		n++
	}
	return u, n, nil
}

func askedBeforeTheLoop(db *sql.DB) error {
	rows, err := db.Query("SELECT 1")
	if err != nil {
		return err
	}
	defer rows.Close()
	if err := rows.Err(); err != nil {
		return err
	}
	for rows.Next() { // want `rows-err-unchecked`
	}
	return nil
}

func askedForEachRow(db *sql.DB) error {
	rows, err := db.Query("SELECT 1")
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() { // want `rows.Err is checked only where Next has returned true, before there is an end to ask about.*rows-err-misplaced`
		if err := rows.Err(); err != nil {
			return err
		}
	}
	return nil
}

func anErrorLooksLikeNotFound(db *sql.DB) (id int, err error) {
	rows, err := db.Query("SELECT 1")
	if err != nil {
		return 0, err
	}
	defer rows.Close()
	if !rows.Next() { // want `return it there .rows-err-misplaced`
		return 0, errNotFound
	}
	return id, errors.Join(rows.Scan(&id), rows.Err())
}

func onlyTheSecondEndIsAsked(db *sql.DB) (id int, err error) {
	rows, err := db.Query("SELECT 1")
	if err != nil {
		return 0, err
	}
	defer rows.Close()
	if !rows.Next() { // want `is not checked where Next returns false.*rows-err-unchecked`
		return 0, errNotFound
	}
	for rows.Next() {
		id++
	}
	return id, rows.Err()
}

func keepsWhetherThereIsOne(db *sql.DB) (bool, error) {
	rows, err := db.Query("SELECT 1")
	if err != nil {
		return false, err
	}
	found := rows.Next() // want `rows-err-unchecked`
	return found, rows.Close()
}

func helperDoesNotAsk(db *sql.DB) ([]int, error) {
	rows, err := db.Query("SELECT 1")
	if err != nil {
		return nil, err
	}
	return read(rows), nil
}

func sameHelper(db *sql.DB) ([]int, error) {
	rows, err := db.Query("SELECT 2")
	if err != nil {
		return nil, err
	}
	return read(rows), nil
}

func read(rows *sql.Rows) (ids []int) {
	defer rows.Close()
	for rows.Next() { // want `a short result; log it there .rows-err-unchecked`
		var id int
		_ = rows.Scan(&id)
		ids = append(ids, id)
	}
	return ids
}

func helperAsksTooEarly(db *sql.DB) (int, error) {
	rows, err := db.Query("SELECT 1")
	if err != nil {
		return 0, err
	}
	defer rows.Close()
	return readOne(rows)
}

func readOne(rows *sql.Rows) (id int, err error) {
	if !rows.Next() { // want `is checked only where Next has returned true.*rows-err-unchecked`
		return 0, errNotFound
	}
	if err := rows.Scan(&id); err != nil {
		return 0, err
	}
	return id, rows.Err()
}

func noResults(db *sql.DB) {
	rows, err := db.Query("SELECT 1")
	if err != nil {
		return
	}
	defer rows.Close()
	for rows.Next() { // want `log it there .rows-err-unchecked`
	}
}

func noRowIsNoFailure(db *sql.DB) (n int, err error) {
	rows, err := db.Query("SELECT quota FROM limits")
	if err != nil {
		return 0, err
	}
	defer rows.Close()
	if !rows.Next() { // want `rows.Err is not checked where Next returns false: a query that broke off looks like one without a row.*rows-err-unchecked`
		return 0, nil
	}
	return n, rows.Scan(&n)
}

func aKnownErrorSaysThatThereIsNone(db *sql.DB) (n int, err error) {
	rows, err := db.Query("SELECT quota FROM limits")
	if err != nil {
		return 0, err
	}
	defer rows.Close()
	if !rows.Next() { // want `rows-err-unchecked`
		return 0, fmt.Errorf("quota: %w", errNotFound)
	}
	return n, rows.Scan(&n)
}

func handled(err error) error { return fmt.Errorf("database: %w", err) }

type store struct{ db *sql.DB }

func (s *store) failed(err error) error { return handled(err) }

func (s *store) wrapsAll(id int) ([]int, error) {
	rows, err := s.db.Query("SELECT id FROM t WHERE id > ?", id)
	if err != nil {
		return nil, s.failed(err)
	}
	defer rows.Close()
	var ids []int
	for rows.Next() { // want `rows-err-unchecked`
		err = rows.Scan(&id)
		if err != nil {
			return nil, s.failed(err)
		}
		if _, err := rows.Columns(); err != nil {
			return nil, s.failed(err)
		}
		if err := (user{id}).valid(); err != nil {
			return nil, err
		}
		ids = append(ids, id)
	}
	return ids, nil
}

func (u user) valid() error { return nil }

func wrapsTheQuery(db *sql.DB) (n int, err error) {
	rows, err := db.Query("SELECT 1")
	if err != nil {
		return 0, handled(err)
	}
	defer rows.Close()
	for rows.Next() { // want `rows-err-unchecked`
		n++
	}
	return n, nil
}

func wrapsTheQueryOnly(db *sql.DB) (n int, err error) {
	rows, err := db.Query("SELECT 1")
	if err != nil {
		return 0, handled(err)
	}
	defer rows.Close()
	for rows.Next() { // want `rows-err-unchecked`
		if err := rows.Scan(&n); err != nil {
			return 0, err
		}
	}
	return n, nil
}

func saysWhatHasFailed(db *sql.DB) (n int, err error) {
	rows, err := db.Query("SELECT 1")
	if err != nil {
		return 0, fmt.Errorf("query: %w", err)
	}
	defer rows.Close()
	for rows.Next() { // want `rows-err-unchecked`
		if err := rows.Scan(&n); err != nil {
			return 0, fmt.Errorf("scan: %w", err)
		}
	}
	return n, nil
}

func wrapsByWhatTheLoopHas(db *sql.DB) (n int, err error) {
	rows, err := db.Query("SELECT 1")
	if err != nil {
		fmt.Println(err)
	}
	defer rows.Close()
	for rows.Next() { // want `rows-err-unchecked`
		handled := errors.Join
		if err := rows.Scan(&n); err != nil {
			return 0, handled(err)
		}
	}
	return n, nil
}
