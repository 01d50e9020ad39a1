package chain

import (
	"go/ast"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"

	"github.com/shutdownlint/shutdownlint/analyzers/internal/resource"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/trace"
)

// A verdict says whether a middleware recovers; of several the greatest counts.
type verdict uint8

const (
	no       verdict = iota
	argument         // it is what the caller of the function passes
	unknown
	yes
)

// nesting bounds how deep the value of an expression is looked for.
const nesting = 20

// middleware says whether one of the handlers, options or lists of them that the call at cur is given recovers.
func (r *Reader) middleware(cur inspector.Cursor, level int) verdict {
	call, ok := cur.Node().(*ast.CallExpr)
	if !ok {
		return no
	}
	e := &evaluation{Reader: r, seen: make(map[types.Object]bool)}
	v := no
	for i, arg := range call.Args {
		if resource.IsMiddleware(r.Index.Info.TypeOf(arg)) {
			v = max(v, e.expr(cur.ChildAt(edge.CallExpr_Args, i), level))
		}
	}
	return v
}

// Recovering reports whether the function declaration at decl is, or returns, a middleware that recovers or may do so.
func (r *Reader) Recovering(cur inspector.Cursor, decl *ast.FuncDecl) bool {
	e := &evaluation{Reader: r, seen: make(map[types.Object]bool)}
	if takes(r.Index.Info, decl.Type, "Context") && e.body(cur, 0) >= unknown {
		return true
	}
	if decl.Type.Results == nil {
		return false
	}
	i := 0
	for _, field := range decl.Type.Results.List {
		n := max(1, len(field.Names))
		for j := range n {
			if resource.IsMiddleware(r.Index.Info.TypeOf(field.Type)) && e.result(cur, i+j) >= unknown {
				return true
			}
		}
		i += n
	}
	return false
}

// takes reports whether a parameter is a pointer to the named type of gin.
func takes(info *types.Info, typ *ast.FuncType, name string) bool {
	for _, field := range typ.Params.List {
		if t := info.TypeOf(field.Type); t != nil && resource.TypeName(t) == "github.com/gin-gonic/gin."+name {
			return true
		}
	}
	return false
}

// An evaluation looks for the values of one expression.
type evaluation struct {
	*Reader
	seen map[types.Object]bool
}

// result says whether the i'th result of the function at fn recovers.
func (e *evaluation) result(fn inspector.Cursor, i int) verdict {
	v := no
	for cur := range fn.Preorder((*ast.ReturnStmt)(nil)) {
		if enclosing(cur) != fn {
			continue
		}
		switch ret := cur.Node().(*ast.ReturnStmt); {
		case i < len(ret.Results):
			v = max(v, e.expr(cur.ChildAt(edge.ReturnStmt_Results, i), 0))
		case len(ret.Results) == 1:
			v = max(v, e.expr(cur.ChildAt(edge.ReturnStmt_Results, 0), 0)) // return f()
		default:
			return unknown // a named result
		}
	}
	return v
}

// expr says whether the handler, option or list at cur recovers, or holds one that does.
func (e *evaluation) expr(cur inspector.Cursor, level int) verdict {
	if level > nesting {
		return unknown
	}
	switch n := cur.Node().(type) {
	case *ast.ParenExpr:
		return e.expr(cur.ChildAt(edge.ParenExpr_X, -1), level+1)
	case *ast.IndexExpr:
		return e.expr(cur.ChildAt(edge.IndexExpr_X, -1), level+1)
	case *ast.IndexListExpr:
		return e.expr(cur.ChildAt(edge.IndexListExpr_X, -1), level+1)
	case *ast.SliceExpr:
		return e.expr(cur.ChildAt(edge.SliceExpr_X, -1), level+1)
	case *ast.StarExpr:
		return e.expr(cur.ChildAt(edge.StarExpr_X, -1), level+1)
	case *ast.FuncLit:
		if takes(e.Index.Info, n.Type, "Engine") {
			return e.option(cur, level)
		}
		return e.body(cur, level)
	case *ast.CompositeLit:
		v := no
		for i := range n.Elts {
			elt := cur.ChildAt(edge.CompositeLit_Elts, i)
			if _, ok := elt.Node().(*ast.KeyValueExpr); ok {
				elt = elt.ChildAt(edge.KeyValueExpr_Value, -1)
			}
			v = max(v, e.expr(elt, level+1))
		}
		return v
	case *ast.CallExpr:
		return e.call(cur, n, level)
	case *ast.Ident:
		return e.object(e.Index.Info.Uses[n], level)
	case *ast.SelectorExpr:
		return e.object(e.Index.Info.Uses[n.Sel], level)
	}
	return unknown
}

