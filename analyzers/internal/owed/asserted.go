package owed

import (
	"go/ast"
	"go/token"

	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"

	"github.com/shutdownlint/shutdownlint/analyzers/internal/resource"
)

// ruledOut reports whether n returns an error because the value, or what one of its methods has returned, does not have a type that its
// maker always gives it: addr, ok := conn.LocalAddr().(*net.TCPAddr).
func (l *ledger) ruledOut(n ast.Node) bool {
	ret, ok := n.(*ast.ReturnStmt)
	if !ok || len(ret.Results) == 0 {
		return false
	}
	last := ret.Results[len(ret.Results)-1]
	if tv := l.s.Info.Types[last]; tv.IsNil() || !resource.IsFailure(tv.Type) {
		return false
	}
	cur, ok := l.fn.FindNode(n)
	if !ok {
		return false
	}
	for c := cur; c != l.fn; c = c.Parent() {
		if asserted := l.failed(c); asserted != nil && l.bits[l.s.Root(asserted)] != 0 {
			return true
		}
	}
	return false
}

// failed returns what has none of the types that it was asked for where the code at c runs, or nil if that is no such code.
func (l *ledger) failed(c inspector.Cursor) ast.Expr {
	if clause, ok := c.Node().(*ast.CaseClause); ok && clause.List == nil {
		if sw, ok := c.Parent().Parent().Node().(*ast.TypeSwitchStmt); ok {
			switch asserts := sw.Assign.(type) {
			case *ast.ExprStmt:
				return asserts.X
			case *ast.AssignStmt:
				return asserts.Rhs[0]
			}
		}
		return nil
	}
	if c.ParentEdgeKind() != edge.IfStmt_Body {
		return nil
	}
	not, ok := ast.Unparen(c.Parent().Node().(*ast.IfStmt).Cond).(*ast.UnaryExpr)
	if !ok || not.Op != token.NOT {
		return nil
	}
	id, ok := ast.Unparen(not.X).(*ast.Ident)
	if !ok {
		return nil
	}
	def := l.s.Def(l.s.Info.Uses[id])
	if !def.Valid() {
		return nil
	}
	stmt, ok := def.Parent().Node().(*ast.AssignStmt)
	if !ok || len(stmt.Lhs) != 2 || len(stmt.Rhs) != 1 || stmt.Lhs[1] != def.Node() {
		return nil
	}
	if assert, ok := ast.Unparen(stmt.Rhs[0]).(*ast.TypeAssertExpr); ok {
		return assert
	}
	return nil
}
