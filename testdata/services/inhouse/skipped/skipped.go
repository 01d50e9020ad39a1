// Package skipped is excluded.
package skipped

import "example.com/pool"

func leaks(p pool.Pool) { p.Lease().Send() }
