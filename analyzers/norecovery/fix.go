package norecovery

import (
	"go/ast"
	"go/token"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"

	"github.com/shutdownlint/shutdownlint/analyzers/internal/fix"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/resource"
)

// fix adds the middleware right after the statement that puts the new engine into a variable or field.
func (e *engine) fix() []analysis.SuggestedFix {
	stmt, target := holder(e.creation.Cur)
	if target == nil || !resource.IsEngine(e.pass.TypesInfo.TypeOf(target)) {
		return nil // nothing to call Use on
	}
	if aborts(e.pass) {
		return nil
	}
	b := fix.At(e.pass, stmt.Node().Pos())
	if b == nil {
		return nil
	}
	b.After(stmt.Node(), "%s.Use(%sRecovery())", b.Text(target), b.Import("github.com/gin-gonic/gin"))
	return []analysis.SuggestedFix{b.Fix("Recover panics in front of all routes")}
}

// aborts reports whether the package cuts answers by a panic, of its own or as httputil.ReverseProxy does: recovered, what has been
// sent would look complete.
func aborts(pass *analysis.Pass) bool {
	for _, imp := range pass.Pkg.Imports() {
		if imp.Path() == "net/http/httputil" {
			return true
		}
	}
	for _, obj := range pass.TypesInfo.Uses {
		if obj.Name() == "ErrAbortHandler" && obj.Pkg() != nil && obj.Pkg().Path() == "net/http" {
			return true
		}
	}
	return false
}

// holder returns the statement of a block that does nothing but put the value of the expression at cur into a variable or
// field, and that variable or field; or nil.
func holder(cur inspector.Cursor) (inspector.Cursor, ast.Expr) {
	var target ast.Expr
	stmt := cur.Parent()
	switch n := stmt.Node().(type) {
	case *ast.AssignStmt:
		if len(n.Lhs) != 1 || n.Tok != token.DEFINE && n.Tok != token.ASSIGN {
			return stmt, nil
		}
		target = n.Lhs[0]
	case *ast.ValueSpec:
		decl := stmt.Parent()
		if len(n.Names) != 1 || len(decl.Node().(*ast.GenDecl).Specs) != 1 || decl.ParentEdgeKind() != edge.DeclStmt_Decl {
			return stmt, nil
		}
		target, stmt = n.Names[0], decl.Parent()
	default:
		return stmt, nil
	}
	if !fix.InList(stmt) {
		return stmt, nil // the init statement of an if
	}
	switch t := target.(type) {
	case *ast.Ident:
		if t.Name == "_" {
			return stmt, nil
		}
		return stmt, t
	case *ast.SelectorExpr:
		if _, ok := t.X.(*ast.Ident); ok {
			return stmt, t
		}
	}
	return stmt, nil // what stands on the left may have effects of its own
}
