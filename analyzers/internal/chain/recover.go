package chain

import (
	"go/ast"
	"go/token"
	"go/types"

	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"

	"github.com/shutdownlint/shutdownlint/analyzers/internal/index"
)

func enclosing(cur inspector.Cursor) inspector.Cursor { return index.Function(cur) }

// inGoroutine reports whether the code at cur runs in a goroutine that fn, a function around it, starts.
func inGoroutine(cur, fn inspector.Cursor) bool {
	for c := range cur.Enclosing((*ast.GoStmt)(nil), (*ast.FuncLit)(nil), (*ast.FuncDecl)(nil)) {
		if c == fn {
			return false
		}
		if _, ok := c.Node().(*ast.GoStmt); ok {
			return true
		}
	}
	return false
}

// Recovers reports whether the function at fn, called by defer, stops panics: it calls recover itself, not in a literal
// inside, and does not always panic again. To let http.ErrAbortHandler through is right.
func Recovers(ix *index.Index, fn inspector.Cursor) bool {
	found := false
	for cur := range fn.Preorder((*ast.CallExpr)(nil)) {
		if index.Function(cur) != fn {
			continue
		}
		switch ix.Builtin(cur.Node().(*ast.CallExpr)) {
		case "recover":
			found = true
		case "panic":
			if always(ix, cur, fn) {
				return false
			}
		}
	}
	return found
}

// always reports whether the panic at cur follows whatever was recovered: the only conditions around it ask whether
// there was a panic at all.
func always(ix *index.Index, cur, fn inspector.Cursor) bool {
	for c := cur; c != fn && c.Valid(); c = c.Parent() {
		switch n := c.Parent().Node().(type) {
		case *ast.IfStmt:
			if c.ParentEdgeKind() != edge.IfStmt_Init && c.ParentEdgeKind() != edge.IfStmt_Cond && !asksNil(ix, n.Cond) {
				return false
			}
		case *ast.CaseClause, *ast.CommClause, *ast.ForStmt, *ast.RangeStmt:
			return false
		}
	}
	return true
}

// asksNil reports whether cond compares what recover returned with nil.
func asksNil(ix *index.Index, cond ast.Expr) bool {
	b, ok := ast.Unparen(cond).(*ast.BinaryExpr)
	if !ok || b.Op != token.NEQ && b.Op != token.EQL || !ix.Info.Types[b.Y].IsNil() {
		return false
	}
	switch x := ast.Unparen(b.X).(type) {
	case *ast.CallExpr:
		return ix.Builtin(x) == "recover"
	case *ast.Ident:
		v, ok := ix.Info.Uses[x].(*types.Var)
		if !ok {
			return false
		}
		for _, id := range append([]inspector.Cursor{ix.Def(v)}, ix.Uses(v)...) {
			if !id.Valid() {
				continue
			}
			if value, assigned, _ := ix.Assigned(id); assigned && value.Valid() {
				if call, ok := ast.Unparen(value.Node().(ast.Expr)).(*ast.CallExpr); ok && ix.Builtin(call) == "recover" {
					return true
				}
			}
		}
	}
	return false
}
