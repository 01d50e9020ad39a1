package serveerr

import (
	"go/ast"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"

	"github.com/shutdownlint/shutdownlint/analyzers/internal/flow"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/index"
)

// Made reports whether the call makes an error, which is never nil.
func Made(ix *index.Index, call *ast.CallExpr) bool {
	fn := ix.Callee(call)
	return fn != nil && (fn.FullName() == "errors.New" || fn.FullName() == "fmt.Errorf")
}

// Asked reports whether e, which stands at cur in the function at fn, is a variable that an if statement around it has found not to be nil,
// and that has not changed since.
func Asked(ix *index.Index, fn, cur inspector.Cursor, e ast.Expr) bool {
	id, ok := ast.Unparen(e).(*ast.Ident)
	if !ok {
		return false
	}
	v, ok := ix.Info.Uses[id].(*types.Var)
	if !ok {
		return false
	}
	asked := flow.Nil(ix.Info, flow.Names(ix.Info, v))
	for c := cur; c != fn; c = c.Parent() {
		kind := c.ParentEdgeKind()
		if kind != edge.IfStmt_Body && kind != edge.IfStmt_Else {
			continue
		}
		if asked.Ask(flow.Condition{Expr: c.Parent().Node().(*ast.IfStmt).Cond}, kind == edge.IfStmt_Body) == flow.Some {
			return !slices.ContainsFunc(ix.Uses(v), func(use inspector.Cursor) bool {
				_, assigned, _ := ix.Assigned(use)
				return assigned && c.Contains(use) && use.Node().Pos() < id.Pos()
			})
		}
	}
	return false
}
