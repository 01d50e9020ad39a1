package chain

import (
	"go/ast"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"

	"github.com/shutdownlint/shutdownlint/analyzers/internal/origin"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/resource"
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
	e := &evaluation{r, make(map[inspector.Cursor]bool)}
	v := no
	for i, arg := range call.Args {
		if resource.IsMiddleware(r.Index.Info.TypeOf(arg)) {
			v = max(v, e.expr(cur.ChildAt(edge.CallExpr_Args, i), level))
		}
	}
	return v
}

// Recovering reports whether the function declaration at cur is, or returns, a middleware that recovers or may do so.
func (r *Reader) Recovering(cur inspector.Cursor) bool {
	decl := cur.Node().(*ast.FuncDecl)
	e := &evaluation{r, make(map[inspector.Cursor]bool)}
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
	seen map[inspector.Cursor]bool // calls
}

// origins finds what expressions hold: of a function of another package it is not known who calls it, nor what its fields hold.
func (e *evaluation) origins() *origin.Origin {
	known := !e.Within.Valid()
	return &origin.Origin{Index: e.Index, Elements: true, Fields: known, Callers: known, Shallow: true}
}

// result says whether the i'th result of the function at fn recovers.
func (e *evaluation) result(fn inspector.Cursor, i int) verdict {
	return e.greatest(e.origins().Results(fn, i), 0)
}

// expr says whether the handler, option or list at cur recovers, or holds one that does.
func (e *evaluation) expr(cur inspector.Cursor, level int) verdict {
	if level > nesting {
		return unknown
	}
	return e.greatest(e.origins().Values(cur), level)
}

func (e *evaluation) greatest(values []origin.Value, level int) verdict {
	v := no
	for _, value := range values {
		v = max(v, e.value(value, level))
	}
	return v
}

func (e *evaluation) value(v origin.Value, level int) verdict {
	switch v.Kind {
	case origin.Zero:
		return no // what else goes in counts
	case origin.Param:
		if _, ok := enclosing(e.Index.Def(v.Var)).Node().(*ast.FuncDecl); ok && e.Within.Valid() {
			return argument
		}
		return unknown
	case origin.Expr:
	default:
		return unknown
	}
	if e.Index.Info.Types[v.Cur.Node().(ast.Expr)].IsNil() {
		return no
	}
	switch n := v.Cur.Node().(type) {
	case *ast.StarExpr:
		return e.expr(v.Cur.ChildAt(edge.StarExpr_X, -1), level+1)
	case *ast.FuncLit:
		if takes(e.Index.Info, n.Type, "Engine") {
			return e.option(v.Cur, level)
		}
		return e.body(v.Cur, level)
	case *ast.CallExpr:
		if e.seen[v.Cur] {
			return no // made from itself, or met before
		}
		e.seen[v.Cur] = true
		return e.call(v.Cur, n, level)
	}
	if fn := e.Index.FuncOf(v.Cur.Node().(ast.Expr)); fn != nil {
		return e.function(fn)
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
