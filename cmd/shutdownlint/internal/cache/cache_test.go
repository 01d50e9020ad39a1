package cache_test

import (
	"bytes"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/shutdownlint/shutdownlint/cmd/shutdownlint/internal/cache"
)

func open(t *testing.T) (*cache.Store, string) {
	t.Helper()
	dir := t.TempDir()
	store, err := cache.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	return store, dir
}

// entries returns the names of the files in a cache.
func entries(t *testing.T, dir string) []string {
	t.Helper()
	var names []string
	err := filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() && d.Name() != "trimmed" {
			names = append(names, name)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return names
}

// What is damaged, or stands in the wrong place, is not there.
func TestStore(t *testing.T) {
	damage := map[string]func(t *testing.T, name string){
		"none":   func(*testing.T, string) {},
		"gone":   func(t *testing.T, name string) { check(t, os.Remove(name)) },
		"empty":  func(t *testing.T, name string) { check(t, os.Truncate(name, 0)) },
		"short":  func(t *testing.T, name string) { check(t, os.Truncate(name, 34)) },
		"longer": func(t *testing.T, name string) { write(t, name, string(read(t, name))+"x") },
		"other":  func(t *testing.T, name string) { write(t, name, string(bytes.ToUpper(read(t, name)))) },
	}
	for what, damage := range damage {
		t.Run(what, func(t *testing.T) {
			store, dir := open(t)
			key := cache.Sum{1, 2, 3}
			check(t, store.Put(key, []byte("some text")))
			names := entries(t, dir)
			if len(names) != 1 {
				t.Fatalf("one entry makes the files %v", names)
			}
			damage(t, names[0])
			if data, ok := store.Get(key); ok != (what == "none") || ok && string(data) != "some text" {
				t.Errorf("got %q, %t", data, ok)
			}
			check(t, store.Put(key, []byte("some text")))
			if data, ok := store.Get(key); !ok || string(data) != "some text" {
				t.Errorf("written again, got %q, %t", data, ok)
			}
			if data, ok := store.Get(cache.Sum{1, 2, 4}); ok {
				t.Errorf("got %q under another key", data)
			}
			check(t, cache.Clean(dir))
			if _, ok := store.Get(key); ok {
				t.Error("there is an entry in a clean cache")
			}
		})
	}
	t.Run("moved", func(t *testing.T) {
		store, dir := open(t)
		check(t, store.Put(cache.Sum{1}, []byte("one")))
		name := entries(t, dir)[0]
		check(t, store.Put(cache.Sum{2}, []byte("two")))
		for _, other := range entries(t, dir) {
			write(t, other, string(read(t, name)))
		}
		if data, ok := store.Get(cache.Sum{2}); ok {
			t.Errorf("got %q, which is the entry of another key", data)
		}
	})
}

// The store of nobody is empty.
func TestNoStore(t *testing.T) {
	var store *cache.Store
	check(t, store.Put(cache.Sum{}, []byte("text")))
	if _, ok := store.Get(cache.Sum{}); ok {
		t.Error("it keeps something")
	}
	store.Trim(0)
}

func TestTrim(t *testing.T) {
	store, dir := open(t)
	for i := range 10 {
		check(t, store.Put(cache.Sum{byte(i)}, make([]byte, 1000)))
	}
	for i, name := range entries(t, dir) { // in the order of the keys
		used := time.Now().Add(-time.Duration(i+1) * time.Hour)
		if i == 2 {
			used = time.Now().Add(-60 * 24 * time.Hour)
		}
		check(t, os.Chtimes(name, used, used))
	}
	if _, ok := store.Get(cache.Sum{9}); !ok { // used just now
		t.Fatal("an entry is gone")
	}
	left := func() string {
		var b bytes.Buffer
		for i := range 10 {
			if _, err := os.Stat(filepath.Join(dir, "results-1", fmt.Sprintf("%02x", i), fmt.Sprintf("%062x", 0))); err == nil {
				fmt.Fprint(&b, i)
			}
		}
		return b.String()
	}
	store.Trim(6000)
	if got, want := left(), "01349"; got != want {
		t.Errorf("%s are left, want %s", got, want)
	}
	store.Trim(1000)
	if got, want := left(), "01349"; got != want {
		t.Errorf("%s are left of what was trimmed just now, want %s", got, want)
	}
}

// The content of a file is known without reading it only if the file was left alone for a while.
func TestFiles(t *testing.T) {
	store, _ := open(t)
	dir := t.TempDir()
	name := filepath.Join(dir, "a.go")
	write(t, name, "package a")
	sum := func(f *cache.Files) cache.Sum {
		t.Helper()
		s, err := f.Sum(name)
		check(t, err)
		return s
	}
	first := cache.NewFiles(store, "tree")
	first.Tick = time.Hour // on a slow machine, too, all is new
	before := sum(first)
	if !first.Unchanged() || !first.Fresh() || first.Older(name, time.Now()) {
		t.Error("a new file is not new")
	}
	info, err := os.Stat(name)
	check(t, err)
	write(t, name, "package b") // as long, and as old
	check(t, os.Chtimes(name, info.ModTime(), info.ModTime()))
	if sum(first) != before {
		t.Error("a file has two contents in one run")
	}
	if first.Unchanged() {
		t.Error("the change was not seen in the run")
	}
	check(t, first.Keep())
	second := cache.NewFiles(store, "tree")
	after := sum(second)
	if after == before {
		t.Error("the change was not seen in the next run")
	}
	if _, err := second.Sum(filepath.Join(dir, "none.go")); !os.IsNotExist(err) {
		t.Errorf("got %v for a file that is not there", err)
	}

	// Whoever knows that time goes on faster need not read it again.
	second = cache.NewFiles(store, "tree")
	second.Tick = 0
	sum(second)
	check(t, second.Keep())
	third := cache.NewFiles(store, "tree")
	third.Tick = 0
	if sum(third) != after || !third.Older(name, time.Now()) {
		t.Error("what was known of an old file is not known any more")
	}
}

// Of a directory, the names in it are its content.
func TestDirectories(t *testing.T) {
	store, _ := open(t)
	dir := t.TempDir()
	sum := func() cache.Sum {
		t.Helper()
		s, err := cache.NewFiles(store, "tree").Sum(dir)
		check(t, err)
		return s
	}
	write(t, filepath.Join(dir, "a"), "1")
	one := sum()
	write(t, filepath.Join(dir, "a"), "2")
	if sum() != one {
		t.Error("another content of a file is another content of the directory")
	}
	write(t, filepath.Join(dir, "b"), "2")
	two := sum()
	check(t, os.Remove(filepath.Join(dir, "b")))
	back := sum()
	check(t, os.Mkdir(filepath.Join(dir, "b"), 0o777))
	if two == one || back != one || sum() == two {
		t.Error("the names, and what they are names of, do not make the content")
	}
}

func check(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func read(t *testing.T, name string) []byte {
	t.Helper()
	data, err := os.ReadFile(name)
	check(t, err)
	return data
}

func write(t *testing.T, name, text string) {
	t.Helper()
	check(t, os.WriteFile(name, []byte(text), 0o666))
}
