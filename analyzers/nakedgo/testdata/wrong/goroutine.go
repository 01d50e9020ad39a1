// Package wrong starts goroutines in handlers that nothing recovers.
package wrong

import (
	"context"
	"net/http"
	"strconv"
	"sync"
	"time"

	"github.com/gin-gonic/gin"
	"github.com/redis/go-redis/v9"
	"github.com/sourcegraph/conc"
	"golang.org/x/sync/errgroup"
)

// Thumb makes a thumbnail.
func Thumb(name string) error { return nil }

func handler(w http.ResponseWriter, r *http.Request) {
	name := r.PathValue("name")
	go func() { // want `the request handler handler starts this goroutine, which has no recover: a panic in it ends the process .*\(goroutine-panic, note\)`
		notify(name)
	}()
	w.WriteHeader(http.StatusAccepted)
}

func notify(string) { first(nil) }

func first(names []string) string { return names[0] }

type server struct{ jobs chan string }

// ServeHTTP calls a function that starts a goroutine.
func (s *server) ServeHTTP(w http.ResponseWriter, r *http.Request) { s.enqueue(r.URL.Path) }

func (s *server) enqueue(path string) {
	go s.index(path) // want `the request handler ServeHTTP \(through enqueue\) starts this goroutine.*goroutine-panic`
}

func (s *server) index(path string) { s.jobs <- first([]string{path}) }

func middleware() gin.HandlerFunc {
	return func(c *gin.Context) {
		defer func(path string) {
			go count(path) // want `a request handler in middleware starts this goroutine.*goroutine-panic`
		}(c.FullPath())
		c.Next()
	}
}

func count(path string) { hits[path].Add(1) }

var hits map[string]*counter

type counter struct{ n int }

// Add counts.
func (c *counter) Add(n int) { c.n += 100 / n }

type queue interface{ Push(string) }

func unknownBody(q queue, done func()) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		go q.Push(r.URL.Path) // want `starts this goroutine, which has no recover, and 1 more in this function: .*; recover in them \(goroutine-panic, note\)`
		go done()
	}
}

func groups(c *gin.Context) {
	var wg sync.WaitGroup
	wg.Go(func() { notify("a") }) // want `, and 2 more in this function: `
	wg.Wait()
	var g errgroup.Group
	g.Go(func() error {
		notify("b")
		return nil
	})
	_ = g.Wait()
	time.AfterFunc(time.Second, func() { notify("c") })
}

// Each function is one of its own, and what is known of is no more to be said.
func several(c *gin.Context) {
	go func() { //shutdownlint:ignore goroutine-panic somebody looks at it
		notify("a")
	}()
	go func() { // want `, and 1 more in this function: `
		go notify("b") // want `, and 1 more in this function: `
		go func() {
			go notify("c") // want `which has no recover: `
			notify("d")
		}()
		notify("e")
	}()
	time.AfterFunc(time.Second, func() {
		defer func() { _ = recover() }()
		notify("f")
	})
	go notify("g")
}

func recoversTooLate(c *gin.Context) {
	go func() { // want `goroutine-panic`
		notify("a")
		defer func() { _ = recover() }()
		notify("b")
	}()
}

func recoversInALiteralInside(c *gin.Context) {
	go func() { // want `goroutine-panic`
		defer func() {
			func() { _ = recover() }() // recovers nothing: deferred functions must call recover themselves
		}()
		notify("a")
	}()
}

func panicsAgain(c *gin.Context) {
	go func() { // want `goroutine-panic`
		defer func() {
			if r := recover(); r != nil {
				panic(r)
			}
		}()
		notify("a")
	}()
}

func handsOver(c *gin.Context) {
	start(func() { notify("a") }) // want `goroutine-panic`
	start(func() {
		defer func() { _ = recover() }()
		notify("b")
	})
}

// start leaves it to its callers to recover.
func start(f func()) {
	go func() {
		f()
	}()
}

func assertsAndIndexes(v any) http.HandlerFunc {
	return func(http.ResponseWriter, *http.Request) {
		go func() { // want `goroutine-panic`
			hits[v.(string)] = nil
		}()
	}
}

var handlers = map[string]http.HandlerFunc{
	"a": func(w http.ResponseWriter, r *http.Request) {
		go notify(r.URL.Path) // want `goroutine-panic`
		start(func() {
			notify("b")
		})
	},
}

func waitsForOthers(group *conc.WaitGroup) http.HandlerFunc {
	return func(http.ResponseWriter, *http.Request) {
		go group.Wait() // want `goroutine-panic`
	}
}

func looksAtWhatItStores(rdb *redis.Client, orders []string) http.HandlerFunc {
	return func(http.ResponseWriter, *http.Request) {
		go func() { // want `goroutine-panic`
			rdb.Set(context.Background(), "last", orders[0], 0)
		}()
	}
}

// With what the first of the two passes nothing is started.
func preview(w http.ResponseWriter, r *http.Request) { restore(r.FormValue("name"), 0) }

func upload(w http.ResponseWriter, r *http.Request) {
	mode, _ := strconv.Atoi(r.FormValue("mode"))
	restore(r.FormValue("name"), mode)
}

func restore(name string, mode int) {
	notify(name)
	if mode == 1 || mode == 2 && name != "" {
		go notify(name) // want `the request handler upload \(through restore\) starts this goroutine`
	}
}

// A parameter may get another value.
func deepens(w http.ResponseWriter, r *http.Request) {
	descend(r.FormValue("name"), 0)
	raise(0)
}

func descend(name string, depth int) {
	if depth > 2 {
		go notify(name) // want `the request handler deepens \(through descend\) starts this goroutine`
		return
	}
	descend(name, depth+1)
}

func raise(n int) {
	n++
	if n > 0 {
		go notify("raised") // want `the request handler deepens \(through raise\) starts this goroutine`
	}
}

var _ = []any{preview, upload, deepens, handler, middleware, unknownBody, groups, several, recoversTooLate, recoversInALiteralInside, panicsAgain, handsOver,
	assertsAndIndexes, waitsForOthers, looksAtWhatItStores}
