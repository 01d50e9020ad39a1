package deadctx

import (
	_ "embed"
	"go/ast"
	"go/types"
	"slices"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"

	"github.com/shutdownlint/shutdownlint/analyzers/internal/ctxflow"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/docs"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/facet/stops"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/fix"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/index"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/lifecycle"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/report"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/resource"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/summary"
)

// Doc is the documentation of the check, as its doc.go has it.
//
//go:embed doc.go
var Doc string

// Analyzer is the check.
var Analyzer = docs.Describe(Doc, &analysis.Analyzer{
	Requires:   slices.Concat(report.Requires, []*analysis.Analyzer{lifecycle.Analyzer}),
	ResultType: report.ResultType,
	Run:        run,
})

func run(pass *analysis.Pass) (any, error) {
	l, r := lifecycle.Of(pass), report.New(pass)
	s := l.Summary
	reported := make(map[inspector.Cursor]bool)
	all := stops.All(s.Package)
	for _, stop := range all {
		end := s.Contexts().Ended(stop.Context)
		if end.Reason == ctxflow.Alive {
			continue
		}
		reported[stop.Call] = true
		call := stop.Call.Node().(*ast.CallExpr)
		r.Report(report.Finding{
			Range:    call,
			Category: "shutdown-cancelled-ctx",
			Message:  message(stop, end),
			Remedy:   "give it a context with a deadline of its own",
			Note:     !stop.Server,
			Related:  append(related(stop, end), drains(s, all, stop)...),
			Fixes:    giveGrace(pass, s, stop, end),
		})
	}
	for _, p := range l.Programs() {
		reportHanded(r, p, reported)
	}
	return r.Result(), nil
}

// reportHanded reports the stops in p to which a context that has ended comes through fields, goroutines or methods of interfaces, by the
// call of this package that leads to them. Reported are those that have been found.
func reportHanded(r *report.Reporter, p *lifecycle.Program, reported map[inspector.Cursor]bool) {
	for _, c := range p.Cancelled() {
		at, awaited := p.At(c.Drain), p.At(c.Await)
		if !at.Valid() || !awaited.Valid() || !p.Whole(c.Drain, c.Await) {
			continue
		}
		known := false
		for e := c.Drain; e != nil; e = e.Call {
			known = known || reported[e.Where()]
		}
		if known {
			continue
		}
		reported[at] = true
		f := report.Finding{
			Range:    at.Node(),
			Category: "shutdown-cancelled-ctx",
			Message:  c.Drain.Name + " does not wait for requests in flight: the context that it is given is already done here",
			Remedy:   "give it a context with a deadline of its own",
			Related:  []analysis.RelatedInformation{report.Related(awaited.Node(), "the context has ended here")},
		}
		if line, ok := p.Elsewhere(c.Drain); ok {
			f.Related = append(f.Related, report.Elsewhere(line, "the stop is here")...)
		}
		r.Report(f)
	}
}

func message(s stops.Stop, end ctxflow.End) string {
	arg, waited := s.Context.Node().(ast.Expr), "requests in flight"
	if !s.Server {
		waited = "what is still at work"
	}
	stop, ctx := types.ExprString(s.Call.Node().(*ast.CallExpr).Fun), types.ExprString(arg)
	if _, literal := ast.Unparen(arg).(*ast.CallExpr); literal {
		ctx = "its context"
	}
	switch end.Reason {
	case ctxflow.Expiring:
		return stop + " has no time left for " + waited + ": the deadline of " + ctx + " was set before the " + end.Awaited() + " was awaited"
	case ctxflow.Request:
		return stop + " waits for the request whose context it is given: " + ctx + " ends with that request or keeps it from ending"
	}
	if end.Of == end.Held {
		return stop + " does not wait for " + waited + ": " + ctx + " is already done here"
	}
	return stop + " does not wait for " + waited + ": " + ctx + " is derived from a context that is already done here"
}

