package source

import (
	"slices"
	"sync"
)

// A cache remembers the values of the size keys that were asked for last. It is safe for concurrent use; a value is made
// once, while others wait for it.
type cache[K comparable, V any] struct {
	size int

	mu      sync.Mutex
	entries map[K]*entry[V]
	recent  []K // the key used last at the end
}

type entry[V any] struct {
	once  sync.Once
	value V
}

func (c *cache[K, V]) get(key K, build func() V) V {
	c.mu.Lock()
	if c.entries == nil {
		c.entries = make(map[K]*entry[V])
	}
	e := c.entries[key]
	if e == nil {
		e = new(entry[V])
		c.entries[key] = e
	} else {
		c.recent = slices.DeleteFunc(c.recent, func(k K) bool { return k == key })
	}
	c.recent = append(c.recent, key)
	if len(c.recent) > c.size {
		delete(c.entries, c.recent[0])
		c.recent = slices.Delete(c.recent, 0, 1)
	}
	c.mu.Unlock()
	e.once.Do(func() { e.value = build() })
	return e.value
}
