// Package serving says which functions serve, or wait for what is outside the process, and what is left when they are done.
package serving

import (
	"go/ast"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"

	"github.com/shutdownlint/shutdownlint/analyzers/internal/body"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/facet/exit"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/flow"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/index"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/resource"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/serveerr"
)

// Facet is that of serving. It goes by what slots says of the function.
var Facet = body.Facet{
	Name:     "serving",
	Does:     resource.Blocks | resource.Accepts | resource.PassesClosed | resource.EndsStore,
	Internal: resource.Blocks | resource.Accepts,
	Compute:  compute,
}

func compute(f *body.Function, row *resource.Row) {
	if !f.Foreign {
		for cur := range f.Inline() {
			row.Does |= exit.In(f, cur.Node().(*ast.CallExpr)) & (resource.Blocks | resource.Accepts)
		}
	}
	if endsStore(f) {
		row.Does |= resource.EndsStore
	}
	if row.Slots().Has(resource.Serves) && f.Results > 0 && passesClosed(f) {
		row.Does |= resource.PassesClosed
	}
}

// Here reports whether the package accepts connections.
func Here(p *body.Package) bool {
	return slices.ContainsFunc(p.Funcs(), func(fn *types.Func) bool {
		row := p.Row(fn)
		return row != nil && (row.Slots().Any(resource.Serves|resource.RunsEngine) || row.Does.Has(resource.Accepts))
	})
}

// passesClosed reports whether f returns the http.ErrServerClosed with which a call that serves ends.
func passesClosed(f *body.Function) bool {
	for _, cur := range f.Inner() {
		callee := f.Ask(f.Callee(cur.Node().(*ast.CallExpr)))
		if callee == nil || !callee.Does.Has(resource.PassesClosed) {
			continue
		}
		if cur.ParentEdgeKind() == edge.ReturnStmt_Results || returnsClosed(f, cur) {
			return true
		}
	}
	return false
}

// returnsClosed reports whether the error of the call at cur is returned where it is http.ErrServerClosed.
func returnsClosed(f *body.Function, cur inspector.Cursor) bool {
	b := serveerr.About(f.Index, cur, true)
	g := f.Graph(f.Cur)
	from, ok := g.After(cur.Node())
	if len(b.Vars) == 0 || !ok {
		return false
	}
	return g.Search(from, b.Branch(g), func(p flow.Point) flow.Action {
		ret, ok := p.Node().(*ast.ReturnStmt)
		if !ok {
			return flow.Go
		}
		for _, res := range ret.Results {
			if b.Holds(res) {
				return flow.Stop
			}
		}
		return flow.Prune
	})
}

// endsStore reports whether f is a function that closes a store which a package variable holds.
func endsStore(f *body.Function) bool {
	if f.Recv != nil || len(f.Params) > 1 {
		return false
	}
	for _, cur := range f.Inner() {
		call := cur.Node().(*ast.CallExpr)
		sel, ok := ast.Unparen(call.Fun).(*ast.SelectorExpr)
		if !ok {
			continue
		}
		id, ok := ast.Unparen(sel.X).(*ast.Ident)
		if !ok {
			continue
		}
		v, ok := f.Info.Uses[id].(*types.Var)
		fn := f.Callee(call)
		if ok && fn != nil && index.Global(v) && resource.IsStoreEnd(fn, v.Type()) {
			return true
		}
	}
	return false
}
