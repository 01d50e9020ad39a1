package fix

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"
)

// Grace returns a fix that gives the call at call, whose argument arg is a context, ten seconds of its own; parent returns
// the context that they are counted on. ok is false where no statement can be put in front of the call.
func Grace(pass *analysis.Pass, call, arg inspector.Cursor, title string, parent func(b *Builder) string) (f analysis.SuggestedFix, ok bool) {
	b := At(pass, call.Node().Pos())
	if b == nil {
		return f, false
	}
	switch kind := call.ParentEdgeKind(); kind {
	case edge.DeferStmt_Call, edge.GoStmt_Call:
		return b.graceLater(call, arg, title, parent)
	}
	stmt, ok := b.statement(call)
	if !ok {
		return f, false
	}
	loop := inLoop(stmt)
	if loop {
		switch stmt.Node().(type) {
		case *ast.ExprStmt, *ast.AssignStmt:
		default:
			return f, false // a deferred cancel would wait for the end of the loop
		}
	}
	grace, cancel := b.Fresh("grace"), b.Fresh("cancel")
	made := grace + ", " + cancel + " := " + b.Import("context") + "WithTimeout(" + parent(b) + ", 10*" + b.Import("time") + "Second)"
	if loop {
		b.Before(stmt.Node(), "%s", made)
		b.After(stmt.Node(), "%s()", cancel)
	} else {
		b.Before(stmt.Node(), "%s\ndefer %s()", made, cancel)
	}
	b.Replace(arg.Node(), "%s", grace)
	return b.Fix(title), true
}

// graceLater handles a call that a defer or go statement makes: the ten seconds begin when the call does.
func (b *Builder) graceLater(call, arg inspector.Cursor, title string, parent func(b *Builder) string) (f analysis.SuggestedFix, ok bool) {
	n := call.Node().(*ast.CallExpr)
	sel, ok := n.Fun.(*ast.SelectorExpr)
	if !ok || len(n.Args) != 1 {
		return f, false
	}
	if _, ok := sel.X.(*ast.Ident); !ok || !b.settled(call, sel.X) || !b.settled(call, arg.Node()) {
		return f, false // what it would evaluate later may have changed by then
	}
	grace, cancel := b.Fresh("grace"), b.Fresh("cancel")
	later := fmt.Sprintf("func() {\n\t%s, %s := %sWithTimeout(%s, 10*%sSecond)\n\tdefer %s()\n\t%s(%s)\n}()",
		grace, cancel, b.Import("context"), parent(b), b.Import("time"), cancel, b.Text(n.Fun), grace)
	b.Replace(n, "%s", Indent(later, b.indent(n.Pos())))
	return b.Fix(title), true
}

// settled reports whether the variables that e names keep the values that they have where the call at cur is set up.
func (b *Builder) settled(cur inspector.Cursor, e ast.Node) bool {
	ok := true
	ast.Inspect(e, func(n ast.Node) bool {
		id, isID := n.(*ast.Ident)
		if !isID {
			return ok
		}
		if v, isVar := b.pass.TypesInfo.Uses[id].(*types.Var); isVar && !v.IsField() && b.changes(cur, v) {
			ok = false
		}
		return ok
	})
	return ok
}

// changes reports whether v may get another value behind the call at cur: it is assigned there, or it is that of a loop which all its
// rounds share, as before Go 1.22.
func (b *Builder) changes(cur inspector.Cursor, v *types.Var) bool {
	file := cur
	for c := range cur.Enclosing((*ast.File)(nil)) {
		file = c
	}
	names := func(e ast.Expr) bool {
		id, ok := e.(*ast.Ident)
		return ok && b.pass.TypesInfo.ObjectOf(id) == v
	}
	for c := range file.Preorder((*ast.AssignStmt)(nil), (*ast.RangeStmt)(nil), (*ast.UnaryExpr)(nil)) {
		switch n := c.Node().(type) {
		case *ast.AssignStmt:
			if slices.ContainsFunc(n.Lhs, names) && (n.Pos() > cur.Node().Pos() || inLoop(cur) && n.Tok == token.ASSIGN) {
				return true
			}
		case *ast.RangeStmt:
			if n.Key != nil && names(n.Key) || n.Value != nil && names(n.Value) {
				return !b.GoVersion("go1.22") || n.Tok == token.ASSIGN
			}
		case *ast.UnaryExpr:
			if n.Op == token.AND && names(n.X) {
				return true
			}
		}
	}
	return false
}

// InList reports whether the node at cur stands in a list of statements, so that others can stand before and behind it.
func InList(cur inspector.Cursor) bool {
	switch cur.ParentEdgeKind() {
	case edge.BlockStmt_List, edge.CaseClause_Body, edge.CommClause_Body:
		return true
	}
	return false
}

// statement returns the statement of a block before which code can stand that runs just before the call at cur.
func (b *Builder) statement(cur inspector.Cursor) (inspector.Cursor, bool) {
	for ; cur.Node() != nil; cur = cur.Parent() {
		if InList(cur) {
			return cur, b.beginsLine(cur.Node())
		}
		switch cur.ParentEdgeKind() {
		case edge.IfStmt_Else, edge.IfStmt_Body, edge.ForStmt_Init, edge.ForStmt_Cond, edge.ForStmt_Post, edge.ForStmt_Body, edge.RangeStmt_X, edge.RangeStmt_Body,
			edge.CaseClause_List, edge.CommClause_Comm, edge.LabeledStmt_Stmt, edge.FuncLit_Body, edge.FuncDecl_Body, edge.DeferStmt_Call, edge.GoStmt_Call:
			return cur, false
		}
	}
	return cur, false
}

// beginsLine reports whether only white space stands before n on its line.
func (b *Builder) beginsLine(n ast.Node) bool {
	pos := b.pass.Fset.Position(n.Pos())
	return pos.Column == len(b.indent(n.Pos()))+1
}

// inLoop reports whether the statement at cur may run more than once in one call of its function.
func inLoop(cur inspector.Cursor) bool {
	for c := range cur.Enclosing((*ast.ForStmt)(nil), (*ast.RangeStmt)(nil), (*ast.FuncLit)(nil), (*ast.FuncDecl)(nil)) {
		switch c.Node().(type) {
		case *ast.ForStmt, *ast.RangeStmt:
			return true
		}
		return false
	}
	return false
}
