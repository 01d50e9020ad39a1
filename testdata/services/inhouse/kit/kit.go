// Package kit is what a house puts around its clients.
package kit

import "example.com/pool"

// Open hands out what Get does.
func Open() (*pool.Conn, error) { return pool.Get("kit") }

// Done releases.
func Done(c *pool.Conn) { c.Release() }

// Typed is named by the configuration, as its result hides what it is.
func Typed() *pool.Typed[string] { return pool.NewTyped("kit") }
