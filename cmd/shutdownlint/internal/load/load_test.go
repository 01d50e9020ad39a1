package load_test

import (
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/shutdownlint/shutdownlint/cmd/shutdownlint/internal/load"
	"github.com/shutdownlint/shutdownlint/cmd/shutdownlint/internal/testmod"
)

const module = `
-- go.mod --
module m

go 1.25
-- a/a.go --
package a

type T struct{}
-- a/a_test.go --
package a

import "testing"

func (T) OnlyInTests() {}

func Test(*testing.T) {}
-- a/x_test.go --
package a_test

import (
	"testing"

	"m/a"
	"m/b"
)

// The a that b imports must be the one with the tests.
func Test(*testing.T) { b.B(a.T{}).OnlyInTests() }
-- b/b.go --
package b

import "m/a"

func B(t a.T) a.T { return t }
-- broken/broken.go --
package broken

import "m/a"

func F() a.T { return 1 }
-- above/above.go --
package above

import (
	"m/b"
	"m/broken"
)

var X = b.B(broken.F())
-- between/between.go --
package between

import _ "m/b"
-- top/top.go --
package top

import _ "m/between"
`

func list(t *testing.T, tests bool, patterns ...string) *load.Program {
	t.Helper()
	p, err := load.List(load.Config{Dir: testmod.Write(t, module), Patterns: patterns, Tests: tests})
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func paths(units []*load.Unit) string {
	var ids []string
	for _, u := range units {
		ids = append(ids, u.ImportPath)
	}
	return strings.Join(ids, ", ")
}

func TestOrder(t *testing.T) {
	for _, test := range []struct {
		tests    bool
		patterns []string
		want     string
	}{
		{false, []string{"m/top", "m/a"}, "m/a, m/top"},
		{false, []string{"m/b", "m/between", "m/top", "m/a"}, "m/a, m/b, m/between, m/top"},
		// The go command lists b before the variant of a, which b does not need, and which stands for a nevertheless.
		{true, []string{"m/b", "m/a"}, "m/a [m/a.test], m/b, m/a_test [m/a.test]"},
	} {
		p := list(t, test.tests, test.patterns...)
		if got := paths(p.Units); got != test.want {
			t.Errorf("%v: %s, want %s", test.patterns, got, test.want)
		}
		seen := make(map[*load.Unit]bool)
		for _, u := range p.Units {
			for _, need := range u.Needs {
				if !seen[need] && !need.FactsOnly {
					t.Errorf("%s comes before %s", u.ImportPath, need.ImportPath)
				}
			}
			seen[u] = true
		}
	}
	p := list(t, false, "m/top", "m/a")
	if got := paths(p.Units[1].Needs); got != "m/between" {
		t.Errorf("m/top needs %q, want what it imports, asked for or not", got)
	}
}

func TestTestVariants(t *testing.T) {
	p := list(t, true, "./a", "./b")
	for _, u := range p.Units {
		if _, wrong := p.Check(u); wrong != nil {
			t.Errorf("%s: %s", u.ImportPath, wrong.Message)
		}
	}
}

func TestBrokenBelow(t *testing.T) {
	p := list(t, false, "./above", "./broken", "./b")
	for _, u := range p.Units {
		c, wrong := p.Check(u)
		if broken := u.ImportPath == "m/broken"; (wrong != nil) != broken {
			t.Errorf("%s: %v", u.ImportPath, wrong)
		} else if broken && (wrong.Line != 5 || len(c.TypeErrors) != 1) {
			t.Errorf("%s: line %d, %d errors", u.ImportPath, wrong.Line, len(c.TypeErrors))
		}
	}
	if len(p.Errors) != 0 {
		t.Errorf("errors: %v", p.Errors)
	}
}

func TestEditable(t *testing.T) {
	p := list(t, false, "./a", "errors")
	for _, u := range p.Units {
		file := u.GoSources()[0]
		if got, want := p.Editable(file), !u.Standard; got != want {
			t.Errorf("%s: editable %t", file, got)
		}
	}
	i := slices.IndexFunc(p.Units, func(u *load.Unit) bool { return u.ImportPath == "errors" })
	if name := p.PackageName(p.Units[i].GoSources()[0], "internal/reflectlite"); name != "reflectlite" {
		t.Errorf("package internal/reflectlite is called %q", name)
	}
}

// A module that nobody can have any more hides only what needs it.
func TestGoneModule(t *testing.T) {
	var asked atomic.Int64
	proxy := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked.Add(1)
		http.Error(w, "not found: no such module", http.StatusNotFound)
	}))
	defer proxy.Close()
	dir := testmod.Write(t, `
-- go.mod --
module m

go 1.16

require (
	example.com/first v1.0.0
	example.com/second/v2 v2.3.4
)
-- near/near.go --
package near
-- far/far.go --
package far

import _ "example.com/second/v2"
`)
	t.Setenv("GOPROXY", proxy.URL)
	t.Setenv("GOSUMDB", "off")
	t.Setenv("GOFLAGS", "-mod=mod")
	t.Setenv("GOWORK", "off")
	before, err := os.ReadFile(filepath.Join(dir, "go.mod"))
	if err != nil {
		t.Fatal(err)
	}
	p, err := load.List(load.Config{Dir: dir, Patterns: []string{"./..."}})
	if err != nil {
		t.Fatal(err)
	}
	if got := paths(p.Units); got != "m/far, m/near" {
		t.Errorf("units: %s", got)
	}
	for _, u := range p.Units {
		if _, wrong := p.Check(u); (wrong != nil) != (u.ImportPath == "m/far") {
			t.Errorf("%s: %v", u.ImportPath, wrong)
		}
	}
	var gone []string
	for _, e := range p.Errors {
		gone = append(gone, e.Package)
		if !strings.HasPrefix(e.Message, "this module cannot be had") || !strings.Contains(e.Message, "404") {
			t.Errorf("message: %s", e.Message)
		}
	}
	slices.Sort(gone)
	if want := []string{"example.com/first@v1.0.0", "example.com/second/v2@v2.3.4"}; !slices.Equal(gone, want) {
		t.Errorf("gone: %v", gone)
	}
	if after, err := os.ReadFile(filepath.Join(dir, "go.mod")); err != nil || string(after) != string(before) {
		t.Errorf("go.mod was changed: %v\n%s", err, after)
	}
	if asked.Load() == 0 {
		t.Error("the proxy was not asked")
	}
}

