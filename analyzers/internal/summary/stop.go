package summary

import (
	"cmp"
	"go/ast"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"

	"github.com/shutdownlint/shutdownlint/analyzers/internal/ctxflow"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/flow"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/index"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/resource"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/site"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/trace"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/wait"
)

// Contexts returns what knows where the contexts of this package come from.
func (s *Summary) Contexts() *ctxflow.Flow { return &ctxflow.Flow{Index: s.Index, Graph: s.Graph} }

// Waits returns what knows which code of this package may wait, and whom code tells.
func (s *Summary) Waits() *wait.Engine { return &wait.Engine{Index: s.Index, Ask: s.Ask, Own: s.Own} }

// boundsStop notes the parameters of f that bound a graceful stop: contexts that f hands to one.
func (f *function) boundsStop(row *resource.Row) {
	if !f.takesContext() {
		return
	}
	shutsDown := row.Recv.Has(resource.ShutsDown)
	for _, e := range row.Args {
		shutsDown = shutsDown || e.Has(resource.ShutsDown)
	}
	contexts := &ctxflow.Flow{Index: f.Index, Graph: plainGraph}
	for cur := range f.cur.Preorder((*ast.CallExpr)(nil)) {
		fn := f.Callee(cur.Node().(*ast.CallExpr))
		if fn == nil {
			continue
		}
		callee := f.Row(fn)
		if callee == nil && shutsDown && fn != nil && TakesContext(fn) {
			callee = f.ask(fn)
		}
		if callee == nil {
			continue
		}
		for i := range cur.Node().(*ast.CallExpr).Args {
			effect := callee.Slot(trace.Slot(fn, i))
			if !effect.Has(resource.BoundsStop) || !f.runs(cur) {
				continue
			}
			arg := cur.ChildAt(edge.CallExpr_Args, i)
			if contexts.Ended(arg).Reason == ctxflow.Alive { // what f ends itself is no business of its callers
				f.bounds(row, contexts.Of(arg), effect.Has(resource.SoleBound))
			}
		}
	}
}

// bounds notes that a graceful stop gives up when one of the contexts ends.
func (f *function) bounds(row *resource.Row, contexts []*ctxflow.Context, sole bool) {
	for _, c := range contexts {
		effect := resource.BoundsStop
		if sole && !c.Limited() {
			effect |= resource.SoleBound
		}
		c.Chain(func(d *ctxflow.Context) bool {
			for i, v := range f.params {
				if v == nil || d.Var != v {
					continue
				}
				for len(row.Args) <= i {
					row.Args = append(row.Args, 0)
				}
				row.Args[i] |= effect
				return true
			}
			return false
		})
	}
}

// sites returns what knows where the code of f runs.
func (f *function) sites() *site.Finder {
	return &site.Finder{Index: f.Index, Ask: f.ask, Graph: plainGraph}
}

// runs reports whether the code at cur runs before f returns: it stands in no function literal, or in one that f calls or defers.
func (f *function) runs(cur inspector.Cursor) bool {
	for at := range f.sites().Within(cur) {
		if at.Fn == f.cur && !at.Via.Any(site.Aside) {
			return true
		}
	}
	return false
}

func (f *function) takesContext() bool {
	for _, v := range f.params {
		if v != nil && resource.IsContext(v.Type()) {
			return true
		}
	}
	return false
}

// TakesContext reports whether a parameter of fn is a context.
func TakesContext(fn *types.Func) bool {
	for v := range fn.Signature().Params().Variables() {
		if resource.IsContext(v.Type()) {
			return true
		}
	}
	return false
}

// plainGraph returns the graph of a function of which nobody asks which calls return.
func plainGraph(fn inspector.Cursor) *flow.Graph {
	switch n := fn.Node().(type) {
	case *ast.FuncDecl:
		if n.Body != nil {
			return flow.New(n.Body, func(*ast.CallExpr) bool { return true })
		}
	case *ast.FuncLit:
		return flow.New(n.Body, func(*ast.CallExpr) bool { return true })
	}
	return nil
}

// A Stop is a call that stops a server gracefully and gives up when a context ends.
type Stop struct {
	Call    inspector.Cursor
	Context inspector.Cursor // the argument
	Sole    bool             // no deadline of the callee's own bounds the stop
}

// Stops returns the calls in this package of functions that stop a server gracefully within a context: Shutdown, and
// whatever hands its parameter to it. They are in the order of the source.
func (s *Summary) Stops() []Stop {
	var all []Stop
	for _, fn := range s.Funcs() {
		if !TakesContext(fn) {
			continue
		}
		row := s.Row(fn)
		if row == nil && (s.Own(fn.Pkg()) || MayStop(fn)) {
			row = s.Ask(fn) // not of every library function that takes a context: most only pass it on
		}
		if row == nil {
			continue
		}
		for call := range s.Calls(fn) {
			for i := range call.Node().(*ast.CallExpr).Args {
				if effect := row.Slot(trace.Slot(fn, i)); effect.Has(resource.BoundsStop) {
					all = append(all, Stop{Call: call, Context: call.ChildAt(edge.CallExpr_Args, i), Sole: effect.Has(resource.SoleBound)})
					break
				}
			}
		}
	}
	slices.SortFunc(all, func(a, b Stop) int { return cmp.Compare(a.Call.Node().Pos(), b.Call.Node().Pos()) })
	return all
}

// MayStop reports whether a server can be in the receiver or an argument of fn, so that asking what it does to that is worth
// its cost.
func MayStop(fn *types.Func) bool {
	if recv := fn.Signature().Recv(); recv != nil && resource.HoldsKind(recv.Type()) {
		return true
	}
	for v := range fn.Signature().Params().Variables() {
		if resource.HoldsKind(v.Type()) {
			return true
		}
	}
	return false
}

// Subject returns the variable or field that holds what the method call at cur is called on: of a.b.Close(), and of
// b.Close() where b promotes it, the innermost field. It returns nil where there is none.
func (s *Summary) Subject(cur inspector.Cursor) *types.Var { return subject(s.Index, cur) }

func subject(ix *index.Index, cur inspector.Cursor) *types.Var {
	sel, ok := ast.Unparen(cur.Node().(*ast.CallExpr).Fun).(*ast.SelectorExpr)
	if !ok {
		return nil
	}
	if path := index.Path(ix.Info.Selections[sel]); len(path) > 0 {
		return path[len(path)-1]
	}
	return ix.Named(sel.X)
}
