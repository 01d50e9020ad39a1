// Resources prints what functions do with what they open, and with what they leave open. It is not run by a script.
package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
)

var dir string

func main() {
	var err error
	if dir, err = os.MkdirTemp("", "works"); err != nil {
		panic(err)
	}
	defer os.RemoveAll(dir)
	for _, name := range []string{"a", "b"} {
		os.WriteFile(filepath.Join(dir, name), []byte("first\nsecond\nthird\n"), 0o600)
	}
	closures()
	database()
	fmt.Println(keep(path("a")))
	fmt.Println(parse(path("a"), true))
	fmt.Println(parse(path("a"), false))
	fmt.Println(decode(path("b"), func(r io.Reader) (int, error) { b, err := io.ReadAll(r); return len(b), err }))
	fmt.Println(sameLine(path("a")))
	fmt.Println(sameLine(path("none")) != nil)
	fmt.Println(buffered(path("c")))
	text, _ := os.ReadFile(path("c"))
	fmt.Printf("%q\n", text)
	fmt.Println(remarks(path("b")))
}

func path(name string) string { return filepath.Join(dir, name) }

var errShort = errors.New("too short")

// named has results that a deferred function changes.
func parse(name string, strict bool) (n int, err error) {
	defer func() {
		if err != nil {
			err = fmt.Errorf("parse: %w", err)
		}
	}()
	f, err := os.Open(name)
	if err != nil { // somebody else's
		return
	} // a comment at the end of the line
	s := bufio.NewScanner(f)
	for s.Scan() {
		n++
	}
	if strict {
		err = errShort
		return
	}
	return n, f.Close()
}

// decode is generic.
func decode[T any](name string, read func(io.Reader) (T, error)) (v T, err error) {
	f, err := os.Open(name)
	if err != nil {
		return v, err
	}
	if v, err = read(f); err != nil {
		return v, err
	}
	return v, f.Close()
}

// sameLine is not formatted, and returns on the line on which it checks.
func sameLine(name string) error {
  f, err := os.Open(name)
  if err != nil { return err }; _, err = f.Stat(); if err != nil { return err }; return use(f) // closes nothing
}

func use(f *os.File) error { _, err := f.Read(make([]byte, 1)); return err }

// remarks has comments wherever they can be.
func remarks(name string) (string, error) {
	f, err := os.Open(name) // the input
	if err != nil {         // not there
		return "", err // nothing to read
	} // or unreadable
	// What follows reads it.
	line, err := bufio.NewReader(f).ReadString('\n') // the first line
	return line, err                                 // without closing
}

// buffered flushes what it has written in a function that was deferred before there was a file.
func buffered(name string) error {
	var w *bufio.Writer
	defer func() {
		if w != nil {
			w.Flush()
		}
	}()
	f, err := os.Create(name)
	if err != nil {
		return err
	}
	w = bufio.NewWriter(f)
	fmt.Fprintln(w, "written")
	return nil
}

// keep gives the descriptor away, as a lock does that lasts until the process ends.
func keep(name string) error {
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	held = append(held, f.Fd())
	return nil
}

var held []uintptr

// watch closes over a file that somebody may need when watch has returned.
func watch(ctx context.Context, name string, done chan<- string) error {
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	context.AfterFunc(ctx, func() {
		b, err := io.ReadAll(f)
		done <- fmt.Sprint(len(b), err)
	})
	return nil
}
