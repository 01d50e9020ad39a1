package index

import (
	"go/ast"
	"go/constant"
	"go/types"

	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"
)

// LitOf returns the function literal that the expression at cur is, or that is the one value of the variable it names.
func (ix *Index) LitOf(cur inspector.Cursor) (inspector.Cursor, bool) {
	for {
		switch n := cur.Node().(type) {
		case *ast.ParenExpr:
			cur = cur.ChildAt(edge.ParenExpr_X, -1)
		case *ast.FuncLit:
			return cur, true
		case *ast.Ident:
			v, ok := ix.Info.Uses[n].(*types.Var)
			if !ok {
				return cur, false
			}
			value, ok := ix.Single(v)
			if !ok {
				return cur, false
			}
			_, ok = value.Node().(*ast.FuncLit)
			return value, ok
		default:
			return cur, false
		}
	}
}

// CommaOk reports whether the expression at cur, a type assertion, a receive or a look-up, stands where its second value
// is taken too.
func CommaOk(cur inspector.Cursor) bool {
	for cur.ParentEdgeKind() == edge.ParenExpr_X {
		cur = cur.Parent()
	}
	switch n := cur.Parent().Node().(type) {
	case *ast.AssignStmt:
		return len(n.Lhs) == 2 && len(n.Rhs) == 1
	case *ast.ValueSpec:
		return len(n.Names) == 2 && len(n.Values) == 1
	}
	return false
}

// Root returns the variable at the beginning of a chain of selections and indexes: s in s.a.b[i].Close.
func (ix *Index) Root(e ast.Expr) *types.Var {
	for {
		switch n := ast.Unparen(e).(type) {
		case *ast.SelectorExpr:
			if v, ok := ix.Info.Uses[n.Sel].(*types.Var); ok && !v.IsField() {
				return v // a variable of another package
			}
			e = n.X
		case *ast.IndexExpr:
			e = n.X
		case *ast.StarExpr:
			e = n.X
		case *ast.UnaryExpr:
			e = n.X
		case *ast.CallExpr:
			e = n.Fun
		case *ast.TypeAssertExpr:
			e = n.X
		case *ast.Ident:
			v, _ := ix.Info.ObjectOf(n).(*types.Var)
			return v
		default:
			return nil
		}
	}
}

// Named returns the variable or field that e names, v or s.v, or nil.
func (ix *Index) Named(e ast.Expr) *types.Var {
	var obj types.Object
	switch e := ast.Unparen(e).(type) {
	case *ast.Ident:
		obj = ix.Info.Uses[e]
	case *ast.SelectorExpr:
		obj = ix.Info.Uses[e.Sel]
	}
	v, ok := obj.(*types.Var)
	if !ok {
		return nil
	}
	return v.Origin()
}

// Subject returns the variable or field that holds what the method call at cur is called on: of a.b.Close(), and of b.Close()
// where b promotes it, the innermost field. It returns nil where there is none.
func (ix *Index) Subject(cur inspector.Cursor) *types.Var {
	sel, ok := ast.Unparen(cur.Node().(*ast.CallExpr).Fun).(*ast.SelectorExpr)
	if !ok {
		return nil
	}
	if path := Path(ix.Info.Selections[sel]); len(path) > 0 {
		return path[len(path)-1]
	}
	return ix.Named(sel.X)
}

// Global reports whether v is a package variable.
func Global(v *types.Var) bool { return v.Pkg() != nil && v.Parent() == v.Pkg().Scope() }

// File returns the file around cur.
func File(cur inspector.Cursor) *ast.File {
	for c := range cur.Enclosing((*ast.File)(nil)) {
		return c.Node().(*ast.File)
	}
	return nil
}

// Element returns the value that the composite literal at cur gives to its field of that name, if it is one that does.
func Element(cur inspector.Cursor, field string) (value inspector.Cursor, ok bool) {
	lit, ok := cur.Node().(*ast.CompositeLit)
	if !ok {
		return value, false
	}
	for i, elt := range lit.Elts {
		if kv, ok := elt.(*ast.KeyValueExpr); ok {
			if key, ok := kv.Key.(*ast.Ident); ok && key.Name == field {
				return cur.ChildAt(edge.CompositeLit_Elts, i).ChildAt(edge.KeyValueExpr_Value, -1), true
			}
		}
	}
	return value, false
}

// SetsTrue reports whether the literal gives its field of that name the value true.
func (ix *Index) SetsTrue(lit *ast.CompositeLit, field string) bool {
	for _, elt := range lit.Elts {
		kv, ok := elt.(*ast.KeyValueExpr)
		if !ok {
			continue
		}
		if key, ok := kv.Key.(*ast.Ident); ok && key.Name == field {
			v := ix.Info.Types[kv.Value].Value
			return v != nil && v.Kind() == constant.Bool && constant.BoolVal(v)
		}
	}
	return false
}
