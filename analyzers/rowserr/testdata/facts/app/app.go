// Package app has its rows read elsewhere.
package app

import (
	"database/sql"

	"example.com/rowserr/facts/reader"
)

func reads(db *sql.DB) (int, error) {
	rows, err := db.Query("SELECT 1")
	if err != nil {
		return 0, err
	}
	defer rows.Close()
	return reader.All(rows)
}

func skipsOneFirst(db *sql.DB) (int, error) {
	rows, err := db.Query("SELECT 1")
	if err != nil {
		return 0, err
	}
	defer rows.Close()
	if !rows.Next() {
		return 0, nil
	}
	return reader.All(rows)
}