// Of what was not asked for and is of the same modules only facts are wanted.
func TestFactsOnly(t *testing.T) {
	for _, test := range []struct {
		tests    bool
		patterns []string
		units    string
		facts    string
	}{
		{false, []string{"./top"}, "m/top", "m/a, m/b, m/between"},
		{false, []string{"./top", "./b"}, "m/b, m/top", "m/a, m/between"},
		{false, []string{"./..."}, "m/a, m/b, m/broken, m/above, m/between, m/top", ""},
		{false, []string{"./above"}, "m/above", "m/a, m/b, m/broken"},
		{false, []string{"errors"}, "errors", ""},
		// Test variants of b are built for the tests of a only; nobody but these tests imports b here.
		{true, []string{"./a"}, "m/a [m/a.test], m/a_test [m/a.test]", "m/b [m/a.test]"},
		{true, []string{"./a", "./top"}, "m/a [m/a.test], m/top, m/a_test [m/a.test]", "m/b, m/between"},
	} {
		p := list(t, test.tests, test.patterns...)
		if units, facts := paths(p.Units), paths(p.Facts); units != test.units || facts != test.facts {
			t.Errorf("%v: %s and for their facts %s, want %s and %s", test.patterns, units, facts, test.units, test.facts)
		}
		for _, u := range p.Facts {
			if !u.FactsOnly || p.Editable(u.GoSources()[0]) {
				t.Errorf("%v: %s is like one that was asked for", test.patterns, u.ImportPath)
			}
		}
	}
	if got := list(t, false, "./top").Modules(); len(got) != 1 {
		t.Errorf("modules: %v", got)
	}
}
