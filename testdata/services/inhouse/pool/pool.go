// Package pool is an in-house client, in a module of its own.
package pool

import "errors"

// A Conn is taken from a pool, and goes back by Release.
type Conn struct{ sent int }

// Release gives c back.
func (c *Conn) Release() { c.sent = 0 }

// Send counts.
func (c *Conn) Send() { c.sent++ }

// Get may fail.
func Get(name string) (*Conn, error) {
	if name == "" {
		return nil, errors.New("no name")
	}
	return new(Conn), nil
}

// A Pool has connections.
type Pool interface{ Lease() *Conn }

// A Typed is generic.
type Typed[T any] struct{ value T }

// NewTyped makes one.
func NewTyped[T any](v T) *Typed[T] { return &Typed[T]{v} }

// End ends it.
func (t *Typed[T]) End() {}

// Value is what it has.
func (t *Typed[T]) Value() T { return t.value }

type base struct{}

// End ends it.
func (*base) End() {}

// A Promoted ends by a method of what it embeds.
type Promoted struct{ *base }

// NewPromoted makes one.
func NewPromoted() *Promoted { return &Promoted{new(base)} }
