// Package store keeps things in a database.
package store

import "database/sql"

// Users are kept.
type Users struct{ db *sql.DB }

// Open opens the database.
func Open(dsn string) (*Users, error) {
	db, err := sql.Open("postgres", dsn)
	if err != nil {
		return nil, err
	}
	return &Users{db: db}, nil
}

// Close closes it.
func (u *Users) Close() error { return u.db.Close() }
