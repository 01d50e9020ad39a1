package index

import (
	"go/ast"
	"go/token"
	"go/types"

	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"
	"golang.org/x/tools/go/types/typeutil"
)

// Resolve returns the function that call calls, also through a variable that is assigned once: notify := signal.Notify.
// For a call of an interface method it returns that method.
func (ix *Index) Resolve(call *ast.CallExpr) *types.Func {
	if fn := ix.Callee(call); fn != nil {
		return fn
	}
	obj := typeutil.Callee(ix.Info, call)
	v, ok := obj.(*types.Var)
	if !ok {
		return nil
	}
	value, ok := ix.Single(v)
	if !ok {
		return nil
	}
	return ix.FuncOf(value.Node().(ast.Expr))
}

// FuncOf returns the function or method that the expression e names, or nil.
func (ix *Index) FuncOf(e ast.Expr) *types.Func {
	switch e := ast.Unparen(e).(type) {
	case *ast.Ident:
		fn, _ := ix.Info.Uses[e].(*types.Func)
		return fn
	case *ast.SelectorExpr:
		fn, _ := ix.Info.Uses[e.Sel].(*types.Func)
		return fn
	case *ast.IndexExpr:
		return ix.FuncOf(e.X)
	case *ast.IndexListExpr:
		return ix.FuncOf(e.X)
	}
	return nil
}

// Abstract reports whether fn is a method of an interface.
func Abstract(fn *types.Func) bool {
	recv := fn.Signature().Recv()
	return recv != nil && types.IsInterface(recv.Type())
}

// Lit returns the function literal that call calls, directly or through a variable that is assigned once.
func (ix *Index) Lit(call inspector.Cursor) (inspector.Cursor, bool) {
	return ix.LitOf(call.ChildAt(edge.CallExpr_Fun, -1))
}

// Single returns the one expression that is ever assigned to v, a variable declared here. A variable that importers can see, has
// its address taken, or is a parameter or a field may have other values.
func (ix *Index) Single(v *types.Var) (inspector.Cursor, bool) {
	def := ix.Def(v)
	if !def.Valid() || v.IsField() || v.Exported() && v.Parent() == v.Pkg().Scope() && v.Pkg().Name() != "main" {
		return def, false
	}
	var value inspector.Cursor
	n := 0
	add := func(id inspector.Cursor) bool {
		e, assigned, ok := ix.Assigned(id)
		if assigned {
			n++
			value = e
		}
		return ok
	}
	if !add(def) {
		return def, false
	}
	for _, use := range ix.Uses(v) {
		if !add(use) {
			return def, false
		}
	}
	if n != 1 || !value.Valid() {
		return def, false
	}
	return value, true
}

// Into returns the field, or the variable of another package, that gets the value at cur by name, and the type of the struct that has
// the field: T{F: value}, x.F = value. It returns nil if there is none.
func (ix *Index) Into(cur inspector.Cursor) (of types.Type, v *types.Var) {
	switch kind, i := cur.ParentEdge(); kind {
	case edge.KeyValueExpr_Value:
		kv := cur.Parent()
		if key, ok := kv.Node().(*ast.KeyValueExpr).Key.(*ast.Ident); ok {
			v, _ = ix.Info.Uses[key].(*types.Var)
			return ix.Info.TypeOf(kv.Parent().Node().(ast.Expr)), v
		}
	case edge.AssignStmt_Rhs:
		lhs := cur.Parent().Node().(*ast.AssignStmt).Lhs
		if sel, ok := ast.Unparen(lhs[min(i, len(lhs)-1)]).(*ast.SelectorExpr); ok {
			v, _ = ix.Info.Uses[sel.Sel].(*types.Var)
			return ix.Info.TypeOf(sel.X), v
		}
	}
	return nil, nil
}

// Assigned returns the expression that the statement around the identifier id assigns to it, if any. ok is false where
// the variable may get a value that cannot be seen: as a parameter, by its address, from a range or a multi-value call.
func (ix *Index) Assigned(id inspector.Cursor) (value inspector.Cursor, assigned, ok bool) {
	kind, i := id.ParentEdge()
	parent := id.Parent()
	switch kind {
	case edge.AssignStmt_Lhs:
		stmt := parent.Node().(*ast.AssignStmt)
		if len(stmt.Rhs) != len(stmt.Lhs) || stmt.Tok != token.ASSIGN && stmt.Tok != token.DEFINE {
			return value, true, false
		}
		return parent.ChildAt(edge.AssignStmt_Rhs, i), true, true
	case edge.ValueSpec_Names:
		spec := parent.Node().(*ast.ValueSpec)
		if len(spec.Values) == 0 {
			return value, false, true // the zero value; a later assignment counts
		}
		if len(spec.Values) != len(spec.Names) {
			return value, true, false
		}
		return parent.ChildAt(edge.ValueSpec_Values, i), true, true
	case edge.Field_Names, edge.RangeStmt_Key, edge.RangeStmt_Value, edge.IncDecStmt_X:
		return value, true, false
	case edge.UnaryExpr_X:
		return value, false, parent.Node().(*ast.UnaryExpr).Op != token.AND
	}
	return value, false, true
}
