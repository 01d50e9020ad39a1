// Package panics says which functions no panic can leave, and which stop the panics of others.
package panics

import (
	"go/ast"
	"go/token"

	"github.com/shutdownlint/shutdownlint/analyzers/internal/body"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/chain"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/resource"
)

// Facet is that of panics.
var Facet = body.Facet{
	Name:     "panics",
	Does:     resource.Guards | resource.Guarded | resource.Calm,
	Internal: resource.Calm,
	Compute:  compute,
}

func compute(f *body.Function, row *resource.Row) {
	if chain.Recovers(f.Index, f.Cur) {
		row.Does |= resource.Guards
	}
	if guarded(f) {
		row.Does |= resource.Guarded
	}
	if !f.Foreign && f.Results == 0 && communicates(f) && ByRows(f.Package).Calm(f.Cur) {
		row.Does |= resource.Calm
	}
}

// guarded reports whether f stops its own panics.
func guarded(f *body.Function) bool {
	for _, stmt := range f.Body.List {
		if _, ok := stmt.(*ast.DeferStmt); ok {
			return ByRows(f.Package).Guards(f.Cur)
		}
	}
	return delegates(f) && ByRows(f.Package).Calm(f.Cur)
}

// delegates reports whether f ends in a call of a function that recovers.
func delegates(f *body.Function) bool {
	list := f.Body.List
	if len(list) == 0 {
		return false
	}
	var last ast.Expr
	switch n := list[len(list)-1].(type) {
	case *ast.ExprStmt:
		last = n.X
	case *ast.ReturnStmt:
		if len(n.Results) == 1 {
			last = n.Results[0]
		}
	}
	call, ok := last.(*ast.CallExpr)
	if !ok {
		return false
	}
	row := f.Ask(f.Callee(call))
	return row != nil && row.Does.Has(resource.Guarded)
}

// communicates reports whether f sends, receives, waits or locks: the mark of a function that is meant for a goroutine, and
// the only ones of which it is worth telling importers that they are calm.
func communicates(f *body.Function) bool {
	for cur := range f.Cur.Preorder((*ast.SendStmt)(nil), (*ast.UnaryExpr)(nil), (*ast.SelectStmt)(nil), (*ast.CallExpr)(nil)) {
		switch n := cur.Node().(type) {
		case *ast.UnaryExpr:
			if n.Op != token.ARROW {
				continue
			}
		case *ast.CallExpr:
			if fn := f.Callee(n); fn == nil || fn.Pkg() == nil || fn.Pkg().Path() != "sync" || fn.Name() != "Lock" {
				continue
			}
		}
		return true
	}
	return false
}
