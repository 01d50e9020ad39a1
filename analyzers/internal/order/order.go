// Package order says which of two calls on the way down runs first.
package order

import (
	"go/ast"
	"slices"

	"golang.org/x/tools/go/ast/inspector"

	"github.com/shutdownlint/shutdownlint/analyzers/internal/resource"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/site"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/summary"
)

// A Step is one call on the way down.
type Step struct {
	Call   inspector.Cursor // or the method value that is handed to a life cycle
	Fn     inspector.Cursor // the function in which it takes effect
	At     inspector.Cursor // the call, or the statement that defers it, or the call that hands it to a life cycle
	Defers bool
	Cycle  Cycle
}

// Steps returns the calls that is accepts, in the order of the source. What a deferred function literal does takes effect in
// the function that defers it, and what one does that is handed to a life cycle, where it is handed over.
func Steps(s *summary.Summary, is func(*summary.Summary, inspector.Cursor) bool) []Step {
	var all []Step
	for _, file := range s.Files {
		for call := range file.Preorder((*ast.CallExpr)(nil)) {
			if is(s, call) {
				all = append(all, At(s, call)...)
			}
		}
	}
	return all
}

// At returns the steps that the call at cur makes: more than one where its own function and another give it an order.
func At(s *summary.Summary, call inspector.Cursor) []Step {
	own := site.Own(call)
	if !own.Fn.Valid() || own.How.Has(site.Goroutine) {
		return nil
	}
	all := []Step{stepAt(s, call, own)}
	if _, ok := own.Fn.Node().(*ast.FuncLit); !ok || own.How.Has(site.Deferred) {
		return all
	}
	for _, at := range s.Sites().Value(own.Fn) {
		switch st := stepAt(s, call, at); {
		case !at.Fn.Valid():
		case at.How == site.Deferred:
			all = slices.Insert(all, 0, st)
		case st.Cycle.Order != 0:
			all = append(all, st)
		}
	}
	return all
}

// stepAt returns the step that the code at call makes at one of the sites at which it runs.
func stepAt(s *summary.Summary, call inspector.Cursor, at site.Site) Step {
	st := Step{Call: call, Fn: at.Fn, At: at.Stmt(), Defers: at.How.Has(site.Deferred)}
	if order := at.To & (resource.LastFirst | resource.FirstFirst); order != 0 && at.How.Has(site.Hook) {
		st.Cycle = Cycle{Order: order, Of: s.Subject(at.At)}
	}
	return st
}

// Drains reports whether the call at cur stops a server gracefully.
func Drains(s *summary.Summary, cur inspector.Cursor) bool {
	call := cur.Node().(*ast.CallExpr)
	fn := s.Callee(call)
	if fn == nil {
		return false
	}
	row := s.Row(fn)
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

// First reports whether c runs before d on some path on which both run, as far as their function, or the life cycle to which
// it hands both, says.
func First(s *summary.Summary, c, d Step, drains []Step) bool {
	g := s.Graph(c.Fn)
	if g == nil || c.Fn != d.Fn || c.Cycle != d.Cycle || c.At == d.At {
		return false
	}
	switch {
	case c.Cycle.Order == resource.LastFirst:
		return g.Leads(d.At.Node(), c.At.Node(), nil)
	case c.Defers && d.Defers:
		return g.Leads(d.At.Node(), c.At.Node(), nil) && !drainedBefore(c.Fn, drains)
	case c.Defers:
		return false // runs after whatever is not deferred
	case d.Defers:
		return g.Leads(d.At.Node(), c.At.Node(), nil) && !failing(c) && !drainedBefore(c.Fn, drains)
	}
	return g.Leads(c.At.Node(), d.At.Node(), nil) && !g.Leads(d.At.Node(), c.At.Node(), nil)
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
	return slices.ContainsFunc(drains, func(d Step) bool { return d.Fn == fn && !d.Defers && d.Cycle.Order == 0 })
}
