package owed

import (
	"go/ast"
	"go/types"

	"golang.org/x/tools/go/ast/edge"

	"github.com/shutdownlint/shutdownlint/analyzers/internal/flow"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/resource"
)

// closers enters what happens to the functions that the call returns beside the value: db, done, err := open(). Who calls one, or hands it
// on, releases the value.
func (l *ledger) closers() {
	stmt, ok := l.value.Call.Parent().Node().(*ast.AssignStmt)
	if !ok || len(stmt.Rhs) != 1 || len(stmt.Lhs) < 2 {
		return
	}
	for i, lhs := range stmt.Lhs {
		id, ok := lhs.(*ast.Ident)
		if !ok || i == l.value.Result {
			continue
		}
		v, ok := l.s.Info.ObjectOf(id).(*types.Var)
		if !ok || !isCloser(v.Type()) {
			continue
		}
		for _, use := range l.s.Uses(v) {
			switch use.ParentEdgeKind() {
			case edge.AssignStmt_Lhs, edge.BinaryExpr_X, edge.BinaryExpr_Y:
				continue
			}
			if node, _ := l.locate(use); node != nil {
				l.paid = true
				l.acts[node] = append(l.acts[node], act{kind: pay})
			}
		}
	}
}

// isCloser reports whether t is a function that ends something: it takes nothing, or a context, and returns nothing but an error.
func isCloser(t types.Type) bool {
	sig, ok := t.Underlying().(*types.Signature)
	if !ok || sig.Params().Len() > 1 || sig.Results().Len() > 1 {
		return false
	}
	return (sig.Params().Len() == 0 || resource.IsContext(sig.Params().At(0).Type())) &&
		(sig.Results().Len() == 0 || resource.IsError(sig.Results().At(0).Type()))
}

// loops finds the variables that count the rounds of the loops around the call.
func (l *ledger) loops() {
	l.rounds = make(map[types.Object]bool)
	for c := range l.value.Call.Enclosing((*ast.ForStmt)(nil), (*ast.RangeStmt)(nil), (*ast.FuncLit)(nil), (*ast.FuncDecl)(nil)) {
		var counter ast.Expr
		switch n := c.Node().(type) {
		case *ast.ForStmt:
			if post, ok := n.Post.(*ast.IncDecStmt); ok {
				counter = post.X
			}
		case *ast.RangeStmt:
			counter = n.Key
		default:
			return
		}
		if id, ok := counter.(*ast.Ident); ok {
			l.rounds[l.s.Info.ObjectOf(id)] = true
		}
	}
}

// counts reports whether c asks about the rounds of a loop around the call, other than to go on with it: whether there is another one, say,
// which would make the next value.
func (l *ledger) counts(c flow.Condition) bool {
	found := false
	if c.Expr.Pos() < l.value.Call.Node().End() {
		return false
	}
	ast.Inspect(c.Expr, func(n ast.Node) bool {
		if id, ok := n.(*ast.Ident); ok {
			found = found || l.rounds[l.s.Info.Uses[id]]
		}
		return !found
	})
	return found
}

// isHead reports whether the call sends a HEAD request that was made in the same function, whose response has no body.
func (v *Value) isHead(info *types.Info, made func(*ast.Ident) ast.Expr) bool {
	for _, arg := range v.Call.Node().(*ast.CallExpr).Args {
		id, ok := ast.Unparen(arg).(*ast.Ident)
		if !ok || resource.TypeName(info.TypeOf(id)) != "net/http.Request" {
			continue
		}
		call, ok := made(id).(*ast.CallExpr)
		if !ok {
			continue
		}
		for _, method := range call.Args[:min(2, len(call.Args))] {
			if value := info.Types[method].Value; value != nil && value.ExactString() == `"HEAD"` {
				return true
			}
		}
	}
	return false
}
