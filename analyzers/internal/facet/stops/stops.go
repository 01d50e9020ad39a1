// Package stops says which contexts bound a graceful stop: of a server, or of what waits likewise for the work in its hands.
package stops

import (
	"cmp"
	"go/ast"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"

	"github.com/shutdownlint/shutdownlint/analyzers/internal/body"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/ctxflow"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/resource"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/site"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/trace"
)

// Facet is that of stops. It goes by what slots says of the function.
var Facet = body.Facet{Name: "stops", Effects: resource.BoundsStop | resource.SoleBound, Compute: compute}

// compute notes the parameters of f that bound a graceful stop: contexts that f hands to one.
func compute(f *body.Function, row *resource.Row) {
	if !slices.ContainsFunc(f.Params, func(v *types.Var) bool { return v != nil && resource.IsContext(v.Type()) }) {
		return
	}
	shutsDown := row.Slots().Has(resource.ShutsDown)
	contexts := f.Contexts()
	for cur := range f.Cur.Preorder((*ast.CallExpr)(nil)) {
		fn := f.Callee(cur.Node().(*ast.CallExpr))
		if fn == nil {
			continue
		}
		callee := f.Row(fn)
		if callee == nil && shutsDown && TakesContext(fn) {
			callee = f.Ask(fn)
		}
		for _, stop := range at(cur, fn, callee) {
			if runs(f, cur) && contexts.Ended(stop.Context).Reason == ctxflow.Alive { // what f ends itself is no business of its callers
				bound(f, row, contexts.Of(stop.Context), stop.Sole)
			}
		}
	}
}

// bound notes that a graceful stop gives up when one of the contexts ends.
func bound(f *body.Function, row *resource.Row, contexts []*ctxflow.Context, sole bool) {
	for _, c := range contexts {
		sole := sole && !c.Limited()
		c.Chain(func(d *ctxflow.Context) bool {
			sole = sole && !d.Does.Has(resource.OnSignal)
			i := slices.Index(f.Params, d.Var)
			if d.Var == nil || i < 0 {
				return false
			}
			row.Add(i, resource.BoundsStop)
			if sole && !f.Contexts().Awaited(d.Var, f.Cur) {
				row.Add(i, resource.SoleBound)
			}
			return true
		})
	}
}

// runs reports whether the code at cur runs before f returns: it stands in no function literal, or in one that f calls or defers.
func runs(f *body.Function, cur inspector.Cursor) bool {
	for at := range f.Sites().Within(cur) {
		if at.Fn == f.Cur && !at.Via.Any(site.Aside) {
			return true
		}
	}
	return false
}

// TakesContext reports whether a parameter of fn is a context.
func TakesContext(fn *types.Func) bool {
	return resource.Some(fn.Signature().Params(), resource.IsContext)
}

// A Stop is a call that stops something gracefully and gives up when a context ends.
type Stop struct {
	Call    inspector.Cursor
	Context inspector.Cursor // the argument
	Server  bool             // it stops a server, not a client or a worker
	Sole    bool             // no deadline of the callee's own bounds the stop
}

// at returns what the call at cur, of fn with the given row, does as a stop, by argument.
func at(cur inspector.Cursor, fn *types.Func, row *resource.Row) []Stop {
	if row == nil || !row.Slots().Has(resource.BoundsStop) {
		return nil
	}
	var all []Stop
	server := row.Slots().Has(resource.ShutsDown)
	for i := range cur.Node().(*ast.CallExpr).Args {
		if effect := row.Slot(trace.Slot(fn, i)); effect.Has(resource.BoundsStop) {
			all = append(all, Stop{Call: cur, Context: cur.ChildAt(edge.CallExpr_Args, i), Server: server, Sole: effect.Has(resource.SoleBound)})
		}
	}
	return all
}

// In returns the calls in p of functions that stop a server gracefully within a context: Shutdown, and
// whatever hands its parameter to it. They are in the order of the source.
func In(p *body.Package) []Stop {
	return slices.DeleteFunc(All(p), func(s Stop) bool { return !s.Server })
}

// All returns also those that stop other things: a client with connections in use, a worker with jobs.
func All(p *body.Package) []Stop {
	var all []Stop
	for _, fn := range p.Funcs() {
		if !TakesContext(fn) {
			continue
		}
		row := p.Row(fn)
		if row == nil && (p.Own(fn.Pkg()) || May(fn)) {
			row = p.Ask(fn) // not of every library function that takes a context: most only pass it on
		}
		for call := range p.Calls(fn) {
			if stops := at(call, fn, row); len(stops) > 0 {
				all = append(all, stops[0])
			}
		}
	}
	slices.SortFunc(all, func(a, b Stop) int { return cmp.Compare(a.Call.Node().Pos(), b.Call.Node().Pos()) })
	return all
}

// May reports whether a server can be in the receiver or an argument of fn, so that asking what it does to that is worth
// its cost.
func May(fn *types.Func) bool {
	recv := fn.Signature().Recv()
	return recv != nil && resource.HoldsKind(recv.Type()) || resource.Some(fn.Signature().Params(), resource.HoldsKind)
}
