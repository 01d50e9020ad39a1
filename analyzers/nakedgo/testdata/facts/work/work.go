// Package work is called by handlers of another package.
package work

import "log"

// Recover stops a panic, where it is deferred.
func Recover() {
	if v := recover(); v != nil {
		log.Print(v)
	}
}

// Safe recovers itself.
func Safe(names []string) {
	defer Recover()
	log.Print(names[0])
}

// Risky does not.
func Risky(names []string) { log.Print(names[0]) }

// Start starts a goroutine.
func Start(names []string) { start(names) }

func start(names []string) { go Risky(names) }

// StartSafe starts one that recovers.
func StartSafe(names []string) { go Safe(names) }

// Go runs f in a goroutine.
func Go(f func()) { go f() }

// GoSafe recovers as well.
func GoSafe(f func()) {
	go func() {
		defer Recover()
		f()
	}()
}

// A Queue hands things on.
type Queue struct{ items chan string }

// Push cannot panic.
func (q *Queue) Push(item string) { q.items <- item }

// Abort ends the process.
func Abort(err error) {
	log.Fatal(err)
}

// Info does not, although it shares a function with what does.
func Info(v any) { write(0, v) }

func write(level int, v any) {
	if level > 0 {
		log.Fatal(v)
	}
	log.Print(v)
}

// Fatal does.
func Fatal(v any) { write(1, v) }
