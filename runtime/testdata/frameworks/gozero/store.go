package main

import (
	"errors"
	"sync/atomic"
)

// A store is what requests use, and what is closed on the way out.
type store struct{ closed atomic.Bool }

func (s *store) Ping() error {
	if s.closed.Load() {
		return errors.New("the store is closed")
	}
	return nil
}

func (s *store) Close() error {
	s.closed.Store(true)
	return nil
}
