package lifecycle

import (
	"go/ast"
	"go/token"
	"go/types"

	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"

	"github.com/shutdownlint/shutdownlint/analyzers/internal/resource"
)

// started returns the functions that the call at cur, of a function of which row is known, starts, or keeps for the way out.
func (w *writer) started(cur inspector.Cursor, row *resource.Row) (nodes []Node) {
	const starts = resource.Spawns | resource.Async | resource.RunsAside | resource.OnDrain | resource.LastFirst | resource.FirstFirst
	if !row.Does.Any(starts) {
		return nil
	}
	call := cur.Node().(*ast.CallExpr)
	for i := range call.Args {
		for _, value := range w.callbacks(cur.ChildAt(edge.CallExpr_Args, i)) {
			code, ok := w.valueCode(value.cur)
			if !ok {
				continue
			}
			n := Node{Kind: Start, Code: code, Obj: w.receiver(cur), Mute: w.mute(cur), at: value.cur}
			switch {
			case row.Does.Has(resource.RunsAside):
				n.Registry = path(w.Callee(call))
			case row.Does.Any(resource.Spawns | resource.Async):
			case row.Does.Has(resource.LastFirst):
				n.Aside = OnStop
				if n.Obj == (Object{}) && cur.ParentEdgeKind() == edge.CallExpr_Args {
					n.Obj = w.receiver(cur.Parent()) // lc.Append(fx.StopHook(stop))
				}
				if value.key != "OnStop" && (value.key != "" || i < len(call.Args)-1) {
					continue
				}
			case row.Does.Has(resource.FirstFirst):
				if i > 0 {
					n.Aside = InOrder
				}
			case row.Does.Has(resource.OnDrain):
				if n.Aside = OnDrain; !n.Obj.Known() && !w.servesItself() {
					continue // of which server?
				}
			}
			if row.Does.Has(resource.AfterDone) {
				ctx := cur.ChildAt(edge.CallExpr_Args, 0)
				n.Until = w.done(ctx)
			}
			nodes = append(nodes, n)
		}
	}
	return nodes
}

// mute reports whether the call at cur, which starts a function, is a method of a group that only waits for all of it: a sync.WaitGroup, or
// an errgroup that was made without a context.
func (w *writer) mute(cur inspector.Cursor) bool {
	sel, ok := cur.Node().(*ast.CallExpr).Fun.(*ast.SelectorExpr)
	if !ok {
		return false
	}
	switch resource.TypeName(w.Info.TypeOf(sel.X)) {
	case "sync.WaitGroup":
		return true
	case "golang.org/x/sync/errgroup.Group":
		id, ok := ast.Unparen(sel.X).(*ast.Ident)
		v, _ := w.Info.Uses[id].(*types.Var)
		if !ok || v == nil {
			return false
		}
		if def := w.Def(v); def.Valid() && def.ParentEdgeKind() == edge.ValueSpec_Names && len(def.Parent().Node().(*ast.ValueSpec).Values) == 0 {
			return true // var g errgroup.Group
		}
		value, ok := w.Single(v)
		return ok && isLiteral(value.Node())
	}
	return false
}

// isLiteral reports whether n is a composite literal, or the address of one, or a call of new.
func isLiteral(n ast.Node) bool {
	switch n := n.(type) {
	case *ast.CompositeLit:
		return true
	case *ast.UnaryExpr:
		return isLiteral(n.X)
	case *ast.CallExpr:
		id, ok := n.Fun.(*ast.Ident)
		return ok && id.Name == "new"
	}
	return false
}

// A callback is a function value among the arguments of a call, perhaps as the field key of one.
type callback struct {
	cur inspector.Cursor
	key string
}

func (w *writer) callbacks(arg inspector.Cursor) []callback {
	if _, ok := w.Info.TypeOf(arg.Node().(ast.Expr)).Underlying().(*types.Signature); ok {
		return []callback{{arg, ""}}
	}
	if call, ok := arg.Node().(*ast.CallExpr); ok && w.Info.Types[call.Fun].IsType() {
		return w.callbacks(arg.ChildAt(edge.CallExpr_Args, 0)) // shutdown.Func(func() { … })
	}
	if u, ok := arg.Node().(*ast.UnaryExpr); ok && u.Op == token.AND {
		arg = arg.ChildAt(edge.UnaryExpr_X, -1)
	}
	lit, ok := arg.Node().(*ast.CompositeLit)
	if !ok {
		return nil
	}
	var found []callback
	for i, e := range lit.Elts {
		kv, ok := e.(*ast.KeyValueExpr)
		if !ok {
			continue
		}
		if key, ok := kv.Key.(*ast.Ident); ok {
			for _, c := range w.callbacks(arg.ChildAt(edge.CompositeLit_Elts, i).ChildAt(edge.KeyValueExpr_Value, -1)) {
				found = append(found, callback{c.cur, key.Name})
			}
		}
	}
	return found
}

// isGo reports whether fn, of a library, is called as what starts a goroutine is in groups of all kinds, and takes a function.
func isGo(fn *types.Func) bool {
	return fn.Name() == "Go" && fn.Signature().Recv() != nil && resource.Some(fn.Signature().Params(), func(t types.Type) bool {
		_, ok := t.Underlying().(*types.Signature)
		return ok
	})
}
