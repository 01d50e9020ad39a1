// Package goroutines says what begins to run in a goroutine of its own: what a function starts, and what it does with functions
// that it is given.
package goroutines

import (
	"cmp"
	"go/ast"
	"go/types"

	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"

	"github.com/shutdownlint/shutdownlint/analyzers/internal/body"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/facet/exit"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/facet/panics"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/index"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/resource"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/site"
)

// Facet is that of goroutines. It goes by what panics says of functions.
var Facet = body.Facet{
	Name:     "goroutines",
	Does:     resource.Spawns | resource.Async | resource.Naked | resource.RunsAside,
	Internal: resource.Naked | resource.RunsAside,
	Compute:  compute,
}

func compute(f *body.Function, row *resource.Row) {
	for _, cur := range f.Inner() {
		for _, g := range At(f.Package, cur) {
			does := starts(f.Package, g)
			if does.Has(resource.Naked) && exit.Initial(f.Package, f.Cur).Only(cur) {
				does &^= resource.Naked // it is started once
			}
			if does.Has(resource.Naked) {
				row.StartsAt = cmp.Or(row.StartsAt, f.Place(g.Start.Node()))
			}
			row.Does |= does
		}
		if call := cur.Node().(*ast.CallExpr); !f.Foreign && site.Own(cur).How == 0 && exit.In(f, call).Has(resource.Naked) {
			row.Does |= resource.Naked
			row.StartsAt = cmp.Or(row.StartsAt, f.Ask(f.Callee(call)).StartsAt)
		}
	}
	if !f.Foreign && runsAside(f) {
		row.Does |= resource.RunsAside
	}
}

// starts says what a function does that starts g. What is handed in is the business of its callers.
func starts(p *body.Package, g Goroutine) resource.Does {
	calm := panics.In(p)
	switch {
	case g.Param != nil || g.Lit.Valid() && RunsParam(p, g.Lit):
		if g.Safe || g.Lit.Valid() && calm.Guards(g.Lit) {
			return resource.Async
		}
		return resource.Spawns
	case p.Foreign, g.Safe, g.Lit.Valid() && calm.Calm(g.Lit), !g.Lit.Valid() && g.Call.Valid() && calm.Call(g.Call):
		return 0
	case !g.Lit.Valid() && !g.Call.Valid() && g.Func != nil:
		if row := p.Ask(g.Func); row != nil && row.Does.Any(resource.Guarded|resource.Calm) {
			return 0
		}
	}
	return resource.Naked
}

// A Goroutine is code that begins to run in a goroutine of its own.
type Goroutine struct {
	Start inspector.Cursor // the go statement, or the call that starts it: g.Go(f)
	Call  inspector.Cursor // what a go statement calls; invalid otherwise
	Value inspector.Cursor // the function value that is handed to Start; invalid for a go statement
	Lit   inspector.Cursor // the function literal that runs, if it is one
	Func  *types.Func      // the function that runs, if it is known by name
	Param *types.Var       // the parameter of the declared function around that runs, if it is one
	Safe  bool             // whoever starts it recovers its panics
}

// At returns what begins to run in a goroutine of its own because of the call at cur: that of a go statement, or
// of a function that calls its argument so.
func At(p *body.Package, cur inspector.Cursor) []Goroutine {
	call := cur.Node().(*ast.CallExpr)
	param := func(e ast.Expr) *types.Var {
		if !inDecl(cur) {
			return nil // a literal runs later, and not for whoever calls the function around it
		}
		return parameter(p, e)
	}
	if cur.ParentEdgeKind() == edge.GoStmt_Call {
		g := Goroutine{Start: cur.Parent(), Call: cur, Func: p.Callee(call)}
		if lit, ok := p.Lit(cur); ok {
			g.Lit = lit
		}
		g.Param = param(call.Fun)
		return []Goroutine{g}
	}
	if fn := p.Callee(call); fn == nil || p.Row(fn) == nil && !resource.Some(fn.Signature().Params(), isFunc) {
		return nil
	}
	does := exit.Does(p, call)
	if !does.Any(resource.Spawns | resource.Async) {
		return nil
	}
	var found []Goroutine
	for i, arg := range call.Args {
		if !isFunc(p.Info.TypeOf(arg)) {
			continue
		}
		g := Goroutine{Start: cur, Value: cur.ChildAt(edge.CallExpr_Args, i), Func: p.FuncOf(arg), Param: param(arg), Safe: !does.Has(resource.Spawns)}
		if lit, ok := p.LitOf(g.Value); ok {
			g.Lit = lit
		}
		found = append(found, g)
	}
	return found
}

func isFunc(t types.Type) bool { _, ok := t.Underlying().(*types.Signature); return ok }

// parameter returns the parameter of a declared function that e names, if it is one.
func parameter(p *body.Package, e ast.Expr) *types.Var {
	v := p.Named(e)
	def, list, _ := p.Parameter(v)
	if list != edge.FuncType_Params || def.Parent().Parent().Parent().ParentEdgeKind() != edge.FuncDecl_Type {
		return nil
	}
	return v
}

// RunsParam reports whether the function literal at lit calls a parameter of the declared function around it, so that
// what runs there is for the callers to say.
func RunsParam(p *body.Package, lit inspector.Cursor) bool {
	if !inDecl(lit.Parent()) {
		return false
	}
	for cur := range lit.Preorder((*ast.CallExpr)(nil)) {
		if parameter(p, cur.Node().(*ast.CallExpr).Fun) != nil && index.Function(cur) == lit {
			return true
		}
	}
	return false
}

// inDecl reports whether the innermost function around cur is a declared one.
func inDecl(cur inspector.Cursor) bool {
	fn := index.Function(cur)
	return fn.Valid() && fn.ParentEdgeKind() == edge.File_Decls
}