func (e *evaluation) object(obj types.Object, level int) verdict {
	switch obj := obj.(type) {
	case *types.Func:
		return e.function(obj)
	case *types.Var:
		return e.variable(obj.Origin(), level)
	case *types.Nil:
		return no
	}
	return unknown
}

// function says whether fn, used as a middleware or option, recovers.
func (e *evaluation) function(fn *types.Func) verdict {
	row := e.Ask(fn)
	switch {
	case row == nil:
		return unknown
	case row.Does.Has(resource.Recovering), row.Slot(0).Has(resource.Recovers):
		return yes
	}
	return no
}

// call says whether the result of the call recovers: that of a function which returns such a middleware, or which wraps
// one that it is given.
func (e *evaluation) call(cur inspector.Cursor, call *ast.CallExpr, level int) verdict {
	v := no
	tv := e.Index.Info.Types[call.Fun]
	if !tv.IsType() && !tv.IsBuiltin() {
		if lit, ok := e.Index.Lit(cur); ok {
			v = e.result(lit, 0)
		} else if fn := e.Index.Resolve(call); fn == nil {
			v = unknown
		} else if v = e.function(fn); v == yes && e.panicsAgain(fn, call) {
			return no
		}
	}
	for i, arg := range call.Args {
		t := e.Index.Info.TypeOf(arg)
		if t == nil {
			continue
		}
		if resource.IsMiddleware(t) {
			v = max(v, e.expr(cur.ChildAt(edge.CallExpr_Args, i), level+1))
		} else if _, ok := t.Underlying().(*types.Signature); ok && e.expr(cur.ChildAt(edge.CallExpr_Args, i), level+1) == yes {
			return yes
		}
	}
	return v
}

// panicsAgain reports whether the options that the call gives to fn make its middleware panic again.
func (e *evaluation) panicsAgain(fn *types.Func, call *ast.CallExpr) bool {
	row := e.Index.Row(fn)
	return row != nil && row.Unless != "" && slices.ContainsFunc(call.Args, func(arg ast.Expr) bool {
		lit, ok := ast.Unparen(arg).(*ast.CompositeLit)
		return ok && e.Index.SetsTrue(lit, row.Unless)
	})
}

// variable says whether something that is ever put into v recovers.
func (e *evaluation) variable(v *types.Var, level int) verdict {
	if e.seen[v] {
		return no // what else goes in counts
	}
	e.seen[v] = true
	def := e.Index.Def(v)
	if v.Pkg() != e.Pkg || !def.Valid() {
		return unknown
	}
	if def.ParentEdgeKind() == edge.Field_Names && def.Parent().Parent().ParentEdgeKind() == edge.FuncType_Params {
		return e.param(v, def, level)
	}
	if v.IsField() && (e.Within.Valid() || v.Exported() && e.Pkg.Name() != "main") {
		return unknown
	}
	result, found := no, false
	for _, id := range append([]inspector.Cursor{def}, e.Index.Uses(v)...) {
		value, assigned, ok := e.assigned(id)
		if !ok {
			return unknown
		}
		if assigned {
			found = true
			result = max(result, e.expr(value, level+1))
		}
	}
	if v.IsField() && !found {
		return unknown
	}
	return result
}

// assigned returns the expression that the statement around the identifier id puts into it, or into an element of it.
func (e *evaluation) assigned(id inspector.Cursor) (value inspector.Cursor, assigned, ok bool) {
	if id.ParentEdgeKind() == edge.SelectorExpr_Sel {
		id = id.Parent()
	}
	switch id.ParentEdgeKind() {
	case edge.KeyValueExpr_Key:
		return id.Parent().ChildAt(edge.KeyValueExpr_Value, -1), true, true
	case edge.RangeStmt_Key, edge.RangeStmt_Value:
		return id.Parent().ChildAt(edge.RangeStmt_X, -1), true, true
	case edge.IndexExpr_X:
		if id.Parent().ParentEdgeKind() == edge.AssignStmt_Lhs {
			id = id.Parent()
		}
	}
	if id.ParentEdgeKind() == edge.AssignStmt_Lhs {
		_, i := id.ParentEdge()
		stmt := id.Parent().Node().(*ast.AssignStmt)
		if len(stmt.Rhs) != len(stmt.Lhs) {
			i = 0 // mw, err := f()
		}
		return id.Parent().ChildAt(edge.AssignStmt_Rhs, i), true, true
	}
	if id.ParentEdgeKind() == edge.ValueSpec_Names {
		if spec := id.Parent().Node().(*ast.ValueSpec); len(spec.Values) == 1 && len(spec.Names) > 1 {
			return id.Parent().ChildAt(edge.ValueSpec_Values, 0), true, true
		}
	}
	return e.Index.Assigned(id)
}

