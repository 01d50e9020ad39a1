package unclosed

import (
	"go/ast"
	"go/types"
	"strings"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"

	"github.com/shutdownlint/shutdownlint/analyzers/internal/fix"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/flow"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/owed"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/resource"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/summary"
)

// deferred defers the release right after the error check, or calls the method that makes nothing to release.
func deferred(pass *analysis.Pass, s *summary.Summary, v *owed.Value, p owed.Loss) []analysis.SuggestedFix {
	if p.How == owed.Dropped {
		return sans(pass, s, v)
	}
	if p.Kept || p.Captured || p.How != owed.Returns || v.Deferred == "" || v.Call.ParentEdgeKind() != edge.AssignStmt_Rhs || v.Result != 0 {
		return nil
	}
	stmt := v.Call.Parent()
	assign := stmt.Node().(*ast.AssignStmt)
	id, ok := assign.Lhs[0].(*ast.Ident)
	if !ok || id.Name != p.Name || len(assign.Lhs) != 2 || len(assign.Rhs) != 1 || looped(stmt) || !alone(pass.TypesInfo, id) {
		return nil
	}
	if !fits(s, pass.TypesInfo.TypeOf(id), v.Resource) {
		return nil // an interface around it, or a type of its own
	}
	check, ok := stmt.NextSibling()
	if !ok || !guards(s, check, assign.Lhs[1]) {
		return nil
	}
	b := fix.At(pass, check.Node().Pos())
	if b == nil {
		return nil
	}
	b.After(check.Node(), "defer %s.%s", id.Name, v.Deferred)
	return []analysis.SuggestedFix{b.Fix("Defer " + id.Name + "." + v.Deferred)}
}

// fits reports whether what is deferred on a value of the resource's kind can be deferred on a value of type t.
func fits(s *summary.Summary, t types.Type, r *resource.Resource) bool {
	of := s.ResourceOf(t)
	if of == nil || of.Deferred != r.Deferred {
		return false
	}
	for name := range strings.SplitSeq(strings.TrimSuffix(r.Deferred, "()"), ".") {
		switch obj, _, _ := types.LookupFieldOrMethod(t, true, nil, name); obj := obj.(type) {
		case *types.Var:
			t = obj.Type() // Body, of Body.Close()
		case *types.Func:
			return obj.Signature().Params().Len() == 0 // not certain for a type that a user has added
		default:
			return false
		}
	}
	return false
}

// alone reports whether the variable is declared by the assignment, so that the deferred call means this value for good.
func alone(info *types.Info, id *ast.Ident) bool { return info.Defs[id] != nil }

// looped reports whether a loop of the same function is around the statement: there the values would pile up.
func looped(stmt inspector.Cursor) bool {
	for c := range stmt.Enclosing((*ast.ForStmt)(nil), (*ast.RangeStmt)(nil), (*ast.LabeledStmt)(nil), (*ast.FuncDecl)(nil), (*ast.FuncLit)(nil)) {
		switch c.Node().(type) {
		case *ast.FuncDecl, *ast.FuncLit:
			return false
		}
		return true
	}
	return false
}

// guards reports whether the statement at check leaves the function, or the block, where status is not nil, and only there.
func guards(s *summary.Summary, check inspector.Cursor, status ast.Expr) bool {
	stmt, ok := check.Node().(*ast.IfStmt)
	if !ok || stmt.Init != nil || stmt.Else != nil || len(stmt.Body.List) == 0 {
		return false
	}
	id, ok := status.(*ast.Ident)
	if !ok || !resource.IsFailure(s.Info.TypeOf(id)) {
		return false
	}
	none, cond := flow.Nil(s.Info, flow.Names(s.Info, s.Info.ObjectOf(id))), flow.Condition{Expr: stmt.Cond}
	if none.Ask(cond, false) != flow.None || none.Ask(cond, true) != flow.Some {
		return false
	}
	switch last := stmt.Body.List[len(stmt.Body.List)-1].(type) {
	case *ast.ReturnStmt:
		return true
	case *ast.ExprStmt:
		call, ok := last.X.(*ast.CallExpr)
		return ok && !s.MayReturn(call)
	}
	return false
}

// sans replaces a query whose rows nobody wants.
func sans(pass *analysis.Pass, s *summary.Summary, v *owed.Value) []analysis.SuggestedFix {
	row := s.Row(v.Func)
	sel, ok := ast.Unparen(v.Call.Node().(*ast.CallExpr).Fun).(*ast.SelectorExpr)
	if row == nil || row.Sans == "" || !ok || sel.Sel.Name != v.Func.Name() {
		return nil
	}
	if kind := v.Call.ParentEdgeKind(); kind != edge.AssignStmt_Rhs && kind != edge.ExprStmt_X {
		return nil
	}
	b := fix.At(pass, sel.Pos())
	if b == nil {
		return nil
	}
	b.Replace(sel.Sel, "%s", row.Sans)
	return []analysis.SuggestedFix{b.Fix("Call " + row.Sans + ", which returns no rows")}
}
