// Package summary says what each function does to what it is given, in the terms of the table in resource.
//
// It is the one pass with facts. Whatever a check wants to know about a function that is declared elsewhere it asks here,
// by Ask, and gets a row: of the table, computed from the function's body in this package, imported as a fact, or, under a
// driver that runs no pass on dependencies, computed from the dependency's source on demand. What is computed is the business
// of the facets, which are the same code in all cases.
package summary

import (
	"go/ast"
	"go/types"
	"reflect"
	"strings"
	"sync"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ast/inspector"

	"github.com/shutdownlint/shutdownlint/analyzers/internal/body"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/chain"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/deps"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/facet"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/facet/exit"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/facet/serving"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/flow"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/index"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/owner"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/resource"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/result"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/trace"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/wait"
)

// Analyzer computes the summary of a package; its result is a *Summary.
var Analyzer = &analysis.Analyzer{
	Name:       "summary",
	Doc:        "learn what each function does to what it is given",
	Requires:   []*analysis.Analyzer{index.Analyzer, deps.Analyzer},
	FactTypes:  []analysis.Fact{new(Package)},
	ResultType: reflect.TypeFor[*Summary](),
	Run:        run,
}

// A Summary knows what the functions of one package and of all packages below it do.
type Summary struct {
	*body.Package
	Fact  *Package // of this package, with those of its imports folded in
	Below bool     // a package of one's own below this one accepts connections

	sources *deps.Sources
	rows    map[string]*resource.Row // by full name: of imports and of this package; complete, and read only, after run
	graphs  sync.Map                 // *ast.BlockStmt → *flow.Graph; checks run in parallel
}

// Of returns the summary that pass, whose analyzer requires Analyzer, works with.
func Of(pass *analysis.Pass) *Summary { return result.Of[*Summary](pass) }

func run(pass *analysis.Pass) (any, error) {
	s := &Summary{Fact: new(Package), sources: result.Of[*deps.Sources](pass), rows: make(map[string]*resource.Row)}
	s.Package = &body.Package{
		Index: result.Of[*index.Index](pass),
		Pkg:   pass.Pkg,
		Fset:  pass.Fset,
		Home:  owner.New(pass.Pkg.Path(), pass.Module, s.sources.Module()),
		Ask:   s.ask,
	}
	for _, imp := range pass.Pkg.Imports() {
		fact := new(Package)
		if pass.ImportPackageFact(imp, fact) {
			s.Home.Learn(imp.Path(), fact.Home)
			s.Fact.fold(fact, s.Home.Own(imp.Path()))
		}
	}
	s.Fact.Home = s.Home.Fact()
	if !resource.IsStandard(pass.Pkg.Path()) || s.Fact.Home.Module != "" { // some drivers give the standard library a module without a path
		s.learn()
		pass.ExportPackageFact(s.Fact) // if only to say of which module the package is
	}
	s.Graph = s.graph
	return s, nil
}

// learn finds out what the functions of this package do, and what the package tells its importers.
func (s *Summary) learn() {
	for _, row := range s.Fact.Rows {
		s.rows[row.Func] = &row
		if !s.Home.Own(resource.PackageOf(row.Func)) {
			s.rows[row.Func] = facet.Abroad(&row)
		}
	}
	s.Fact.forget()
	s.Graph = s.Bare // it is not known yet which functions return
	s.compute()
	s.Fact.Signals.Learn(s.Package)
	s.Below = s.Fact.Serves
	s.Fact.Serves = s.Below || serving.Here(s.Package)
	s.Fact.sort()
}

// compute computes the rows of this package's functions, callees first. The functions of a cycle are computed
// again until their rows no longer change.
func (s *Summary) compute() {
	for component, cyclic := range s.components() {
		for range 8 { // rows only grow, so a few rounds are enough; the bound is for safety
			changed := false
			for _, fn := range component {
				row := facet.Row(s.Function(fn))
				if old := s.rows[row.Func]; old == nil || !old.Equal(row) {
					changed = true
					s.rows[row.Func] = row
				}
			}
			if !changed || !cyclic {
				break
			}
		}
	}
	for name, row := range s.rows {
		if row.IsZero() {
			delete(s.rows, name)
		} else if resource.PackageOf(row.Func) == s.Pkg.Path() && exported(name) {
			s.Fact.Rows = append(s.Fact.Rows, *row)
		}
	}
}

// exported reports whether other packages can call the function with the given full name.
func exported(name string) bool { return ast.IsExported(name[strings.LastIndexByte(name, '.')+1:]) }

// ask says what fn does, or returns nil if nobody knows.
func (s *Summary) ask(fn *types.Func) *resource.Row {
	return s.answer(fn, func(fn *types.Func, name string) (*resource.Row, bool) {
		if s.sources.Source == nil {
			return nil, false
		}
		q := &question{s: s, asked: make(map[string]bool), reading: bodies}
		return q.row(fn, name)
	})
}

// answer says what fn does; demand reads the source of a function of which neither the table nor a fact tells.
func (s *Summary) answer(fn *types.Func, demand func(fn *types.Func, name string) (row *resource.Row, ok bool)) *resource.Row {
	if fn == nil {
		return nil
	}
	fn = fn.Origin()
	if row := s.Row(fn); row != nil {
		return row
	}
	if fn.Pkg() == nil || ofKind(fn) {
		return body.Plain(fn) // error.Error, or a method of a well-known type of which the table has all that matters
	}
	if index.Abstract(fn) {
		return nil
	}
	name := fn.FullName()
	if row, ok := s.rows[name]; ok {
		return row
	}
	if fn.Pkg() != s.Pkg && !resource.IsStandard(fn.Pkg().Path()) {
		if row, ok := demand(fn, name); ok {
			return row
		}
	}
	return body.Plain(fn)
}

// ofKind reports whether fn is a method of a type that is a kind.
func ofKind(fn *types.Func) bool {
	recv := fn.Signature().Recv()
	return recv != nil && resource.KindOf(recv.Type()) != ""
}

// Local returns a tracer that does not leave the function declaration at decl.
func (s *Summary) Local(decl inspector.Cursor) *trace.Tracer {
	t := s.Tracer()
	t.Within = decl
	return t
}

// Chains returns a reader of the chains of gin's engines in the whole package.
func (s *Summary) Chains() *chain.Reader { return &chain.Reader{Tracer: s.Tracer(), Graph: s.Graph} }

// Waits returns what knows which code of this package may wait, and whom code tells.
func (s *Summary) Waits() *wait.Engine { return &wait.Engine{Index: s.Index, Ask: s.Ask, Own: s.Own} }

// graph returns the control-flow graph of the function declaration or literal at fn, or nil. It knows which calls do not return.
func (s *Summary) graph(fn inspector.Cursor) *flow.Graph {
	body := index.Body(fn)
	if body == nil {
		return nil
	}
	if g, ok := s.graphs.Load(body); ok {
		return g.(*flow.Graph)
	}
	g, _ := s.graphs.LoadOrStore(body, flow.New(body, s.MayReturn))
	return g.(*flow.Graph)
}

// MayReturn reports whether the call can return: it is no panic, and no call of a function that ends the process or panics.
func (s *Summary) MayReturn(call *ast.CallExpr) bool {
	return !exit.Does(s.Package, call).Any(resource.Exits | resource.Panics)
}
