// Package store keeps what requests ask for.
package store

import (
	"errors"
	"sync/atomic"
)

// A Store can be asked until it is closed.
type Store struct{ closed atomic.Bool }

// Get fails after Close.
func (s *Store) Get() error {
	if s.closed.Load() {
		return errors.New("the store is closed")
	}
	return nil
}

// Close ends the store.
func (s *Store) Close() { s.closed.Store(true) }
