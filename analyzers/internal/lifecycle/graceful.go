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
		drain := Node{Kind: Drain, Obj: obj, at: cur, Name: types.ExprString(call.Fun), Line: w.fset.Position(call.Pos()).Line}
		until := &Node{Kind: Await, Obj: w.context(ctx), Signal: w.ofSignal(ctx), Name: types.ExprString(ctx.Node().(ast.Expr)) + ".Done()"}
		return []Node{{Kind: Start, Code: Code{Does: []Node{drain}}, Until: until}}
	}
	return nil
}

// servesItself reports whether this package calls something that serves until a signal comes.
func (w *writer) servesItself() bool {
	return slices.ContainsFunc(w.Funcs(), func(fn *types.Func) bool {
		row := w.Row(fn)
		return row != nil && row.Does.Has(resource.OnSIGTERM|resource.Blocks)
	})
}
