// Package work is called by handlers of another package.
package work

import (
	"context"
	"fmt"
	"log"
	"net/http"
	"os"
	"sync"
	"time"
)

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
type Queue struct {
	items chan string
	mu    sync.Mutex
	seen  map[string]bool
}

// Push cannot panic.
func (q *Queue) Push(item string) { q.items <- item }

// Note keeps the item in a map.
func (q *Queue) Note(item string) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.seen[item] = true
}

// Shelter calls f and recovers, as another function does for it.
func Shelter[T any](f func(T), v T) error {
	return shelter(func(args ...any) { f(args[0].(T)) }, v)
}

func shelter(f func(...any), args ...any) (err error) {
	defer func() {
		if v := recover(); v != nil {
			err = fmt.Errorf("panic: %v", v)
		}
	}()
	f(args...)
	return nil
}

// StartSheltered starts a goroutine that recovers.
func StartSheltered(names []string) {
	go Shelter[[]string](func(names []string) { Risky(names) }, names)
}

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

var store *Queue

// Store ends the process only as long as there is no store.
func Store() *Queue {
	if store != nil {
		return store
	}
	if store = open(); store == nil {
		log.Fatal("no store")
	}
	return store
}

func open() *Queue { return nil }

// Setting ends the process if it was started without the setting.
func Setting(name string) string {
	v, ok := os.LookupEnv(name)
	if !ok {
		log.Fatal("no " + name)
	}
	return v
}

// Must ends the process if there is an error.
func Must(err error) {
	if err != nil {
		log.Fatal(err)
	}
}

// Forget deletes the item after a while.
func (q *Queue) Forget(item string) {
	time.AfterFunc(time.Minute, func() { q.drop(item) })
}

func (q *Queue) drop(item string) { delete(q.seen, item) }

// Quit ends the process when the server has answered what was on its way.
func Quit(srv *http.Server) {
	srv.Shutdown(context.Background())
	os.Exit(0)
}
