package unawaited

import (
	"go/ast"
	"go/types"

	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"

	"github.com/shutdownlint/shutdownlint/analyzers/internal/resource"
)

// cancelOfWork reports whether call calls a field that holds the cancel functions of contexts which are only handed to work
// in other packages: for their end nobody waits here.
func (c *checker) cancelOfWork(call *ast.CallExpr) bool {
	sel, ok := ast.Unparen(call.Fun).(*ast.SelectorExpr)
	if !ok {
		return false
	}
	field, ok := c.Info.Uses[sel.Sel].(*types.Var)
	if !ok || !field.IsField() || field.Exported() || resource.TypeName(field.Type()) != "context.CancelFunc" {
		return false
	}
	assigned := false
	for _, use := range c.Uses(field) {
		if _, called := c.CallOf(use); called {
			continue
		}
		at := use.Parent() // the selector
		kind, i := at.ParentEdge()
		if kind != edge.AssignStmt_Lhs {
			return false
		}
		stmt := at.Parent().Node().(*ast.AssignStmt)
		if len(stmt.Lhs) != len(stmt.Rhs) || !c.handedToWork(stmt.Rhs[i]) {
			return false
		}
		assigned = true
	}
	return assigned
}

// handedToWork reports whether the context that cancel, a variable, ends is only ever an argument of other packages' functions.
func (c *checker) handedToWork(cancel ast.Expr) bool {
	id, ok := ast.Unparen(cancel).(*ast.Ident)
	if !ok {
		return false
	}
	def := c.Def(c.Info.Uses[id])
	if !def.Valid() || def.ParentEdgeKind() != edge.AssignStmt_Lhs {
		return false
	}
	lhs := def.Parent().Node().(*ast.AssignStmt).Lhs
	ctx, ok := lhs[0].(*ast.Ident)
	if !ok || len(lhs) != 2 || lhs[1] != def.Node() {
		return false
	}
	v := c.Info.Defs[ctx]
	if v == nil {
		return false
	}
	for _, use := range c.Uses(v) {
		if use.ParentEdgeKind() != edge.CallExpr_Args || c.ownCall(use.Parent()) {
			return false
		}
	}
	return true
}

func (c *checker) ownCall(call inspector.Cursor) bool {
	fn := c.Callee(call.Node().(*ast.CallExpr))
	return fn == nil || fn.Pkg() == c.Pkg
}
