package serveerr

import (
	"go/ast"
	"go/types"

	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"

	"github.com/shutdownlint/shutdownlint/analyzers/internal/index"
)

// Result returns the variable to which the error that the call at cur returns is assigned, or nil if it goes elsewhere.
func Result(ix *index.Index, cur inspector.Cursor) *types.Var {
	for cur.ParentEdgeKind() == edge.ParenExpr_X {
		cur = cur.Parent()
	}
	var id *ast.Ident
	kind, i := cur.ParentEdge()
	switch kind {
	case edge.AssignStmt_Rhs:
		stmt := cur.Parent().Node().(*ast.AssignStmt)
		if len(stmt.Rhs) == 1 {
			i = len(stmt.Lhs) - 1 // the error is the last result
		}
		id, _ = ast.Unparen(stmt.Lhs[i]).(*ast.Ident)
	case edge.ValueSpec_Values:
		spec := cur.Parent().Node().(*ast.ValueSpec)
		if len(spec.Values) == 1 {
			i = len(spec.Names) - 1
		}
		id = spec.Names[i]
	}
	if id == nil {
		return nil
	}
	v, _ := ix.Info.ObjectOf(id).(*types.Var)
	return v
}

// About returns the belief that the error which the call at cur returns is, or is not, ErrServerClosed.
func About(ix *index.Index, cur inspector.Cursor, closed bool) *Belief {
	b := NewBelief(ix.Info, closed)
	if v := Result(ix, cur); v != nil {
		b.Vars[v] = true
	}
	return b
}
