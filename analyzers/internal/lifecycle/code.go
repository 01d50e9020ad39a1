package lifecycle

import (
	"go/ast"
	"go/types"
	"strings"

	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"

	"github.com/shutdownlint/shutdownlint/analyzers/internal/facet/changes"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/trace"
)

// code returns what the call at cur runs, if it is a function with a script, or a function value.
func (w *writer) code(cur inspector.Cursor) (Code, bool) {
	call := cur.Node().(*ast.CallExpr)
	fn := w.Callee(call)
	if fn == nil {
		code, ok := w.valueCode(cur.ChildAt(edge.CallExpr_Fun, -1))
		if len(code.Args) == 0 {
			code.Args = []Value{{}}
		}
		for i := range call.Args {
			code.Args = append(code.Args, w.argument(cur.ChildAt(edge.CallExpr_Args, i)))
		}
		return code, ok
	}
	if recv := fn.Signature().Recv(); recv != nil && types.IsInterface(recv.Type()) {
		impl := w.implementations(fn)
		if len(impl) != 1 {
			return w.abstract(cur, fn)
		}
		fn = impl[0]
	}
	if !w.lives(fn) {
		return Code{}, false
	}
	return Code{Func: fn.FullName(), Args: w.arguments(cur, fn)}, true
}

// valueCode returns what the function value at cur runs.
func (w *writer) valueCode(cur inspector.Cursor) (Code, bool) {
	e := ast.Unparen(cur.Node().(ast.Expr))
	if fn := w.FuncOf(e); fn != nil {
		if !w.lives(fn) {
			does := w.named(cur, w.library(cur, fn.Origin(), w.object(cur)))
			return Code{Does: does}, does != nil
		}
		code := Code{Func: fn.Origin().FullName()}
		if sel, ok := e.(*ast.SelectorExpr); ok && w.Info.Selections[sel] != nil {
			code.Args = []Value{{Obj: w.object(cur)}}
		}
		return code, true
	}
	if code, ok := w.product(cur); ok {
		return code, true
	}
	if found, all := w.Waits().Functions(e); all && len(found) == 1 {
		switch f := found[0]; {
		case f.Lit != nil:
			if code, ok := w.literal(f.Lit); ok {
				return code, true
			}
		case f.Func != nil && w.lives(f.Func):
			return Code{Func: f.Func.FullName()}, true
		}
	}
	if o := w.object(cur); strings.HasPrefix(o.Root, "param ") && o.Path == "" {
		return Code{Obj: o}, true
	}
	return Code{}, false
}

// arguments returns what the call at cur gives to fn.
func (b *builder) arguments(cur inspector.Cursor, fn *types.Func) []Value {
	call := cur.Node().(*ast.CallExpr)
	values := make([]Value, 1, len(call.Args)+1)
	if sel, ok := ast.Unparen(call.Fun).(*ast.SelectorExpr); ok && b.Info.Selections[sel] != nil {
		values[0].Obj = b.selected(b.unparen(cur.ChildAt(edge.CallExpr_Fun, -1)))
	}
	for i := range call.Args {
		if slot := trace.Slot(fn, i); slot != i || fn.Signature().Variadic() && i == fn.Signature().Params().Len()-1 {
			break
		}
		values = append(values, b.argument(cur.ChildAt(edge.CallExpr_Args, i)))
	}
	return values
}

// argument returns what the expression at cur gives to a parameter.
func (b *builder) argument(cur inspector.Cursor) Value {
	v := Value{Obj: b.object(cur), Limit: b.limit(cur)}
	v.Contexts = v.Obj.besides(b.contexts(cur))
	arg := cur.Node().(ast.Expr)
	if t := b.Info.TypeOf(arg); t == nil {
		return v
	} else if _, ok := t.Underlying().(*types.Signature); !ok {
		return v
	}
	if lit, ok := b.LitOf(cur); ok {
		if code, ok := b.literal(lit.Node().(*ast.FuncLit)); ok {
			code.Changes = changes.In(b.Package, lit)
			v.Code = &code
		}
	} else if f := b.FuncOf(arg); f != nil && b.lives(f) {
		v.Code = &Code{Func: f.Origin().FullName()}
		if row := b.Ask(f); row != nil {
			v.Code.Changes = row.Changes
		}
		if sel, ok := ast.Unparen(arg).(*ast.SelectorExpr); ok && b.Info.Selections[sel] != nil {
			v.Code.Args = []Value{{Obj: v.Obj}}
		}
	} else if code, ok := b.product(cur); ok {
		v.Code = &code
	}
	return v
}

// product returns the function literal that is the value of the expression at cur because a function of the module has returned it:
// serve(ctx), in group.Go(serve(ctx)).
func (b *builder) product(cur inspector.Cursor) (Code, bool) {
	cur = b.unparen(cur)
	if id, ok := cur.Node().(*ast.Ident); ok {
		v, ok := b.Info.Uses[id].(*types.Var)
		if !ok {
			return Code{}, false
		}
		value, ok := b.Single(v)
		if !ok {
			return Code{}, false
		}
		cur = b.unparen(value)
	}
	call, ok := cur.Node().(*ast.CallExpr)
	if !ok {
		return Code{}, false
	}
	fn := b.Callee(call)
	if fn == nil || !b.Own(fn.Pkg()) || !b.lives(fn) {
		return Code{}, false
	}
	lit := b.hands(fn)
	return Code{Func: fn.Origin().FullName(), Lit: lit, From: b.arguments(cur, fn)}, lit > 0
}

func (b *builder) unparen(cur inspector.Cursor) inspector.Cursor {
	for {
		if _, ok := cur.Node().(*ast.ParenExpr); !ok {
			return cur
		}
		cur = cur.ChildAt(edge.ParenExpr_X, -1)
	}
}

// bind returns what the call at cur, of fn, binds its parameters to.
func (b *builder) bind(cur inspector.Cursor, fn *types.Func) *env {
	return bind(fn.Origin().FullName(), b.arguments(cur, fn), nil)
}