// param says whether a caller in this package passes something that recovers for the parameter v.
func (e *evaluation) param(v *types.Var, def inspector.Cursor, level int) verdict {
	fn := enclosing(def)
	decl, ok := fn.Node().(*ast.FuncDecl)
	if !ok {
		return unknown
	}
	if e.Within.Valid() {
		return argument
	}
	obj, ok := e.Index.Info.Defs[decl.Name].(*types.Func)
	if !ok || obj.Exported() && e.Pkg.Name() != "main" {
		return unknown
	}
	result := no
	for _, use := range e.Index.Uses(obj) {
		call, ok := e.Index.CallOf(use)
		if !ok {
			return unknown // others call it
		}
		for i := range call.Node().(*ast.CallExpr).Args {
			if trace.Param(e.Index.Info, decl.Type, i) == v {
				result = max(result, e.expr(call.ChildAt(edge.CallExpr_Args, i), level+1))
			}
		}
	}
	return result
}

// option says whether the option of an engine, a function literal, adds a middleware that recovers.
func (e *evaluation) option(fn inspector.Cursor, level int) verdict {
	v := no
	for cur := range fn.Preorder((*ast.CallExpr)(nil)) {
		row := e.Ask(e.Index.Callee(cur.Node().(*ast.CallExpr)))
		if row == nil {
			continue
		}
		for i := resource.Recv; i < len(row.Args); i++ {
			if row.Slot(i).Has(resource.Recovers) {
				return yes
			}
			if row.Slot(i).Has(resource.UsesArgs) {
				v = max(v, e.middleware(cur, level+1))
			}
		}
	}
	return v
}

// body says whether the handler at fn recovers: it defers a function that does, or has such a handler do its work.
func (e *evaluation) body(fn inspector.Cursor, level int) verdict {
	v := no
	for cur := range fn.Preorder((*ast.CallExpr)(nil)) {
		if inGoroutine(cur, fn) {
			continue
		}
		if cur.ParentEdgeKind() == edge.DeferStmt_Call {
			if e.guards(cur) {
				return yes
			}
			continue
		}
		v = max(v, e.delegates(cur, level))
		if v == yes {
			return yes
		}
	}
	return v
}

// guards reports whether deferring the call at cur stops panics.
func (e *evaluation) guards(cur inspector.Cursor) bool {
	if lit, ok := e.Index.Lit(cur); ok {
		return Recovers(e.Index, lit)
	}
	row := e.Ask(e.Index.Resolve(cur.Node().(*ast.CallExpr)))
	return row != nil && row.Does.Has(resource.Guards)
}

// delegates says whether the call at cur, in a handler, hands the request on through a middleware that recovers.
func (e *evaluation) delegates(cur inspector.Cursor, level int) verdict {
	call := cur.Node().(*ast.CallExpr)
	if fn := e.Index.Callee(call); fn != nil {
		row := e.Ask(fn)
		if row == nil || !row.Does.Any(resource.Guarded|resource.Recovering) {
			return no
		}
		for _, arg := range call.Args {
			t := e.Index.Info.TypeOf(arg)
			if t == nil {
				continue
			}
			if _, ok := t.Underlying().(*types.Signature); ok || resource.TypeName(t) == "github.com/gin-gonic/gin.Context" {
				return yes
			}
		}
		return no
	}
	if _, ok := e.Index.Lit(cur); ok || !resource.IsMiddleware(e.Index.Info.TypeOf(call.Fun)) {
		return no // a literal is read where it stands
	}
	return e.expr(cur.ChildAt(edge.CallExpr_Fun, -1), level+1)
}
