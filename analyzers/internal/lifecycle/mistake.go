package lifecycle

import (
	"go/ast"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"

	"github.com/shutdownlint/shutdownlint/analyzers/internal/facet/telemetry"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/flow"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/index"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/resource"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/serveerr"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/trace"
)

// mistakes returns the event that the call at cur, of fn, is if it treats the error that it is given as a failure.
func (w *writer) mistakes(cur inspector.Cursor, fn *types.Func) []atom {
	call := cur.Node().(*ast.CallExpr)
	if !w.MayReturn(call) {
		return []atom{w.exits(cur)}
	}
	takes := false
	for _, arg := range call.Args {
		t := w.Info.TypeOf(arg)
		takes = takes || t != nil && (resource.IsError(t) || types.IsInterface(t) || isString(t))
	}
	if !takes {
		return nil
	}
	chained := w.alarms(cur)
	n := Node{Kind: Fail, Name: types.ExprString(call.Fun), at: cur, Line: w.fset.Position(call.Pos()).Line}
	return []atom{{happens: func(st state) (Node, []follow, bool) {
		if st.belief == nil {
			return n, nil, false
		}
		for i, arg := range call.Args {
			if !st.belief.holds(arg) {
				continue
			}
			next, n := st, n
			next.atom++
			n.Detail = &Detail{Status: w.exitStatus(call, fn)}
			n.On = st.belief.class
			if st.belief.class == Nil {
				if impl := w.implementations(fn); len(impl) > 0 && !slices.ContainsFunc(impl, func(fn *types.Func) bool { return !w.ends(fn) }) {
					n.Kind = Exit // whatever it is given
					return n, nil, true
				}
				return n, nil, false
			}
			if chained {
				return n, []follow{{Any, next}}, true
			}
			switch w.verdict(fn, trace.Slot(fn, i), st.belief.class == Closed, 3) {
			case Exit:
				n.Kind = Exit
				return n, nil, true
			case Fail:
				return n, []follow{{Any, next}}, true
			}
		}
		return n, nil, false
	}}}
}

// alarms reports whether the call at cur is one of a chain, one of which logs a failure: log.Error().Err(err), entry.WithError(err).Error().
func (w *writer) alarms(cur inspector.Cursor) bool {
	outer := cur
	for outer.ParentEdgeKind() == edge.SelectorExpr_X && outer.Parent().ParentEdgeKind() == edge.CallExpr_Fun {
		outer = outer.Parent().Parent()
	}
	e, depth := outer.Node().(ast.Expr), 0
	for ; depth < 50; depth++ {
		call, ok := ast.Unparen(e).(*ast.CallExpr)
		if !ok {
			break
		}
		if row := w.Row(w.Callee(call)); row != nil && row.Does.Has(resource.LogsFailure) && (depth > 0 || outer != cur) {
			return true
		}
		sel, ok := ast.Unparen(call.Fun).(*ast.SelectorExpr)
		if !ok {
			break
		}
		e = sel.X
	}
	return false
}

// exits is the event that the call at cur is, which does not return, if it is made because of an error.
func (w *writer) exits(cur inspector.Cursor) atom {
	call := cur.Node().(*ast.CallExpr)
	n := Node{Kind: Exit, Name: types.ExprString(call.Fun), at: cur, Line: w.fset.Position(call.Pos()).Line}
	n.Stopped = w.overStop(cur)
	return atom{happens: func(st state) (Node, []follow, bool) {
		n := n
		n.Detail = &Detail{Status: w.exitStatus(call, w.Callee(call))}
		n.On = w.about(cur, st.belief)
		return n, nil, n.On != 0
	}}
}

func isString(t types.Type) bool {
	b, ok := t.Underlying().(*types.Basic)
	return ok && b.Info()&types.IsString != 0
}

// verdict says what fn does about the error in its i'th parameter: Exit if it ends the process over it, Fail if it logs it as a
// failure.
func (b *builder) verdict(fn *types.Func, i int, closed bool, depth int) Kind {
	if row := b.Row(fn); row != nil {
		return failing(row)
	}
	if recv := fn.Signature().Recv(); recv != nil && types.IsInterface(recv.Type()) {
		return b.agreed(fn, i, closed, depth)
	}
	decl, node := b.Decl(fn)
	if node == nil {
		if row := b.Ask(fn); row != nil && b.Own(fn.Pkg()) {
			return failing(row)
		}
		return Pass
	}
	v := trace.Param(b.Info, node.Type, i)
	g := b.Graph(decl)
	if v == nil || g == nil || depth == 0 {
		return Pass
	}
	says := serveerr.NewBelief(b.Info, closed, v)
	found := Pass
	g.Walk(g.Entry(), says.Branch(g), func(_ flow.Point, n ast.Node) flow.Action {
		cur, ok := decl.FindNode(n)
		if !ok {
			return flow.Go
		}
		for c := range cur.Preorder((*ast.CallExpr)(nil)) {
			call := c.Node().(*ast.CallExpr)
			switch callee := b.Callee(call); {
			case index.Function(c) != decl:
			case !b.MayReturn(call):
				found = Exit
				return flow.Stop
			case callee != nil:
				for j, arg := range call.Args {
					if says.Holds(arg) && telemetry.Alarms(b.Index, call) {
						found = Fail
					}
					if says.Holds(arg) && found == Pass {
						found = b.verdict(callee, trace.Slot(callee, j), closed, depth-1)
					}
				}
			}
		}
		return flow.Go
	})
	if says.Unsure {
		return Pass
	}
	return found
}

// ends reports whether fn never returns, but ends the process.
func (b *builder) ends(fn *types.Func) bool {
	row := b.Ask(fn)
	return row != nil && row.Does.Has(resource.Exits)
}

func failing(row *resource.Row) Kind {
	if row.Does.Has(resource.Exits) {
		return Exit
	}
	if row.Does.Has(resource.LogsFailure) {
		return Fail
	}
	return Pass
}

// agreed is verdict for a method of an interface: what all of the module's types that have it agree on.
func (b *builder) agreed(fn *types.Func, i int, closed bool, depth int) Kind {
	if depth == 0 {
		return Pass
	}
	found := Pass
	for n, impl := range b.implementations(fn) {
		v := b.verdict(impl, i, closed, depth-1)
		if n > 0 && v != found {
			return Pass
		}
		found = v
	}
	return found
}
