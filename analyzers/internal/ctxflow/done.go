package ctxflow

import (
	"go/ast"
	"go/token"
	"go/types"

	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"

	"github.com/shutdownlint/shutdownlint/analyzers/internal/index"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/resource"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/site"
)

// A Reason says why a context has ended.
type Reason uint8

// Reasons.
const (
	Alive     Reason = iota
	Received         // the program waited for its end
	Cancelled        // its cancel function has run
	Expiring         // its deadline was set before the program waited for a signal, or for the end of its work
	Request          // it ends with a request, which the stop waits for
)

// An End is the end of a context that an expression holds.
type End struct {
	Reason Reason
	At     inspector.Cursor // where it ended
	Of     *Context         // the context that ended: the one that the expression holds, or one that it is derived from
	Held   *Context         // the one that the expression holds
	Life   bool             // Expiring: it was no signal that the program waited for, but the end of a context that it was given
}

// Awaited names what the program waited for after the deadline of an expiring context had been set.
func (e End) Awaited() string {
	if e.Life {
		return "end of its work"
	}
	return "signal"
}

// Ended says whether the context that the expression at arg holds is done when the call around it runs. Where it may
// hold several contexts, all of them are.
func (f *Flow) Ended(arg inspector.Cursor) End {
	var first End
	contexts := f.Of(arg)
	if contexts == nil {
		return first
	}
	sites := f.sites(arg.Parent())
	for i, c := range contexts {
		end := f.ended(c, sites)
		if end.Reason == Alive {
			return end
		}
		if i == 0 {
			first = end
		}
	}
	return first
}

func (f *Flow) ended(c *Context, sites []site.Site) End {
	var end End
	c.Chain(func(d *Context) bool {
		switch {
		case d.Does.Has(resource.OfRequest):
			end = End{Reason: Request, At: d.At}
		default:
			end = f.endOf(d, sites)
		}
		end.Of, end.Held = d, c
		return end.Reason != Alive
	})
	return end
}

// sites returns the places at which the code at cur runs, up to the declared function around it, or up to where nobody knows
// who calls it, and when.
func (f *Flow) sites(cur inspector.Cursor) []site.Site {
	var all []site.Site
	finder := &site.Finder{Index: f.Index, Ask: f.Index.Row, Graph: f.Graph}
	for s := range finder.Within(cur) {
		if s.How.Has(site.Unknown) || !s.Fn.Valid() {
			break
		}
		all = append(all, s)
	}
	return all
}

// endOf says whether d has ended when the code at the innermost of the sites runs.
func (f *Flow) endOf(d *Context, sites []site.Site) End {
	for _, s := range sites {
		if s.To.Has(resource.AfterDone) {
			if ctx := s.At.ChildAt(edge.CallExpr_Args, 0); f.holds(ctx, d) {
				return End{Reason: Received, At: ctx}
			}
		}
		for _, e := range f.ends(s.Fn, d) {
			if f.before(e, s, d) {
				return e
			}
		}
	}
	if d.Does.Has(resource.Limits) {
		return f.expiring(d, sites)
	}
	return End{}
}

// ends returns the places in the function at fn, but not in the literals in it, where d ends.
func (f *Flow) ends(fn inspector.Cursor, d *Context) []End {
	var all []End
	for cur := range fn.Preorder((*ast.CallExpr)(nil)) {
		if index.Function(cur) != fn {
			continue
		}
		call := cur.Node().(*ast.CallExpr)
		if f.calls(call, d.Cancel) {
			if cur.ParentEdgeKind() != edge.GoStmt_Call {
				all = append(all, End{Reason: Cancelled, At: cur})
			}
			continue
		}
		if recv, ok := f.Received(cur); ok && f.holds(recv, d) {
			all = append(all, End{Reason: Received, At: cur.Parent()})
		}
	}
	return all
}

// calls reports whether call calls the function that ends a context: its cancel function, or the Wait method of the group
// whose context it is.
func (f *Flow) calls(call *ast.CallExpr, cancel *types.Var) bool {
	if cancel == nil {
		return false
	}
	switch fun := ast.Unparen(call.Fun).(type) {
	case *ast.Ident:
		return f.Index.Info.Uses[fun] == cancel
	case *ast.SelectorExpr:
		id, ok := ast.Unparen(fun.X).(*ast.Ident)
		if !ok || f.Index.Info.Uses[id] != cancel {
			return false
		}
		row := f.Index.Row(f.Index.Callee(call))
		return row != nil && row.Does.Has(resource.EndsGroup)
	}
	return false
}

// Received returns the context for whose end the program waits by receiving from the result of the call at cur.
func (f *Flow) Received(cur inspector.Cursor) (inspector.Cursor, bool) {
	row := f.Index.Row(f.Index.Callee(cur.Node().(*ast.CallExpr)))
	if row == nil || !row.Does.Has(resource.AwaitsDone) || cur.ParentEdgeKind() != edge.UnaryExpr_X || cur.Parent().Node().(*ast.UnaryExpr).Op != token.ARROW {
		return cur, false
	}
	sel := cur.ChildAt(edge.CallExpr_Fun, -1)
	if _, ok := sel.Node().(*ast.SelectorExpr); !ok {
		return cur, false
	}
	return sel.ChildAt(edge.SelectorExpr_X, -1), true
}

// Awaited reports whether code in the function at fn, or in its literals, waits for the end of v, a context.
func (f *Flow) Awaited(v *types.Var, fn inspector.Cursor) bool {
	for cur := range fn.Preorder((*ast.CallExpr)(nil)) {
		if recv, ok := f.Received(cur); ok && f.holds(recv, &Context{Var: v}) {
			return true
		}
	}
	return false
}

// holds reports whether the expression at cur holds d, and nothing else.
func (f *Flow) holds(cur inspector.Cursor, d *Context) bool {
	contexts := f.Of(cur)
	for _, c := range contexts {
		if !c.Same(d) {
			return false
		}
	}
	return len(contexts) > 0
}

// before reports whether some path leads through e and then to the code of s, d not made anew in between.
func (f *Flow) before(e End, s site.Site, d *Context) bool {
	finder := &site.Finder{Index: f.Index, Graph: f.Graph}
	return finder.Before(site.Own(e.At), s, func(n ast.Node) bool {
		return d.Var == nil && !isRange(n) && n.Pos() <= d.At.Node().Pos() && d.At.Node().End() <= n.End()
	})
}
