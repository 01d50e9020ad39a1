package main

import (
	"database/sql"
	"fmt"
	"net/http"
	"net/http/httptest"

	"example.com/works/store"
)

func database() {
	db := store.Open()
	defer db.Close()
	h, err := count(db)
	for range 2 {
		w := httptest.NewRecorder()
		h(w, nil)
		fmt.Println(w.Body, err)
	}
	fmt.Println(sum(db, 10))
	fmt.Println(sum(db, 2))
	fmt.Println(ids(db))
	fmt.Println(forget(db))
	fmt.Println(transfer(db, true))
	fmt.Println(transfer(db, false))
	rows, err := cursor(db)
	fmt.Println(rows(), rows(), err)
}

// count prepares a statement for a handler, which lives as long.
func count(db *sql.DB) (http.HandlerFunc, error) {
	stmt, err := db.Prepare("select n")
	if err != nil {
		return nil, err
	}
	return func(w http.ResponseWriter, r *http.Request) {
		var n int
		err := stmt.QueryRow().Scan(&n)
		fmt.Fprint(w, n, err)
	}, nil
}

type total int

// sum leaves early, and has a result of a type whose name it hides.
func sum(db *sql.DB, most int) (total, error) {
	rows, err := db.Query("select n")
	if err != nil {
		return 0, err
	} // nothing to close
	var total total
	for rows.Next() {
		var n int
		if err := rows.Scan(&n); err != nil {
			return 0, err
		}
		if total += tot(n); int(total) > most {
			return total, nil
		}
	} // all of them
	return total, nil
}

func tot(n int) total { return total(n) }

type list struct{ ids []int }

// ids has a struct for a result, and a variable that hides its name.
func ids(db *sql.DB) (list, error) {
	var all []int
	rows, err := db.Query("select n")
	if err != nil {
		return list{}, err
	}
	defer rows.Close()
	list := func() list { return list{all} }
	for rows.Next() { // one by one
		var n int
		if err := rows.Scan(&n); err != nil {
			return list(), err
		}
		all = append(all, n)
	} // done
	return list(), nil
}

// forget drops the rows.
func forget(db *sql.DB) error {
	_, err := db.Query("delete")
	return err
}

// transfer forgets the transaction where it fails.
func transfer(db *sql.DB, enough bool) error {
	tx, err := db.Begin()
	if err != nil {
		return err
	}
	if !enough {
		return errShort
	}
	return tx.Commit()
}

// cursor returns what reads one row after the other.
func cursor(db *sql.DB) (func() int, error) {
	rows, err := db.Query("select n")
	if err != nil {
		return nil, err
	}
	return func() (n int) {
		if rows.Next() {
			rows.Scan(&n)
		}
		return n
	}, nil
}
