package analyzers_test

import (
	"bytes"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"github.com/shutdownlint/shutdownlint/analyzers/internal/checktest"
)

// ends is a program that is ended by another package of its module.
const ends = `
-- go.mod --
module example.com/ends

go 1.25
-- main.go --
package main

import (
	"bufio"
	"os"

	"example.com/ends/cli"
)

func main() {
	w := bufio.NewWriter(os.Stdout)
	defer w.Flush()
	if _, err := w.WriteString("started"); err != nil {
		cli.Fail(err)
	}
}
-- cli/cli.go --
package cli

import "os"

func Fail(err error) {
	println(err.Error())
	os.Exit(1)
}
`

// TestRenamed gives the modules of the services, and another one, other names: what is found does not depend on how many elements a path has, and
// whether the first one is a host. The last one stays, as images and binaries may be called like it.
func TestRenamed(t *testing.T) {
	if testing.Short() {
		t.Skip("runs the program on copies of all services")
	}
	mods, err := filepath.Glob(filepath.Join("..", "testdata", "services", "*", "go.mod"))
	if err != nil || len(mods) == 0 {
		t.Fatalf("no services: %v", err)
	}
	other := t.TempDir()
	if err := os.CopyFS(other, filesOf(t, ends)); err != nil {
		t.Fatal(err)
	}
	for _, mod := range append(mods, filepath.Join(other, "go.mod")) {
		dir, err := filepath.Abs(filepath.Dir(mod))
		if err != nil {
			t.Fatal(err)
		}
		t.Run(filepath.Base(dir), func(t *testing.T) {
			t.Parallel()
			checktest.Download(t, dir)
			want := lines(checktest.UnwatchedFindings(t, dir, "./...", "-notes"))
			if dir == other && len(want) != 1 {
				t.Errorf("%d findings, want one", len(want))
			}
			for _, prefix := range []string{"", "example.org/", "github.com/acme/", "git.example.org/team/group/"} {
				renamed := checktest.Copy(t, dir)
				name := rename(t, renamed, prefix)
				if got := lines(checktest.UnwatchedFindings(t, renamed, "./...", "-notes")); !slices.Equal(got, want) {
					t.Errorf("as %s\n%s\ninstead of\n%s", name, strings.Join(got, "\n"), strings.Join(want, "\n"))
				}
			}
		})
	}
}

// rename puts prefix in the place of all but the last element of the path of the module at dir, and returns the new path.
func rename(t *testing.T, dir, prefix string) string {
	text, err := os.ReadFile(filepath.Join(dir, "go.mod"))
	if err != nil {
		t.Fatal(err)
	}
	old := regexp.MustCompile(`(?m)^module (\S+)$`).FindSubmatch(text)[1]
	name := prefix + path.Base(string(old))
	mention := regexp.MustCompile(`(["( ])` + regexp.QuoteMeta(string(old)) + `(["/.\n])`)
	if err := filepath.WalkDir(dir, func(file string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		text, err := os.ReadFile(file)
		if err != nil {
			return err
		}
		return os.WriteFile(file, mention.ReplaceAll(text, []byte("${1}"+name+"${2}")), 0o666)
	}); err != nil {
		t.Fatal(err)
	}
	return name
}

// Two programs that ask for SIGINT only. One of them is built on a package of its own that asks for SIGTERM, the other one on a
// library with a function that could.
const sigterms = `
-- go.mod --
module example.com/x

go 1.25

require github.com/acme/lib v1.0.0

replace github.com/acme/lib => ./lib
-- heard/main.go --
package main

import (
	"os"
	"os/signal"

	"example.com/x/term"
)

func main() {
	go term.Wait()
	c := make(chan os.Signal, 1)
	signal.Notify(c, os.Interrupt)
	<-c
}
-- unheard/main.go --
package main

import (
	"os"
	"os/signal"

	"github.com/acme/lib"
)

func main() {
	lib.Hello()
	c := make(chan os.Signal, 1)
	signal.Notify(c, os.Interrupt)
	<-c
}
-- term/term.go --
package term

import (
	"os"
	"os/signal"
	"syscall"
)

type Waiter struct{ c chan os.Signal }

func (w Waiter) start() { signal.Notify(w.c, syscall.SIGTERM) }

func Wait() {
	w := Waiter{make(chan os.Signal, 1)}
	w.start()
	<-w.c
	os.Exit(0)
}
-- lib/go.mod --
module github.com/acme/lib

go 1.25
-- lib/lib.go --
package lib

import (
	"os"
	"os/signal"
	"syscall"
)

func Hello() {}

func Listen(c chan os.Signal) { signal.Notify(c, syscall.SIGTERM) }
`

// TestNoModules runs the checks where no driver says of which module a package is: a library that could ask for SIGTERM is not
// taken for the program, which does not ask.
func TestNoModules(t *testing.T) {
	dir, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Setenv("GOFLAGS", "-mod=mod")
	if err := os.CopyFS(dir, filesOf(t, sigterms)); err != nil {
		t.Fatal(err)
	}
	n := &nogo{t: t, dir: dir, binary: nogoWith(t, "{}"), facts: make(map[string]string)}
	n.run()
	var found []string
	for _, f := range n.found {
		found = append(found, f.File+": "+f.Category)
	}
	if want := []string{"unheard/main.go: signal-no-sigterm"}; !slices.Equal(found, want) {
		t.Errorf("found %q, want %q", found, want)
	}
	var programs []string
	for _, f := range checktest.Findings(t, dir) {
		programs = append(programs, f.File+": "+f.Category)
	}
	if !slices.Equal(found, programs) {
		t.Errorf("found %q, the program %q", found, programs)
	}
}

// filesOf returns the files of a txtar archive.
func filesOf(t *testing.T, archive string) fs.FS {
	files, err := txtar.FS(txtar.Parse(bytes.TrimSpace([]byte(archive))))
	if err != nil {
		t.Fatal(err)
	}
	return files
}
