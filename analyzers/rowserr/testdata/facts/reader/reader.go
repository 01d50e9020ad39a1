// Package reader reads rows for others.
package reader

import "database/sql"

// All reads the rows and asks for their error.
func All(rows *sql.Rows) (n int, err error) {
	for rows.Next() {
		n++
	}
	return n, rows.Err()
}
