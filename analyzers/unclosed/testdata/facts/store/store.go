// Package store holds a database.
package store

import (
	"database/sql"

	"example.com/unclosed/facts/closer"
)

// A Store holds a database.
type Store struct{ *sql.DB }

// All returns rows that its caller has to close.
func (s *Store) All() (*sql.Rows, error) { return closer.All(s.DB) }
