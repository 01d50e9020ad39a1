package nodeadline

import (
	_ "embed"
	"go/ast"
	"go/types"
	"slices"
	"sync"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"

	"github.com/shutdownlint/shutdownlint/analyzers/internal/ctxflow"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/docs"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/facet/exit"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/facet/stops"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/fix"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/index"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/lifecycle"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/report"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/request"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/resource"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/server"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/site"
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

const category = "shutdown-no-deadline"

func run(pass *analysis.Pass) (any, error) {
	l, r := lifecycle.Of(pass), report.New(pass)
	s := l.Summary
	unawaited := l.Unawaited() // these hold nothing up
	code := sync.OnceValue(func() *request.Code { return request.Find(s) })
	for _, stop := range stops.In(s.Package) {
		if unawaited[stop.Call] || !stop.Sole || !unbounded(s, stop) || forced(s, stop.Call) || code().Once(stop.Call) {
			continue
		}
		call := stop.Call.Node().(*ast.CallExpr)
		r.Report(report.Finding{
			Range:    call,
			Category: category,
			Message:  types.ExprString(call.Fun) + " waits for the slowest client, however long that takes: " + types.ExprString(stop.Context.Node().(ast.Expr)) + " has no deadline",
			Remedy:   "give it a context with a timeout",
			Note:     server.StopsSide(s, stop.Call), // few ask it, and shortly
			Fixes:    bound(pass, s, stop),
		})
	}
	for _, fn := range s.Funcs() {
		if row := s.Row(fn); row == nil || !row.Recv.Has(resource.ShutsDown) || fn.Signature().Params().Len() > 0 {
			continue // takes a context, or is no graceful stop
		}
		for call := range s.Calls(fn) {
			if unawaited[call] || forced(s, call) || code().Once(call) || stoppedBefore(s, fn, call) {
				continue
			}
			r.Report(report.Finding{
				Range:    call.Node(),
				Category: category,
				Message:  types.ExprString(call.Node().(*ast.CallExpr).Fun) + " waits for the slowest client, however long that takes: nothing cuts it short",
				Remedy:   cutShort(fn),
			})
		}
	}
	for _, p := range l.Programs() {
		reportHandedDown(r, p, unawaited)
	}
	return r.Result(), nil
}

// reportHandedDown reports the stops in p, by the call of this package that leads to them.
func reportHandedDown(r *report.Reporter, p *lifecycle.Program, unawaited map[inspector.Cursor]bool) {
	found := make(map[inspector.Cursor]*report.Finding)
	var order []*report.Finding
	for _, drain := range p.Unbounded() {
		at := p.At(drain)
		if !at.Valid() || unawaited[at] {
			continue
		}
		f := found[at]
		if f == nil {
			f = &report.Finding{
				Range:    at.Node(),
				Category: category,
				Message:  drain.Name + " waits for the slowest client, however long that takes: the context that " + p.Root.String() + " hands down to it has no deadline",
				Remedy:   "give it a context with a timeout",
				Note:     drain.Where().Valid() && server.StopsSide(p.Summary, drain.Where()),
			}
			found[at], order = f, append(order, f)
		}
		if line, ok := p.Elsewhere(drain); ok {
			f.Related = append(f.Related, report.Elsewhere(line, "a server is stopped here")...)
		}
	}
	for _, f := range order {
		r.Report(*f)
	}
}

// stoppedBefore reports whether the stop at call is deferred by a function in which something else, a goroutine or a hook, stops the
// same server: it comes last and finds the server stopped.
func stoppedBefore(s *summary.Summary, fn *types.Func, call inspector.Cursor) bool {
	v, decl := s.Subject(call), index.Declaration(call)
	if v == nil || !decl.Valid() || call.ParentEdgeKind() != edge.DeferStmt_Call {
		return false
	}
	for other := range s.Calls(fn) {
		if other != call && s.Subject(other) == v && index.Declaration(other) == decl && index.Function(other) != index.Function(call) {
			return true
		}
	}
	return false
}

// cutShort says how to bound fn, a graceful stop without parameters.
func cutShort(fn *types.Func) string {
	recv := fn.Signature().Recv().Type()
	for _, better := range []string{"ShutdownWithTimeout", "ShutdownWithContext"} {
		if m, _, _ := types.LookupFieldOrMethod(recv, true, fn.Pkg(), better); m != nil {
			return "call " + better
		}
	}
	if m, _, _ := types.LookupFieldOrMethod(recv, true, fn.Pkg(), "Stop"); m != nil {
		return "call Stop from a timer"
	}
	return "end the process from a timer"
}

// unbounded reports whether no context that the stop may be given has a deadline, nor has ended already.
func unbounded(s *summary.Summary, stop stops.Stop) bool {
	contexts := s.Contexts().Of(stop.Context)
	for _, c := range contexts {
		if c.Limited() || !endless(s, c, stop) {
			return false
		}
	}
	return len(contexts) > 0 && s.Contexts().Ended(stop.Context).Reason == ctxflow.Alive
}

// endless reports whether nothing but what the stop's own function does can end c, which has no deadline.
func endless(s *summary.Summary, c *ctxflow.Context, stop stops.Stop) bool {
	switch {
	case c.Does.Any(resource.Unending | resource.Detaches):
		return true
	case c.Does.Any(resource.OnSignal | resource.OfRequest):
		return false
	case c.Does.Has(resource.Derives):
		for _, p := range c.Parent {
			if !endless(s, p, stop) {
				return false
			}
		}
		return !cancelledElsewhere(s, c, stop)
	}
	return c.Var != nil && olderThanServer(s, c.Var, stop)
}

// cancelledElsewhere reports whether code outside the function of the stop may cancel c.
func cancelledElsewhere(s *summary.Summary, c *ctxflow.Context, stop stops.Stop) bool {
	if c.Cancel == nil {
		return false
	}
	for _, use := range s.Uses(c.Cancel) {
		call, ok := s.CallOf(use)
		if !ok {
			continue
		}
		if !site.Own(call).How.Has(site.Deferred) && index.Function(call) != index.Function(stop.Call) {
			return true
		}
	}
	return handedOn(s, c.Cancel)
}

// handedOn reports whether v is used otherwise than by calling it.
func handedOn(s *summary.Summary, v *types.Var) bool {
	for _, use := range s.Uses(v) {
		if _, ok := s.CallOf(use); !ok {
			return true
		}
	}
	return false
}

// olderThanServer reports whether v is a parameter of the declared function around the stop, and that function serves: a
// deadline that v had would have been running for as long as the server. Whose end that function waits for, though, has one.
func olderThanServer(s *summary.Summary, v *types.Var, stop stops.Stop) bool {
	decl := index.Declaration(stop.Call)
	if !decl.Valid() || index.Function(s.Def(v)) != decl || s.Contexts().Awaited(v, decl) {
		return false
	}
	for call := range decl.Preorder((*ast.CallExpr)(nil)) {
		if row := s.Row(s.Callee(call.Node().(*ast.CallExpr))); row != nil && row.Recv.Has(resource.Serves) {
			return true
		}
	}
	return false
}

// bound gives the stop ten seconds, unless the process fails when these are over.
func bound(pass *analysis.Pass, s *summary.Summary, stop stops.Stop) []analysis.SuggestedFix {
	if fatal(s, stop.Call) {
		return nil
	}
	f, ok := fix.Grace(pass, stop.Call, stop.Context, "Give the stop 10 seconds", func(b *fix.Builder) string {
		return b.Text(stop.Context.Node())
	})
	if !ok {
		return nil
	}
	return []analysis.SuggestedFix{f}
}

// fatal reports whether the process ends where the call at cur returns an error.
func fatal(s *summary.Summary, cur inspector.Cursor) bool {
	const ends = resource.Exits | resource.MayExit | resource.ExitsIf | resource.Panics
	taken := func(at inspector.Cursor) bool {
		if at.ParentEdgeKind() != edge.CallExpr_Args {
			return false
		}
		call := at.Parent().Node().(*ast.CallExpr)
		return exit.Does(s.Package, call).Any(ends) || s.Builtin(call) == "panic" || !s.MayReturn(call)
	}
	if taken(cur) {
		return true
	}
	if cur.ParentEdgeKind() != edge.AssignStmt_Rhs {
		return false
	}
	stmt := cur.Parent().Node().(*ast.AssignStmt)
	id, ok := stmt.Lhs[len(stmt.Lhs)-1].(*ast.Ident)
	if !ok {
		return true // a field, at which others look
	}
	for _, use := range s.Uses(s.Info.ObjectOf(id)) {
		if use.Node().Pos() < stmt.End() {
			continue
		}
		if taken(use) {
			return true
		}
		for c := range use.Enclosing((*ast.IfStmt)(nil)) {
			branch := c.Node().(*ast.IfStmt)
			if use.Node().End() > branch.Cond.End() {
				break // what is done there is done to it
			}
			for call := range c.ChildAt(edge.IfStmt_Body, -1).Preorder((*ast.CallExpr)(nil)) {
				if !s.MayReturn(call.Node().(*ast.CallExpr)) {
					return true
				}
			}
			break
		}
	}
	return false
}
