package load_test

import (
	"os"
	"testing"

	"github.com/shutdownlint/shutdownlint/cmd/shutdownlint/internal/load"
	"github.com/shutdownlint/shutdownlint/cmd/shutdownlint/internal/testmod"
)

func TestMain(m *testing.M) {
	if len(os.Args) > 1 && os.Args[1] == load.CachedOnly {
		os.Exit(load.RunTool(os.Args[2:]))
	}
	os.Exit(m.Run())
}

const importing = `
-- go.mod --
module m

go 1.25
-- a/a.go --
package a

import (
	"cmp"
	"net/http"
	"slices"
)

var Sorted = slices.SortedFunc[int]
var Less = cmp.Less[string]

type Handler struct{ http.Handler }

func (h Handler) Timeout() int { return int(http.DefaultClient.Timeout) }
-- b/b.go --
package b

import "m/a"

var timeout = a.Handler{}.Timeout()
-- wrong/wrong.go --
package wrong

import "net/http"

var status string = http.StatusOK
`

// TestCachedOnly reads a module with an empty build cache: nothing is compiled, all types are there, and what is wrong is what
// the compiler would say. Once it has been built, the types come from the cache.
func TestCachedOnly(t *testing.T) {
	program, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	dir := testmod.Write(t, importing)
	t.Setenv("GOCACHE", t.TempDir())
	p, err := load.List(load.Config{Dir: dir, Patterns: []string{"./..."}, Program: program})
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range p.Errors {
		t.Error(e)
	}
	if got := paths(p.Units); got != "m/a, m/b, m/wrong" {
		t.Errorf("units: %s", got)
	}
	for _, u := range p.Units {
		if _, wrong := p.Check(u); (wrong != nil) != (u.ImportPath == "m/wrong") {
			t.Errorf("%s: %v", u.ImportPath, wrong)
		}
	}
	if n := p.Cost().Exports; n > 0 {
		t.Errorf("%d packages were compiled", n)
	}
	if pkg := p.Package("net/http"); pkg == nil || pkg.Export != "" {
		t.Errorf("net/http was compiled: %+v", pkg)
	}
}

func TestRunTool(t *testing.T) {
	program, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		args []string
		want int
	}{
		{nil, 2},
		{[]string{"/somewhere/compile", "-o", "a.a", "a.go"}, 1},
		{[]string{"/somewhere/compile.exe", "-o", "a.a"}, 1},
		{[]string{"/somewhere/asm", "-o", "a.o"}, 1},
		{[]string{"/somewhere/cgo", "-objdir", "."}, 1},
		{[]string{"/nowhere/compile", "-V=full"}, 1}, // is run, and is not there
		{[]string{"go", "version"}, 0},
		{[]string{program, load.CachedOnly}, 2},
	} {
		if got := load.RunTool(test.args); got != test.want {
			t.Errorf("%q: status %d, want %d", test.args, got, test.want)
		}
	}
}
