package lifecycle

import (
	"go/ast"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"

	"github.com/shutdownlint/shutdownlint/analyzers/internal/index"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/origin"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/resource"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/trace"
)

// drainsItself returns the goroutine in which a call at cur that serves drains obj, if its options have a context at whose end it does:
//
//	app.Listen(addr, fiber.ListenConfig{GracefulContext: ctx})
func (w *writer) drainsItself(cur inspector.Cursor, obj Object) []Node {
	call, _ := cur.Node().(*ast.CallExpr)
	for i := 0; call != nil && i < len(call.Args); i++ {
		field, ok := resource.Graceful(w.Info.TypeOf(call.Args[i]))
		if !ok {
			continue
		}
		options, ok := (&origin.Origin{Index: w.Index, Graph: w.Graph}).One(cur.ChildAt(edge.CallExpr_Args, i))
		if !ok {
			return nil
		}
		ctx, ok := index.Element(options, field)
		if !ok {
			return nil
		}
		return []Node{w.drainsAfter(cur, ctx, obj)}
	}
	return nil
}

// drainsAfter is the goroutine in which a call at cur drains obj when the context at ctx ends.
func (w *writer) drainsAfter(cur, ctx inspector.Cursor, obj Object) Node {
	call := cur.Node().(*ast.CallExpr)
	drain := Node{Kind: Drain, Obj: obj, at: cur, Name: types.ExprString(call.Fun), Line: w.fset.Position(call.Pos()).Line}
	return Node{Kind: Start, Code: Code{Does: []Node{drain}}, Until: w.done(ctx)}
}

// done is the wait for the end of the context at ctx.
func (w *writer) done(ctx inspector.Cursor) *Node {
	return &Node{Kind: Await, Obj: w.context(ctx), Signal: w.ofSignal(ctx), Name: types.ExprString(ctx.Node().(ast.Expr)) + ".Done()"}
}

// given returns the argument of the call at cur, of fn, to which the row says that fn does something of effect.
func given(cur inspector.Cursor, fn *types.Func, row *resource.Row, effect resource.Effect) (arg inspector.Cursor, ok bool) {
	call, _ := cur.Node().(*ast.CallExpr) // nil for a method value
	for i := 0; call != nil && i < len(call.Args); i++ {
		if row.Slot(trace.Slot(fn, i)).Has(effect) {
			return cur.ChildAt(edge.CallExpr_Args, i), true
		}
	}
	return arg, false
}

// servesUntil returns the events of a call at cur of fn, which serves until a context ends that it is given, and returns when its server has
// drained.
func (w *writer) servesUntil(cur inspector.Cursor, fn *types.Func, row *resource.Row) []Node {
	ctx, ok := given(cur, fn, row, resource.EndsServing)
	if !ok {
		return nil
	}
	serve := Node{Kind: Serve, Obj: Object{Root: w.place(cur)}, Given: takesListener(fn)}
	if returnsError(fn) {
		serve.On = Nil | Failed
	}
	return []Node{w.drainsAfter(cur, ctx, serve.Obj), serve}
}

// servesItself reports whether this package calls something that serves until a signal comes.
func (w *writer) servesItself() bool {
	return slices.ContainsFunc(w.Funcs(), func(fn *types.Func) bool {
		row := w.Row(fn)
		return row != nil && row.Does.Has(resource.OnSIGTERM|resource.Blocks)
	})
}
