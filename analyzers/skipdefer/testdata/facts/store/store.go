// Package store holds data and helpers that importers call.
package store

import (
	"database/sql"
	"fmt"
	"os"
	"sync"
)

var db *sql.DB

// Open opens the store.
func Open(dsn string) (err error) {
	db, err = sql.Open("postgres", dsn)
	return err
}

// Close closes the store.
func Close() error { return closeOne(db) }

func closeOne(db *sql.DB) error { return db.Close() }

// Check ends the process if there is an error.
func Check(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		exit()
	}
}

func exit() { os.Exit(1) }

// A Cache is in memory.
type Cache struct {
	mu   sync.Mutex
	data map[string]string
}

// Close forgets everything.
func (c *Cache) Close() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.data = nil
}

// A Journal is on disk.
type Journal struct{ f *os.File }

// NewJournal opens the journal.
func NewJournal(name string) (*Journal, error) {
	f, err := os.Create(name)
	return &Journal{f}, err
}

// Close completes the journal.
func (j *Journal) Close() error { return j.f.Sync() }

// Copy opens and closes files of its own only.
func Copy(name string) error {
	f, err := os.Create(name)
	if err != nil {
		return err
	}
	return f.Sync()
}

// Start returns what completes the journal.
func Start(name string) (stop func() error, err error) {
	j, err := NewJournal(name)
	if err != nil {
		return nil, err
	}
	return j.Close, nil
}

// Trace returns what completes the journal, where there is one, and looks at it.
func Trace(on bool) (*Cache, func()) {
	if !on {
		return nil, func() {}
	}
	j, err := NewJournal("trace")
	if err != nil {
		return nil, func() {}
	}
	return new(Cache), func() {
		if err := j.Close(); err != nil {
			fmt.Fprintln(os.Stderr, err)
		}
	}
}

// Watch returns what ends it.
func Watch() (stop func()) {
	c := new(Cache)
	return c.Close
}
