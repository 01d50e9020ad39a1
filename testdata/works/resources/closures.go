package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"iter"
	"net/http"
	"net/http/httptest"
	"os"
	"sync"
	"time"
)

func closures() {
	next, err := lines(path("a"))
	fmt.Println(next(), next(), err)
	read, err := reader(path("a"))
	n, _ := read(make([]byte, 5))
	fmt.Println(n, err)
	s, err := newSource(path("a"))
	fmt.Println(s.next(), err)
	w := httptest.NewRecorder()
	h, err := page(path("a"))
	h.ServeHTTP(w, httptest.NewRequest("GET", "/", nil))
	fmt.Println(w.Code, w.Body.Len(), err)
	w = httptest.NewRecorder()
	mux := http.NewServeMux()
	fmt.Println(register(mux, path("a")))
	mux.ServeHTTP(w, httptest.NewRequest("GET", "/file", nil))
	fmt.Println(w.Code, w.Body.Len())
	all, err := each(path("a"))
	for line := range all {
		fmt.Println(line, err)
	}
	lengths := make(chan string)
	fmt.Println(background(path("a"), lengths))
	fmt.Println(<-lengths)
	fmt.Println(worker(path("a"), lengths))
	fmt.Println(<-lengths)
	fmt.Println(later(path("a"), lengths))
	fmt.Println(<-lengths)
	ctx, cancel := context.WithCancel(context.Background())
	fmt.Println(watch(ctx, path("a"), lengths))
	cancel()
	fmt.Println(<-lengths)
	once, err := once(path("a"))
	fmt.Println(once(), once(), err)
	several, err := several([]string{path("a"), path("b")})
	for _, f := range several {
		fmt.Println(f(), err)
	}
	fmt.Println(bound(path("a")))
}

// lines returns a closure.
func lines(name string) (func() string, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	r := bufio.NewReader(f)
	return func() string { s, err := r.ReadString('\n'); return fmt.Sprintf("%q %v", s, err) }, nil
}

// reader returns a method value.
func reader(name string) (func([]byte) (int, error), error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	return f.Read, nil
}

type source struct{ next func() string }

// newSource keeps a closure in a field.
func newSource(name string) (*source, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	s := new(source)
	s.next = func() string { b := make([]byte, 5); n, err := f.Read(b); return fmt.Sprint(n, err) }
	return s, nil
}

// page returns a handler.
func page(name string) (http.Handler, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		f.Seek(0, io.SeekStart)
		io.Copy(w, f)
	}), nil
}

// register hands a handler on.
func register(mux *http.ServeMux, name string) error {
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	mux.HandleFunc("/file", func(w http.ResponseWriter, r *http.Request) { io.Copy(w, f) })
	return nil
}

// each returns an iterator.
func each(name string) (iter.Seq[string], error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	return func(yield func(string) bool) {
		for s := bufio.NewScanner(f); s.Scan(); {
			if !yield(s.Text()) {
				return
			}
		}
	}, nil
}

// background reads in a goroutine.
func background(name string, done chan<- string) error {
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	go func() {
		time.Sleep(10 * time.Millisecond)
		b, err := io.ReadAll(f)
		done <- fmt.Sprint(len(b), err)
	}()
	return nil
}

// worker hands the file to a function that goes on reading.
func worker(name string, done chan<- string) error {
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	start(f, done)
	return nil
}

func start(r io.Reader, done chan<- string) {
	go func() {
		time.Sleep(10 * time.Millisecond)
		b, err := io.ReadAll(r)
		done <- fmt.Sprint(len(b), err)
	}()
}

// later reads when a timer fires.
func later(name string, done chan<- string) error {
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	time.AfterFunc(10*time.Millisecond, func() {
		b, err := io.ReadAll(f)
		done <- fmt.Sprint(len(b), err)
	})
	return nil
}

// once reads when it is asked.
func once(name string) (func() string, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	return sync.OnceValue(func() string { b, err := io.ReadAll(f); return fmt.Sprint(len(b), err) }), nil
}

// several keeps closures of a loop.
func several(names []string) (all []func() string, err error) {
	for _, name := range names {
		f, err := os.Open(name)
		if err != nil {
			return nil, err
		}
		all = append(all, func() string { b, err := io.ReadAll(f); return fmt.Sprint(len(b), err) })
	}
	return all, nil
}

// bound calls a method value, and drops the file.
func bound(name string) (int, error) {
	f, err := os.Open(name)
	if err != nil {
		return 0, err
	}
	read := f.Read
	return read(make([]byte, 3))
}
