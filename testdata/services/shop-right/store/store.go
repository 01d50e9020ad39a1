// Package store keeps the orders of a shop in a database.
package store

import (
	"context"
	"database/sql"
	"fmt"

	_ "example.com/shop/store/memory"
)

// An Order is what somebody has ordered.
type Order struct {
	ID     int64  `json:"id"`
	Item   string `json:"item" binding:"required"`
	Amount int64  `json:"amount" binding:"required"`
}

// A Store holds orders.
type Store struct{ db *sql.DB }

// Open opens the store in the database called name. Who opened it must close it.
func Open(name string) (*Store, error) {
	db, err := sql.Open("memory", name)
	if err != nil {
		return nil, fmt.Errorf("store: %w", err)
	}
	return &Store{db}, nil
}

// Close closes the database.
func (s *Store) Close() error { return s.db.Close() }

// Add keeps o and sets its ID.
func (s *Store) Add(ctx context.Context, o *Order) error {
	res, err := s.db.ExecContext(ctx, "INSERT INTO orders (item, amount) VALUES (?, ?)", o.Item, o.Amount)
	if err != nil {
		return fmt.Errorf("store: %w", err)
	}
	o.ID, err = res.LastInsertId()
	return err
}

// Orders returns the orders of an item, or all if item is empty.
func (s *Store) Orders(ctx context.Context, item string) ([]Order, error) {
	query, args := "SELECT id, item, amount FROM orders", []any{}
	if item != "" {
		query, args = query+" WHERE item = ?", append(args, item)
	}
	rows, err := s.db.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, fmt.Errorf("store: %w", err)
	}
	defer rows.Close()
	orders := []Order{}
	for rows.Next() {
		var o Order
		if err := rows.Scan(&o.ID, &o.Item, &o.Amount); err != nil {
			return nil, fmt.Errorf("store: %w", err)
		}
		orders = append(orders, o)
	}
	return orders, rows.Err()
}
