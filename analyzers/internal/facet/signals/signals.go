// Package signals says which functions ask for signals, and for which.
package signals

import (
	"cmp"
	"go/ast"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ast/inspector"

	"github.com/shutdownlint/shutdownlint/analyzers/internal/body"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/resource"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/trace"
)

// Facet is that of signals.
var Facet = body.Facet{
	Name:    "signals",
	Does:    resource.OnSIGINT | resource.OnSIGTERM | resource.OnAll | resource.OnOther,
	Compute: compute,
}

// compute notes the signals that f asks for by itself, at once or, as most handlers do, in a goroutine.
func compute(f *body.Function, row *resource.Row) {
	for cur := range f.Cur.Preorder((*ast.CallExpr)(nil)) {
		fn := f.Resolve(cur.Node().(*ast.CallExpr))
		if fn == nil {
			continue
		}
		list := list(fn)
		if list < 0 {
			continue
		}
		if callee := f.Ask(fn); callee != nil && callee.Slot(trace.Slot(fn, list)).Has(resource.Registers) {
			row.Does |= (&reader{f.Package, nil}).arguments(cur, list).Does
		}
	}
}

// list returns the first parameter of fn that is a signal or a list of signals, or -1. Only what has one can
// register what its caller names, so this spares most questions.
func list(fn *types.Func) int {
	params := fn.Signature().Params()
	for i := range params.Len() {
		if isSignals(params.At(i).Type()) {
			return i
		}
	}
	return -1
}

func isSignals(t types.Type) bool {
	if sl, ok := t.Underlying().(*types.Slice); ok {
		t = sl.Elem()
	}
	return resource.TypeName(t) == "os.Signal"
}

// A Fact is what a package tells its importers about signals.
type Fact struct {
	Does  resource.Does // the signals that the package, or one below it, asks for
	Lists []List        // variables that hold lists of signals
}

// A List says which signals the exported package variable Var holds.
type List struct {
	Var  string // path and name
	Does resource.Does
}

// Fold adds what g says.
func (f *Fact) Fold(g Fact) {
	f.Does |= g.Does
	f.add(g.Lists...)
}

// add adds the lists, in order and without repetition.
func (f *Fact) add(lists ...List) {
	f.Lists = slices.Concat(f.Lists, lists)
	slices.SortFunc(f.Lists, func(a, b List) int { return cmp.Compare(a.Var, b.Var) })
	f.Lists = slices.Compact(f.Lists)
}

// Learn adds what p says to what the packages below it do.
func (f *Fact) Learn(p *body.Package) {
	for _, r := range In(p, f) {
		f.Does |= r.Set.Does
	}
	if p.Pkg.Name() == "main" {
		return
	}
	reader := &reader{p, f.Lists}
	scope := p.Pkg.Scope()
	for _, name := range scope.Names() {
		v, ok := scope.Lookup(name).(*types.Var)
		if !ok || !v.Exported() || !isSignals(v.Type()) {
			continue
		}
		var set Set
		if reader.add(reader.origins().Of(v), &set); set.Does != 0 {
			f.add(List{Var: p.Pkg.Path() + "." + name, Does: set.Does})
		}
	}
}

// HearsSIGTERM reports whether the program, as far as it can be seen from p, asks for SIGTERM: there, in a
// package of the module below, of which f tells, or in a function of another module that is used there.
func (f *Fact) HearsSIGTERM(p *body.Package) bool {
	const heard = resource.OnSIGTERM | resource.OnAll
	return f.Does.Any(heard) || slices.ContainsFunc(p.Funcs(), func(fn *types.Func) bool {
		if fn.Pkg() == nil || fn.Pkg() == p.Pkg || resource.IsStandard(fn.Pkg().Path()) {
			return false
		}
		row := p.Ask(fn)
		return row != nil && row.Does.Any(heard|resource.OnSignal)
	})
}

// A Registration is a call that asks for signals, or asks not to hear them: of a function of os/signal, or of one that
// hands what it is given to such a function.
type Registration struct {
	Call inspector.Cursor
	Func *types.Func
	List int // the first argument that is a signal or a list of signals
	Set  Set
}

// In returns the calls in p that ask for signals, in the order of the source; f tells of the packages below.
func In(p *body.Package, f *Fact) []Registration { return calls(p, f, resource.Registers) }

// Ignored returns the calls in p that ask not to hear signals, in the order of the source.
func Ignored(p *body.Package, f *Fact) []Registration { return calls(p, f, resource.Ignores) }

func calls(p *body.Package, f *Fact, effect resource.Effect) []Registration {
	var all []Registration
	reader := &reader{p, f.Lists}
	for _, fn := range p.Funcs() {
		list := list(fn)
		if list < 0 {
			continue
		}
		if row := p.Ask(fn); row == nil || !row.Slot(list).Has(effect) {
			continue
		}
		for _, call := range through(p, fn) {
			all = append(all, Registration{Call: call, Func: fn, List: list, Set: reader.arguments(call, list)})
		}
	}
	slices.SortStableFunc(all, func(a, b Registration) int { return cmp.Compare(a.Call.Node().Pos(), b.Call.Node().Pos()) })
	return all
}

// through returns the calls of fn, also those through a variable that holds nothing else: notify := signal.Notify.
func through(p *body.Package, fn *types.Func) []inspector.Cursor {
	var calls []inspector.Cursor
	for _, use := range p.Uses(fn) {
		for _, s := range p.Sites().Named(use) {
			if call, ok := s.At.Node().(*ast.CallExpr); ok && p.Resolve(call) == fn {
				calls = append(calls, s.At)
			}
		}
	}
	return calls
}
