package run_test

import (
	"context"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/go/analysis"

	"github.com/shutdownlint/shutdownlint/cmd/shutdownlint/internal/load"
	"github.com/shutdownlint/shutdownlint/cmd/shutdownlint/internal/run"
	"github.com/shutdownlint/shutdownlint/cmd/shutdownlint/internal/testmod"
)

// loud is a fact: the package prints, or one below it does.
type loud struct{ Prints bool }

func (*loud) AFact() {}

// TestResident changes packages, and looks at which ones it takes another look.
func TestResident(t *testing.T) {
	dir := testmod.Write(t, `
-- go.mod --
module m

go 1.25
-- low/low.go --
package low

type T struct{ N int }

func F() {}
-- middle/middle.go --
package middle

import "m/low"

func G() int { return low.T{}.N }
-- top/top.go --
package top

import "m/middle"

var X = middle.G()
-- beside/beside.go --
package beside

func H() {}
`)
	texts := make(map[string]string) // by name of the package
	p, err := load.List(load.Config{Dir: dir, Patterns: []string{"./..."}, Overlay: func(name string) ([]byte, bool) {
		text, ok := texts[strings.TrimSuffix(filepath.Base(name), ".go")]
		return []byte(text), ok
	}})
	if err != nil {
		t.Fatal(err)
	}
	var looked []string
	var interrupt func() // called for each package, if not nil
	check := &analysis.Analyzer{Name: "loud", Doc: "loud", FactTypes: []analysis.Fact{new(loud)}, Run: func(pass *analysis.Pass) (any, error) {
		looked = append(looked, pass.Pkg.Name())
		if interrupt != nil {
			interrupt()
		}
		prints := false
		for _, file := range pass.Files {
			text, err := pass.ReadFile(pass.Fset.File(file.FileStart).Name())
			if err != nil {
				t.Error(err)
			}
			prints = prints || strings.Contains(string(text), "println")
		}
		for _, imp := range pass.Pkg.Imports() {
			var fact loud
			prints = prints || pass.ImportPackageFact(imp, &fact) && fact.Prints
		}
		pass.ExportPackageFact(&loud{prints})
		if prints {
			pass.Reportf(pass.Files[0].Name.Pos(), "%s is loud", pass.Pkg.Name())
		}
		return nil, nil
	}}
	r := run.NewResident(p, run.Config{Checks: []*analysis.Analyzer{check}})
	units := func(names ...string) (found []*load.Unit) {
		for _, u := range p.Units {
			if slices.Contains(names, u.Name) {
				found = append(found, u)
			}
		}
		return found
	}
	steps := []struct {
		what, pkg, text string
		looked, found   []string
		errors          int
	}{
		{what: "nothing has changed", pkg: "low", looked: []string{"low"}},
		{what: "only a body", pkg: "low", text: "package low\n\ntype T struct{ N int }\n\nfunc F() { _ = 1 }\n", looked: []string{"low"}},
		{what: "a fact", pkg: "low", text: "package low\n\ntype T struct{ N int }\n\nfunc F() { println() }\n", looked: []string{"low", "middle", "top"}, found: []string{"low is loud", "middle is loud", "top is loud"}},
		{what: "no syntax", pkg: "low", text: "package low\n\nfunc", found: []string{"low is loud", "middle is loud", "top is loud"}},
		{what: "the fact again", pkg: "low", text: "package low\n\ntype T struct{ N int }\n\nfunc F() {}\n", looked: []string{"low", "middle", "top"}},
		{what: "a type", pkg: "low", text: "package low\n\ntype T struct{ N string }\n\nfunc F() {}\n", looked: []string{"low", "middle"}, errors: 1},
		{what: "what it is used for", pkg: "middle", text: "package middle\n\nimport \"m/low\"\n\nfunc G() string { return low.T{}.N }\n", looked: []string{"middle", "top"}},
		{what: "something beside", pkg: "beside", text: "package beside\n\nfunc H() { println() }\n", looked: []string{"beside"}, found: []string{"beside is loud"}},
	}
	if err := r.All(t.Context()); err != nil {
		t.Fatal(err)
	}
	if slices.Sort(looked); !slices.Equal(looked, []string{"beside", "low", "middle", "top"}) {
		t.Errorf("at first looked at %q", looked)
	}
	for _, s := range steps {
		looked = nil
		if s.text != "" {
			texts[s.pkg] = s.text
		}
		if err := r.Again(t.Context(), units(s.pkg)); err != nil {
			t.Fatal(err)
		}
		report := r.Report()
		report.Sort()
		var found []string
		for _, f := range report.Findings {
			found = append(found, f.Message)
		}
		slices.Sort(s.found)
		if slices.Sort(found); !slices.Equal(looked, s.looked) || !slices.Equal(found, s.found) || len(report.Errors) != s.errors {
			t.Errorf("%s: looked at %q, want %q; found %q, want %q; errors %v", s.what, looked, s.looked, found, s.found, report.Errors)
		}
	}

	// An analysis that is given up goes on where it was.
	looked = nil
	texts["low"] = "package low\n\ntype T struct{ N string }\n\nfunc F() { println() }\n"
	ctx, cancel := context.WithCancel(t.Context())
	interrupt = cancel
	if err := r.Again(ctx, units("low")); err == nil {
		t.Error("it is not given up")
	}
	interrupt = nil
	if err := r.Again(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
	if want := []string{"low", "middle", "top"}; !slices.Equal(looked, want) || len(r.Report().Findings) != 4 {
		t.Errorf("looked at %q, want %q: %+v", looked, want, r.Report())
	}
}
