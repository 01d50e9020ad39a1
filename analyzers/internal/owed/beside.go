package owed

import (
	"go/ast"
	"go/constant"
	"go/types"

	"github.com/shutdownlint/shutdownlint/analyzers/internal/index"
)

// beside returns the variables of type bool that get their value together with the one that is owed, and are false only where that
// is nil, as the function that returns both, which is declared here, says at each of its returns.
func (l *ledger) beside() map[types.Object]bool {
	stmt, ok := l.value.Call.Parent().Node().(*ast.AssignStmt)
	if !ok || l.value.Func == nil || len(stmt.Rhs) != 1 || len(stmt.Lhs) < 2 {
		return nil
	}
	decl, n := l.s.Decl(l.value.Func)
	if n == nil || n.Body == nil {
		return nil
	}
	found := make(map[types.Object]bool)
	for i, lhs := range stmt.Lhs {
		id, ok := lhs.(*ast.Ident)
		if !ok || i == l.value.Result || !isBool(l.s.Info.TypeOf(id)) {
			continue
		}
		says := true
		for ret := range decl.Preorder((*ast.ReturnStmt)(nil)) {
			if results := ret.Node().(*ast.ReturnStmt).Results; index.Function(ret) == decl {
				says = says && len(results) == len(stmt.Lhs) && (l.isTrue(results[i]) || l.s.Info.Types[results[l.value.Result]].IsNil())
			}
		}
		if says {
			found[l.s.Info.ObjectOf(id)] = true
		}
	}
	return found
}

func isBool(t types.Type) bool {
	if t == nil {
		return false
	}
	basic, ok := t.Underlying().(*types.Basic)
	return ok && basic.Info()&types.IsBoolean != 0
}

func (l *ledger) isTrue(e ast.Expr) bool {
	v := l.s.Info.Types[e].Value
	return v != nil && v.Kind() == constant.Bool && constant.BoolVal(v)
}
