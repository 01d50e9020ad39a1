// Package heeds says which functions give up what they do when a context ends, and which leave work with that context to a
// goroutine.
package heeds

import (
	"cmp"
	"go/ast"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"

	"github.com/shutdownlint/shutdownlint/analyzers/internal/body"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/guess"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/index"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/resource"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/trace"
)

// Facet is that of contexts that are heeded.
var Facet = body.Facet{Name: "heeds", Effects: resource.Heeds | resource.Lingers, Compute: compute}

// compute notes the contexts that f hands to something that gives up when they end. Of functions of other modules their results
// say it well enough, and facts about all of them would be many.
func compute(f *body.Function, row *resource.Row) {
	if f.Foreign || !f.Home.Main() {
		return
	}
	for i, v := range f.Params {
		if v == nil || !resource.IsContext(v.Type()) {
			continue
		}
		if handsOn(f.Package, f.Cur, v, nil) && !notices(f.Package, f.Cur) {
			row.Add(i, resource.Heeds)
		}
		if at := lingers(f, v); at != "" {
			row.Add(i, resource.Lingers)
			row.LeavesAt = cmp.Or(row.LeavesAt, at)
		}
	}
}

// handsOn reports whether the function at fn hands v, or a context derived from it, to something that gives up when it ends.
func handsOn(p *body.Package, fn inspector.Cursor, v *types.Var, seen []*types.Var) bool {
	for _, use := range p.Uses(v) {
		kind, i := use.ParentEdge()
		if kind != edge.CallExpr_Args || !fn.Contains(use) {
			continue
		}
		call := use.Parent()
		if Call(p, call, i) {
			return true
		}
		if row := p.Row(p.Callee(call.Node().(*ast.CallExpr))); row == nil || !row.Does.Has(resource.Derives) || row.Does.Has(resource.Detaches) {
			continue
		}
		if derived := assigned(p.Index, call); derived != nil && derived != v && !slices.Contains(seen, derived) && handsOn(p, fn, derived, append(seen, v)) {
			return true
		}
	}
	return false
}

// assigned returns the variable that the first result of the call at cur is assigned to, if it is.
func assigned(ix *index.Index, cur inspector.Cursor) *types.Var {
	stmt, ok := cur.Parent().Node().(*ast.AssignStmt)
	if !ok || len(stmt.Rhs) != 1 {
		return nil
	}
	id, ok := stmt.Lhs[0].(*ast.Ident)
	if !ok {
		return nil
	}
	v, _ := ix.Info.ObjectOf(id).(*types.Var)
	return v
}

// Call reports whether the call at cur gives up when its i'th argument, a context, ends. Functions of other modules, and methods of
// interfaces, do if they can fail: what they get a context for.
func Call(p *body.Package, cur inspector.Cursor, i int) bool {
	fn := p.Callee(cur.Node().(*ast.CallExpr))
	if fn == nil || fn.Pkg() == nil || resource.IsLogger(fn.Pkg().Path()) || slices.Contains(guess.Words(fn.Name()), "from") {
		return false // TxFromContext only looks a value up
	}
	if row := p.Row(fn); row != nil && row.Does.Any(resource.Derives|resource.AfterDone) {
		return false
	}
	if p.Own(fn.Pkg()) && !index.Abstract(fn) {
		row := p.Ask(fn)
		return row != nil && row.Slot(trace.Slot(fn, i)).Has(resource.Heeds)
	}
	results := fn.Signature().Results()
	return resource.Some(results, fails) && !resource.Some(results, resource.IsContext)
}

// fails reports whether a result of type t can tell of a failure: an error, or what is asked for one, such as *sql.Row.
func fails(t types.Type) bool {
	if resource.IsError(t) {
		return true
	}
	for _, name := range []string{"Err", "Error", "Scan", "Run"} {
		switch obj, _, _ := types.LookupFieldOrMethod(t, true, nil, name); obj := obj.(type) {
		case *types.Var:
			if resource.IsError(obj.Type()) {
				return true
			}
		case *types.Func:
			if results := obj.Signature().Results(); results.Len() == 1 && resource.IsError(results.At(0).Type()) {
				return true
			}
		}
	}
	return false
}
