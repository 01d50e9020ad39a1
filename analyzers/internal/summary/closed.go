package summary

import (
	"go/ast"
	"go/types"

	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"

	"github.com/shutdownlint/shutdownlint/analyzers/internal/flow"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/index"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/resource"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/serveerr"
)

// passesClosed reports whether f, of which row says the rest, serves and returns the http.ErrServerClosed with which that
// ends.
func (f *function) passesClosed(row *resource.Row) bool {
	serves := row.Recv.Has(resource.Serves)
	for _, e := range row.Args {
		serves = serves || e.Has(resource.Serves)
	}
	if !serves || f.results == 0 {
		return false
	}
	for cur := range f.cur.Preorder((*ast.CallExpr)(nil)) {
		if index.Function(cur) != f.cur {
			continue
		}
		callee := f.ask(f.Callee(cur.Node().(*ast.CallExpr)))
		if callee == nil || !callee.Does.Has(resource.PassesClosed) {
			continue
		}
		if cur.ParentEdgeKind() == edge.ReturnStmt_Results || f.returnsClosed(cur) {
			return true
		}
	}
	return false
}

// returnsClosed reports whether the error of the call at cur is returned where it is http.ErrServerClosed.
func (f *function) returnsClosed(cur inspector.Cursor) bool {
	b := serveerr.About(f.Index, cur, true)
	g := plainGraph(f.cur)
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
func (f *function) endsStore() bool {
	if f.recv != nil || len(f.params) > 1 {
		return false
	}
	for cur := range f.cur.Preorder((*ast.CallExpr)(nil)) {
		call := cur.Node().(*ast.CallExpr)
		sel, ok := ast.Unparen(call.Fun).(*ast.SelectorExpr)
		if !ok || index.Function(cur) != f.cur {
			continue
		}
		id, ok := ast.Unparen(sel.X).(*ast.Ident)
		if !ok {
			continue
		}
		v, ok := f.Info.Uses[id].(*types.Var)
		fn := f.Callee(call)
		if ok && fn != nil && v.Pkg() != nil && v.Parent() == v.Pkg().Scope() && resource.IsStoreEnd(fn, v.Type()) {
			return true
		}
	}
	return false
}
