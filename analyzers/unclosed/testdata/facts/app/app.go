// Package app does not import database/sql.
package app

import (
	"example.com/unclosed/facts/closer"
	"example.com/unclosed/facts/store"
)

var current *closer.Log

func forgets(s *store.Store) int {
	rows, err := s.All() // want `rows, the rows of s.All, is never closed.*rows-unclosed`
	if err != nil {
		return 0
	}
	return closer.Count(rows)
}

func collects(s *store.Store) int {
	rows, err := s.All()
	if err != nil {
		return 0
	}
	return closer.Collect(rows)
}

func quietly(name string) {
	f, err := closer.Open(name)
	if err != nil {
		return
	}
	defer closer.Quietly(f)
	f.Sync()
}

func forgetsTheFile(name string) error {
	f, err := closer.Open(name) // want `file-unclosed`
	if err != nil {
		return err
	}
	return f.Sync()
}

func logs(name string) error {
	f, err := closer.Open(name)
	if err != nil {
		return err
	}
	current = closer.NewLog(f)
	return nil
}
