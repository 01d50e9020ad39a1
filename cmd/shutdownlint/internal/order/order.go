// Package order does work on things that are built on each other.
package order

import "sync"

// Run calls do for each of the items, but not before it has returned for those that the item needs, in as many goroutines as there are
// workers. All that is needed must be among the items, and nothing may need itself.
func Run[T comparable](items []T, needs func(T) []T, workers int, do func(T)) {
	waiting := make(map[T]int, len(items)) // for so many
	above := make(map[T][]T)
	ready := make(chan T, len(items))
	for _, item := range items {
		for _, need := range needs(item) {
			waiting[item]++
			above[need] = append(above[need], item)
		}
		if waiting[item] == 0 {
			ready <- item
		}
	}
	left := len(items)
	if left == 0 {
		close(ready)
	}
	var mu sync.Mutex // guards waiting and left
	finish := func(item T) {
		mu.Lock()
		defer mu.Unlock()
		for _, next := range above[item] {
			if waiting[next]--; waiting[next] == 0 {
				ready <- next
			}
		}
		if left--; left == 0 {
			close(ready)
		}
	}
	var running sync.WaitGroup
	for range min(workers, len(items)) {
		running.Go(func() {
			for item := range ready {
				do(item)
				finish(item)
			}
		})
	}
	running.Wait()
}