func related(stop stops.Stop, end ctxflow.End) []analysis.RelatedInformation {
	switch end.Reason {
	case ctxflow.Received:
		return []analysis.RelatedInformation{report.Related(end.At.Node(), "the context has ended here")}
	case ctxflow.Cancelled:
		return []analysis.RelatedInformation{report.Related(end.At.Node(), "the context is cancelled here")}
	case ctxflow.Expiring:
		return []analysis.RelatedInformation{report.Related(end.Of.At.Node(), "the deadline is set here"), report.Related(end.At.Node(), "the program waits here")}
	}
	return nil
}

// drains names the place in the function that the stop calls where that stops something, if it is of this package.
func drains(s *summary.Summary, all []stops.Stop, stop stops.Stop) []analysis.RelatedInformation {
	fn := s.Callee(stop.Call.Node().(*ast.CallExpr))
	decl, _ := s.Decl(fn)
	for _, below := range all {
		if decl.Valid() && decl.Contains(below.Call) {
			return []analysis.RelatedInformation{report.Related(below.Call.Node(), "the stop is here")}
		}
	}
	return nil
}

// giveGrace makes the stop wait, though its context is done.
func giveGrace(pass *analysis.Pass, s *summary.Summary, stop stops.Stop, end ctxflow.End) []analysis.SuggestedFix {
	b := fix.At(pass, stop.Call.Node().Pos())
	if b == nil || !b.GoVersion("go1.21") || end.Reason == ctxflow.Request {
		return nil
	}
	if parent, ok := deadParent(s, stop, end); ok {
		b := fix.At(pass, parent.Node().Pos())
		b.Replace(parent.Node(), "%sWithoutCancel(%s)", b.Import("context"), b.Text(parent.Node()))
		return []analysis.SuggestedFix{b.Fix("Let the timeout run on a context that is not done")}
	}
	f, ok := fix.Grace(pass, stop.Call, stop.Context, "Give the stop 10 seconds of its own", func(b *fix.Builder) string {
		return b.Import("context") + "WithoutCancel(" + b.Text(stop.Context.Node()) + ")"
	})
	if !ok {
		return nil
	}
	return []analysis.SuggestedFix{f}
}

// deadParent returns the argument by which the stop's context, or one between, is derived from the dead one, where it has a
// timeout of its own and is made after the other's end, in the function of the stop.
func deadParent(s *summary.Summary, stop stops.Stop, end ctxflow.End) (inspector.Cursor, bool) {
	var parent inspector.Cursor
	limited := false
	end.Held.Chain(func(c *ctxflow.Context) bool {
		limited = limited || c.Does.Has(resource.Limits)
		if slices.Contains(c.Parent, end.Of) {
			parent = c.At
			return true
		}
		return false
	})
	if !parent.Valid() || !limited || end.Reason == ctxflow.Expiring || index.Function(parent) != index.Function(stop.Call) {
		return parent, false
	}
	if end.Reason == ctxflow.Cancelled || parent.Node().Pos() < end.At.Node().Pos() && index.Function(end.At) == index.Function(parent) {
		return parent, false
	}
	return parent.ChildAt(edge.CallExpr_Args, 0), onlyHanded(s, parent)
}

// onlyHanded reports whether the context that the call at made makes is only handed to functions that are called there and then: who
// waits for its end would wait for longer if it were not done.
func onlyHanded(s *summary.Summary, made inspector.Cursor) bool {
	if made.ParentEdgeKind() == edge.CallExpr_Args {
		return true
	}
	if made.ParentEdgeKind() != edge.AssignStmt_Rhs {
		return false
	}
	id, ok := made.Parent().Node().(*ast.AssignStmt).Lhs[0].(*ast.Ident)
	if !ok {
		return false
	}
	for _, use := range s.Uses(s.Info.ObjectOf(id)) {
		if use.Node().Pos() < made.Node().End() {
			continue // what it was before
		}
		if use.ParentEdgeKind() != edge.CallExpr_Args || use.Parent().ParentEdgeKind() == edge.GoStmt_Call || index.Function(use) != index.Function(made) {
			return false
		}
	}
	return true
}
