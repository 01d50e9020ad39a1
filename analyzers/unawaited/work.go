package unawaited

import (
	"go/ast"
	"go/token"
	"go/types"

	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"

	"github.com/shutdownlint/shutdownlint/analyzers/internal/resource"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/summary"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/trace"
)

// A worker is the code of a goroutine that may work off items with a value.
type worker struct {
	*summary.Summary
	views map[types.Object]bool     // the variables and fields in which the value stands
	seen  map[inspector.Cursor]bool // functions whose use of the value was looked for
}

// works reports whether the goroutine at cur receives items in a loop and uses the value there. A goroutine that tells
// anybody about its end is awaited, perhaps.
func (w *worker) works(cur inspector.Cursor) bool {
	call := cur.ChildAt(edge.GoStmt_Call, -1)
	expr := call.Node().(*ast.CallExpr)
	if lit, ok := w.Lit(call); ok {
		return !w.Waits().Tells(lit, nil).Anybody() && w.itemLoop(lit, w.handed(lit.Node().(*ast.FuncLit).Type, expr))
	}
	decl, n := body(w.Summary, expr)
	if n == nil {
		return false
	}
	return !w.Waits().Tells(decl, nil).Anybody() && w.itemLoop(decl, w.handed(n.Type, expr))
}

// handed returns the parameters of a function of type typ that get the value, or what holds it, from the call.
func (w *worker) handed(typ *ast.FuncType, call *ast.CallExpr) map[types.Object]bool {
	params := make(map[types.Object]bool)
	for i, arg := range call.Args {
		if w.names(arg) {
			if p := trace.Param(w.Info, typ, i); p != nil {
				params[p] = true
			}
		}
	}
	return params
}

// names reports whether e names something in which the value stands.
func (w *worker) names(e ast.Expr) bool {
	switch e := ast.Unparen(e).(type) {
	case *ast.Ident:
		return w.views[w.Info.Uses[e]]
	case *ast.SelectorExpr:
		return w.views[w.Info.Uses[e.Sel]]
	case *ast.UnaryExpr:
		return e.Op == token.AND && w.names(e.X)
	}
	return false
}

// itemLoop reports whether the function at fn has a loop that gets items and uses the value; params hold it too.
func (w *worker) itemLoop(fn inspector.Cursor, params map[types.Object]bool) bool {
	for cur := range fn.Preorder((*ast.RangeStmt)(nil), (*ast.ForStmt)(nil)) {
		items := false
		if n, ok := cur.Node().(*ast.RangeStmt); ok {
			items = w.carries(n.X)
		}
		for get := range cur.Preorder((*ast.UnaryExpr)(nil), (*ast.CallExpr)(nil)) {
			switch n := get.Node().(type) {
			case *ast.UnaryExpr:
				items = items || n.Op == token.ARROW && w.carries(n.X)
			case *ast.CallExpr:
				row := w.Row(w.Callee(n))
				items = items || row != nil && row.Does.Has(resource.Delivers)
			}
		}
		if items && w.uses(cur, fn, params, 0) {
			return true
		}
	}
	return false
}

// uses reports whether the code at root, of the function at fn, uses the value, or calls a method that finds it in a field.
// What is a parameter elsewhere may be something else here.
func (w *worker) uses(root, fn inspector.Cursor, params map[types.Object]bool, depth int) bool {
	for cur := range root.Preorder((*ast.Ident)(nil), (*ast.CallExpr)(nil)) {
		switch n := cur.Node().(type) {
		case *ast.Ident:
			v, ok := w.Info.Uses[n].(*types.Var)
			if !ok || cur.ParentEdgeKind() == edge.KeyValueExpr_Key {
				continue
			}
			if params[v] || w.views[v.Origin()] && !w.parameter(v, fn) {
				return true
			}
		case *ast.CallExpr:
			if depth > 1 {
				continue
			}
			decl, d := body(w.Summary, n)
			if d == nil || d.Recv == nil || w.seen[decl] {
				continue
			}
			w.seen[decl] = true
			if w.uses(decl, decl, nil, depth+1) {
				return true
			}
		}
	}
	return false
}

// parameter reports whether v is a parameter or the receiver of the function at fn.
func (w *worker) parameter(v *types.Var, fn inspector.Cursor) bool {
	def := w.Def(v)
	return def.Valid() && def.ParentEdgeKind() == edge.Field_Names && !v.IsField() && fn.Contains(def)
}

// carries reports whether ch is a channel of items: neither of ticks, nor of signals, nor of empty structs.
func (w *worker) carries(ch ast.Expr) bool {
	t := w.Info.TypeOf(ch)
	if t == nil {
		return false
	}
	c, ok := t.Underlying().(*types.Chan)
	if !ok || resource.KindOf(t) != "" || resource.TypeName(c.Elem()) == "time.Time" {
		return false
	}
	st, ok := c.Elem().Underlying().(*types.Struct)
	return !ok || st.NumFields() > 0
}
