package stalesocket

import (
	"go/ast"
	"go/types"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"

	"github.com/shutdownlint/shutdownlint/analyzers/internal/fix"
)

// removeFirst removes the socket, and nothing else that may be at arg, before the statement around the call at cur.
func removeFirst(pass *analysis.Pass, cur, arg inspector.Cursor) []analysis.SuggestedFix {
	switch arg.Node().(type) {
	case *ast.Ident, *ast.SelectorExpr, *ast.StarExpr, *ast.BasicLit:
	default:
		return nil
	}
	stmt := cur
	for !fix.InList(stmt) {
		if _, ok := stmt.Node().(ast.Expr); !ok {
			if _, ok := stmt.Node().(*ast.AssignStmt); !ok && stmt.ParentEdgeKind() != edge.DeclStmt_Decl && stmt.ParentEdgeKind() != edge.GenDecl_Specs {
				return nil // in the head of another statement
			}
		}
		if _, ok := stmt.Node().(*ast.FuncLit); ok {
			return nil
		}
		stmt = stmt.Parent()
	}
	if t := pass.TypesInfo.TypeOf(arg.Node().(ast.Expr)); !types.Identical(t, types.Typ[types.String]) && !types.Identical(t, types.Typ[types.UntypedString]) {
		return nil
	}
	b := fix.At(pass, cur.Node().Pos())
	if b == nil {
		return nil
	}
	name, pkg, info := b.Text(arg.Node()), b.Import("os"), b.Fresh("info")
	b.Before(stmt.Node(), "if %s, err := %sStat(%s); err == nil && %s.Mode()&%sModeSocket != 0 {\n\t_ = %sRemove(%s) // left behind by a process that was killed\n}",
		info, pkg, name, info, pkg, pkg, name)
	return []analysis.SuggestedFix{b.Fix("Remove the socket that a killed process has left behind")}
}
