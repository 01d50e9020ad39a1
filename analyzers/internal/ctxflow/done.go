package ctxflow

import (
	"go/ast"
	"go/token"
	"go/types"

	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"

	"github.com/shutdownlint/shutdownlint/analyzers/internal/flow"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/index"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/resource"
)

// A Reason says why a context has ended.
type Reason uint8

// Reasons.
const (
	Alive     Reason = iota
	Received         // the program waited for its end
	Cancelled        // its cancel function has run
	Expiring         // its deadline was set before the program waited for a signal
	Request          // it ends with a request, which the stop waits for
)

// An End is the end of a context that an expression holds.
type End struct {
	Reason Reason
	At     inspector.Cursor // where it ended
	Of     *Context         // the context that ended: the one that the expression holds, or one that it is derived from
	Held   *Context         // the one that the expression holds
}

// Ended says whether the context that the expression at arg holds is done when the call around it runs. Where it may
// hold several contexts, all of them are.
func (f *Flow) Ended(arg inspector.Cursor) End {
	var first End
	contexts := f.Of(arg)
	if contexts == nil {
		return first
	}
	sites := f.sites(arg)
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

func (f *Flow) ended(c *Context, sites []site) End {
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

// A site is a place at which code runs, seen from a function that leads to it.
type site struct {
	fn       inspector.Cursor // the function declaration or literal
	at       inspector.Cursor // in it
	deferred bool             // at is a defer statement: the code runs when fn returns
	after    inspector.Cursor // the context after whose end fn is called, if valid
}

// sites returns the places at which the code at cur runs: in its own function, and for a function literal in the
// function around it, where it is started, called or deferred.
func (f *Flow) sites(cur inspector.Cursor) []site {
	var all []site
	for range depth {
		fn := index.Function(cur)
		if !fn.Valid() {
			break
		}
		s := site{fn: fn, at: cur}
		for c := range cur.Enclosing((*ast.DeferStmt)(nil)) {
			if fn.Contains(c) {
				s.at, s.deferred = c, true
			}
			break
		}
		lit, ok := fn.Node().(*ast.FuncLit)
		if ok {
			s.after = f.afterDone(fn)
		}
		all = append(all, s)
		if !ok {
			break
		}
		cur = fn.Parent()
		if call, ok := f.onlyCall(fn, lit); ok {
			cur = call
		} else if fn.ParentEdgeKind() == edge.AssignStmt_Rhs || fn.ParentEdgeKind() == edge.ValueSpec_Values || fn.ParentEdgeKind() == edge.KeyValueExpr_Value || fn.ParentEdgeKind() == edge.ReturnStmt_Results {
			break // who calls it, and when, is not known
		}
	}
	return all
}

// onlyCall returns the one call of a function literal that is assigned to a variable.
func (f *Flow) onlyCall(fn inspector.Cursor, lit *ast.FuncLit) (inspector.Cursor, bool) {
	if fn.ParentEdgeKind() != edge.AssignStmt_Rhs {
		return fn, false
	}
	stmt := fn.Parent().Node().(*ast.AssignStmt)
	for i, rhs := range stmt.Rhs {
		if rhs != lit || len(stmt.Lhs) != len(stmt.Rhs) {
			continue
		}
		id, ok := stmt.Lhs[i].(*ast.Ident)
		if !ok {
			return fn, false
		}
		v, ok := f.Index.Info.ObjectOf(id).(*types.Var)
		if !ok || v.IsField() {
			return fn, false
		}
		var calls []inspector.Cursor
		for _, use := range f.Index.Uses(v) {
			if use.ParentEdgeKind() == edge.AssignStmt_Lhs {
				if use.Node() != id {
					return fn, false
				}
				continue
			}
			call, ok := f.Index.CallOf(use)
			if !ok {
				return fn, false
			}
			calls = append(calls, call)
		}
		if len(calls) == 1 {
			return calls[0], true
		}
	}
	return fn, false
}

// afterDone returns the context after whose end the function literal at fn is called, by context.AfterFunc.
func (f *Flow) afterDone(fn inspector.Cursor) inspector.Cursor {
	if fn.ParentEdgeKind() != edge.CallExpr_Args {
		return inspector.Cursor{}
	}
	call := fn.Parent()
	row := f.Index.Row(f.Index.Callee(call.Node().(*ast.CallExpr)))
	if row == nil || !row.Does.Has(resource.AfterDone) {
		return inspector.Cursor{}
	}
	return call.ChildAt(edge.CallExpr_Args, 0)
}

// endOf says whether d has ended when the code at the innermost of the sites runs.
func (f *Flow) endOf(d *Context, sites []site) End {
	for _, s := range sites {
		if s.after.Valid() && f.holds(s.after, d) {
			return End{Reason: Received, At: s.after}
		}
		g := f.Graph(s.fn)
		if g == nil {
			continue
		}
		for _, e := range f.ends(s.fn, d) {
			if f.before(g, s, e, d) {
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
func (f *Flow) before(g *flow.Graph, s site, e End, d *Context) bool {
	renewed := func(n ast.Node) bool {
		return d.Var == nil && !isRange(n) && n.Pos() <= d.At.Node().Pos() && d.At.Node().End() <= n.End()
	}
	at, ok := g.At(s.at.Node())
	if !ok {
		return false
	}
	if stmt, ok := e.At.Parent().Node().(*ast.DeferStmt); ok {
		// Deferred calls run in reverse order: the cancel function runs first if it was deferred last.
		later, ok := g.At(stmt)
		return ok && s.deferred && s.at.Node() != stmt && g.Path(at.Next(), later, renewed)
	}
	from, ok := g.After(e.At.Node())
	if !ok {
		return false
	}
	if s.deferred {
		return s.at.Node() != e.At.Parent().Node() && (g.Path(from, at, renewed) || g.Path(at, from, renewed) && f.returns(g, from))
	}
	return g.Path(from, at, renewed)
}

// returns reports whether the function can return after p.
func (f *Flow) returns(g *flow.Graph, p flow.Point) bool {
	for _, exit := range g.Exits() {
		if g.Path(p, exit, nil) {
			return true
		}
	}
	return false
}
