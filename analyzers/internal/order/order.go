// Package order says which of two calls on the way down runs first.
package order

import (
	"go/ast"
	"slices"

	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"

	"github.com/shutdownlint/shutdownlint/analyzers/internal/flow"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/index"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/resource"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/summary"
)

// A Step is one call on the way down.
type Step struct {
	Call   inspector.Cursor
	Fn     inspector.Cursor // the function in which it takes effect
	At     inspector.Cursor // the call, or the statement that defers it
	Defers bool
}

// Steps returns the calls that is accepts, in the order of the source. What a deferred function literal does takes effect in
// the function that defers it.
func Steps(s *summary.Summary, is func(*summary.Summary, inspector.Cursor) bool) []Step {
	var all []Step
	for _, file := range s.Files {
		for call := range file.Preorder((*ast.CallExpr)(nil)) {
			if !is(s, call) {
				continue
			}
			st := Step{Call: call, Fn: index.Function(call), At: call}
			switch {
			case !st.Fn.Valid() || call.ParentEdgeKind() == edge.GoStmt_Call:
				continue
			case call.ParentEdgeKind() == edge.DeferStmt_Call:
				st.At, st.Defers = call.Parent(), true
			case st.Fn.ParentEdgeKind() == edge.CallExpr_Fun && st.Fn.Parent().ParentEdgeKind() == edge.DeferStmt_Call:
				st.At, st.Defers = st.Fn.Parent().Parent(), true
				st.Fn = index.Function(st.At)
			}
			all = append(all, st)
			if st.Defers && st.At != call.Parent() { // also in the order of the literal itself
				all = append(all, Step{Call: call, Fn: index.Function(call), At: call})
			}
		}
	}
	return all
}

// Drains reports whether the call at cur stops a server gracefully.
func Drains(s *summary.Summary, cur inspector.Cursor) bool {
	call := cur.Node().(*ast.CallExpr)
	fn := s.Callee(call)
	if fn == nil {
		return false
	}
	row := resource.Of(fn)
	if row == nil {
		if fn.Pkg() == nil || resource.IsStandard(fn.Pkg().Path()) || !summary.MayStop(fn) {
			return false
		}
		row = s.Ask(fn)
	}
	if row == nil || row.Recv.Has(resource.Serves) {
		return false
	}
	drains := row.Recv.Has(resource.ShutsDown)
	for _, e := range row.Args {
		if e.Has(resource.Serves) {
			return false // it serves first, and closes nothing before that
		}
		drains = drains || e.Has(resource.ShutsDown)
	}
	return drains
}

// First reports whether c runs before d on some path on which both run.
func First(s *summary.Summary, c, d Step, drains []Step) bool {
	g := s.Graph(c.Fn)
	if g == nil {
		return false
	}
	switch {
	case c.Defers && d.Defers:
		return path(g, d.At, c.At) && !drainedBefore(c.Fn, drains) && c.At != d.At
	case c.Defers:
		return false // runs after whatever is not deferred
	case d.Defers:
		return path(g, d.At, c.At) && !failing(c) && !drainedBefore(c.Fn, drains)
	}
	return path(g, c.At, d.At) && !path(g, d.At, c.At)
}

// failing reports whether the close is part of a failed start: it stands under a condition.
func failing(c Step) bool {
	for cur := range c.At.Enclosing((*ast.IfStmt)(nil), (*ast.CaseClause)(nil)) {
		return c.Fn.Contains(cur)
	}
	return false
}

// drainedBefore reports whether the function at fn also drains a server by a call that is not deferred.
func drainedBefore(fn inspector.Cursor, drains []Step) bool {
	return slices.ContainsFunc(drains, func(d Step) bool { return d.Fn == fn && !d.Defers })
}

func path(g *flow.Graph, from, to inspector.Cursor) bool {
	p, ok := g.After(from.Node())
	if !ok {
		return false
	}
	q, ok := g.At(to.Node())
	return ok && g.Path(p, q, nil)
}
