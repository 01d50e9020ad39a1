// Package facettest computes the rows of a few lines of source, for the tests of the facets.
package facettest

import (
	"go/ast"
	"go/types"
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/go/ast/inspector"

	"github.com/shutdownlint/shutdownlint/analyzers/internal/body"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/index"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/owner"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/resource"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/snippet"
)

// A Package is a snippet with the rows of its functions.
type Package struct {
	*body.Package
	Snippet *snippet.Snippet

	rows map[string]*resource.Row
}

// Compute computes the rows of the functions of s by the facets, in the order of the source, until they no longer change. Of
// functions of others the table tells.
func Compute(t testing.TB, s *snippet.Snippet, foreign bool, facets ...body.Facet) *Package {
	t.Helper()
	p := &Package{Snippet: s, rows: make(map[string]*resource.Row)}
	p.Package = &body.Package{Index: s.Index, Pkg: s.Pkg, Home: owner.New(s.Pkg.Path(), nil, nil), Fset: s.Fset, Ask: p.ask, Foreign: foreign}
	p.Package.Graph = p.Bare
	for changed, rounds := true, 0; changed; rounds++ {
		if rounds == 8 {
			t.Fatal("the rows do not come to an end")
		}
		changed = false
		for cur := range s.File.Preorder((*ast.FuncDecl)(nil)) {
			fn, ok := s.Info.Defs[cur.Node().(*ast.FuncDecl).Name].(*types.Func)
			if !ok || s.Row(fn) != nil {
				continue
			}
			f := p.Function(fn)
			row := &resource.Row{Func: f.Name}
			if f.Body != nil {
				for _, facet := range facets {
					facet.Compute(f, row)
				}
			}
			if old := p.rows[row.Func]; old == nil || !old.Equal(row) {
				changed = true
				p.rows[row.Func] = row
			}
		}
	}
	return p
}

func (p *Package) ask(fn *types.Func) *resource.Row {
	if fn == nil {
		return nil
	}
	if row := p.Row(fn); row != nil {
		return row
	}
	if index.Abstract(fn) {
		return nil
	}
	if row := p.rows[fn.FullName()]; row != nil {
		return row
	}
	return body.Plain(fn)
}

// RowOf returns the row of the function, or method of whatever type, that the snippet declares by the name.
func (p *Package) RowOf(t testing.TB, name string) *resource.Row {
	t.Helper()
	for full, row := range p.rows {
		if full[strings.LastIndexByte(full, '.')+1:] == name {
			return row
		}
	}
	t.Fatalf("nothing is called %s", name)
	return nil
}

// names are those of what a function does, in order.
var names = []string{
	"exits", "mayExit", "exitsIf", "gently", "arms", "fires", "logsFailure", "cleans", "closes", "handsCleanup", "handsClose", "harmless", "writable", "ambient",
	"panics", "guards", "guarded", "calm", "recovering",
	"spawns", "async", "naked", "runsAside", "runsOnce",
	"blocks", "awaitsDone", "afterDone", "endsGroup", "endsWait", "takesTime", "delivers",
	"onSIGINT", "onSIGTERM", "onAll", "onOther", "resets",
	"derives", "limits", "detaches", "unending", "onSignal", "ofRequest",
	"opens", "accepts", "passesClosed", "returnsEarly", "endsStore", "onDrain", "lastFirst", "firstFirst", "begins",
	"buffers", "batches", "queues", "empties",
}

// Names returns the names of d, with a bar between them.
func Names(d resource.Does) string {
	var found []string
	for i, name := range names {
		if d&(1<<i) != 0 {
			found = append(found, name)
		}
	}
	return strings.Join(found, "|")
}

// A Case is a function f, and what a facet says that it does.
type Case = struct{ Name, Src, Want string }

// Does tries what the facet, together with all others that matter, says of the f of each case. In front of the source of each
// stands prelude.
func Does(t *testing.T, prelude string, facet body.Facet, cases []Case, all ...body.Facet) {
	t.Helper()
	for _, c := range cases {
		t.Run(c.Name, func(t *testing.T) {
			s := snippet.Check(t, prelude+c.Src)
			row := Compute(t, s, false, all...).RowOf(t, "f")
			if got := Names(row.Does & facet.Does); got != c.Want {
				t.Errorf("%s\ngot  %q\nwant %q", c.Src, got, c.Want)
			}
			if foreign := Compute(t, s, true, all...).RowOf(t, "f"); foreign.Does.Any(facet.Internal) {
				t.Errorf("%s\nin a dependency: %q", c.Src, Names(foreign.Does))
			}
		})
	}
	if !slices.ContainsFunc(cases, func(c Case) bool { return c.Want == "" }) {
		t.Error("no case is silent")
	}
}

// DeclOf returns the declaration of the function that the snippet declares by the name.
func (p *Package) DeclOf(t testing.TB, name string) inspector.Cursor {
	t.Helper()
	for cur := range p.Snippet.File.Preorder((*ast.FuncDecl)(nil)) {
		if cur.Node().(*ast.FuncDecl).Name.Name == name {
			return cur
		}
	}
	t.Fatalf("nothing is called %s", name)
	return inspector.Cursor{}
}
