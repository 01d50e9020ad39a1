// Package changes says in which stores functions change something: what they have in hand is lost, or half done, where the store ends
// or the process does.
package changes

import (
	"go/ast"
	"go/types"
	"maps"
	"slices"

	"golang.org/x/tools/go/ast/inspector"

	"github.com/shutdownlint/shutdownlint/analyzers/internal/body"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/guess"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/index"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/resource"
)

// Facet is that of changes. Of other modules the names of the functions tell.
var Facet = body.Facet{Name: "changes", Compute: compute}

func compute(f *body.Function, row *resource.Row) {
	if !f.Foreign {
		row.Changes = In(f.Package, f.Cur)
	}
}

// most is how many names one list has. What has more works with everything.
const most = 16

// In returns the types of the stores in which the code at cur changes something, in goroutines and function literals too, and the
// methods of interfaces that it calls, by whose implementations it may.
func In(p *body.Package, cur inspector.Cursor) []string {
	found := make(map[string]bool)
	for c := range cur.Preorder((*ast.CallExpr)(nil)) {
		call := c.Node().(*ast.CallExpr)
		fn := p.Callee(call)
		switch {
		case fn == nil || fn.Pkg() == nil:
		case !p.Own(fn.Pkg()):
			for _, t := range byLibrary(p, call, fn) {
				found[resource.TypeName(t)] = true
			}
		case index.Abstract(fn):
			if tells(fn) {
				found[fn.Origin().FullName()] = true
			}
		default:
			if row := p.Ask(fn); row != nil {
				for _, name := range row.Changes {
					found[name] = true
				}
			}
		}
	}
	names := slices.Sorted(maps.Keys(found))
	return names[:min(len(names), most)]
}

// tells reports whether fn, a method of an interface, takes part in what has to be done: it has a context, or returns an error, or says
// so. What logs and counts does not.
func tells(fn *types.Func) bool {
	sig := fn.Signature()
	if guess.Changes(fn.Name()) || sig.Results().Len() > 0 && resource.IsError(sig.Results().At(sig.Results().Len()-1).Type()) {
		return true
	}
	return sig.Params().Len() > 0 && resource.IsContext(sig.Params().At(0).Type())
}

// byLibrary returns the types of the stores in which the call of fn, of another module, changes something, and of what buffers that it
// writes to.
func byLibrary(p *body.Package, call *ast.CallExpr, fn *types.Func) (found []types.Type) {
	row := p.Row(fn)
	for i, arg := range call.Args {
		if t := p.Info.TypeOf(arg); row != nil && row.Slot(i).Has(resource.Writes) && buffers(t) {
			found = append(found, t)
		}
	}
	sel, ok := ast.Unparen(call.Fun).(*ast.SelectorExpr)
	if !ok || p.Info.Selections[sel] == nil {
		return found
	}
	if !guess.Changes(fn.Name()) {
		return found
	}
	if t := p.Info.TypeOf(sel.X); buffers(t) {
		found = append(found, t)
	}
	if t := fn.Signature().Recv().Type(); resource.IsStore(t) {
		found = append(found, t)
	}
	for x := sel.X; x != nil; x = inner(x) {
		if t := p.Info.TypeOf(x); t != nil && resource.IsStore(t) {
			found = append(found, t)
		}
	}
	return found
}

// inner returns the expression of which a field or method is taken in x: db.Collection, and db, in db.Collection("orders").
func inner(x ast.Expr) ast.Expr {
	switch x := ast.Unparen(x).(type) {
	case *ast.CallExpr:
		return x.Fun
	case *ast.SelectorExpr:
		return x.X
	}
	return nil
}

// buffers reports whether what is written to a value of type t may stay there until it is flushed.
func buffers(t types.Type) bool {
	if t == nil || resource.TypeName(t) == "" {
		return false
	}
	m, _, _ := types.LookupFieldOrMethod(t, true, nil, "Flush")
	return m != nil
}
