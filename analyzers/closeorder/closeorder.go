package closeorder

import (
	_ "embed"
	"go/ast"
	"go/types"
	"slices"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"

	"github.com/shutdownlint/shutdownlint/analyzers/internal/docs"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/flow"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/index"
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
	Requires:   slices.Concat(report.Requires, []*analysis.Analyzer{summary.Analyzer}),
	ResultType: report.ResultType,
	Run:        run,
})

const category = "close-order"

func run(pass *analysis.Pass) (any, error) {
	s, r := summary.Of(pass), report.New(pass)
	drains := steps(s, drainsServer)
	if len(drains) == 0 {
		return r.Result(), nil
	}
	closes := steps(s, func(s *summary.Summary, call inspector.Cursor) bool {
		return endsStore(s, call) && !drainsServer(s, call)
	})
	done := make(map[inspector.Cursor]bool) // functions: the first close stands for all
	for _, c := range closes {
		if done[c.fn] {
			continue
		}
		for _, d := range drains {
			if d.fn == c.fn && first(s, c, d, drains) {
				done[c.fn] = true
				reportStep(r, c, d, " runs before "+name(d)+" has drained the server: requests in flight fail on it")
				break
			}
		}
		if lit, ok := c.fn.Node().(*ast.FuncLit); ok && !done[c.fn] && duringDrain(s, c.fn, lit) {
			done[c.fn] = true
			reportStep(r, c, c, " runs while Shutdown drains the server, which does not wait for it: requests in flight fail on it")
		}
	}
	return r.Result(), nil
}

func reportStep(r *report.Reporter, c, d step, what string) {
	f := report.Finding{Range: c.call.Node(), Category: category, Message: name(c) + what}
	if c.call != d.call {
		f.Related = []analysis.RelatedInformation{report.Related(d.call.Node(), "the server is drained here")}
	}
	r.Report(f)
}

func name(s step) string { return types.ExprString(s.call.Node().(*ast.CallExpr).Fun) }

// A step is one call on the way down.
type step struct {
	call   inspector.Cursor
	fn     inspector.Cursor // the function in which it takes effect
	at     inspector.Cursor // the call, or the statement that defers it
	defers bool
}

// steps returns the calls that is accepts, in the order of the source. What a deferred function literal does takes effect in
// the function that defers it.
func steps(s *summary.Summary, is func(*summary.Summary, inspector.Cursor) bool) []step {
	var all []step
	for _, file := range s.Files {
		for call := range file.Preorder((*ast.CallExpr)(nil)) {
			if !is(s, call) {
				continue
			}
			st := step{call: call, fn: index.Function(call), at: call}
			switch {
			case !st.fn.Valid() || call.ParentEdgeKind() == edge.GoStmt_Call:
				continue
			case call.ParentEdgeKind() == edge.DeferStmt_Call:
				st.at, st.defers = call.Parent(), true
			case st.fn.ParentEdgeKind() == edge.CallExpr_Fun && st.fn.Parent().ParentEdgeKind() == edge.DeferStmt_Call:
				st.at, st.defers = st.fn.Parent().Parent(), true
				st.fn = index.Function(st.at)
			}
			all = append(all, st)
			if st.defers && st.at != call.Parent() { // also in the order of the literal itself
				all = append(all, step{call: call, fn: index.Function(call), at: call})
			}
		}
	}
	return all
}

// drainsServer reports whether the call at cur stops a server gracefully.
func drainsServer(s *summary.Summary, cur inspector.Cursor) bool {
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

// endsStore reports whether the call at cur closes something that requests share.
func endsStore(s *summary.Summary, cur inspector.Cursor) bool {
	call := cur.Node().(*ast.CallExpr)
	fn := s.Callee(call)
	if fn == nil {
		return false
	}
	if sel, ok := ast.Unparen(call.Fun).(*ast.SelectorExpr); ok && s.Info.Selections[sel] != nil {
		return resource.IsStoreEnd(fn, s.Info.TypeOf(sel.X))
	}
	if fn.Signature().Recv() != nil || fn.Pkg() == nil || resource.IsStandard(fn.Pkg().Path()) || fn.Signature().Params().Len() > 1 || fn.Signature().Results().Len() > 1 {
		return false
	}
	row := s.Ask(fn)
	return row != nil && row.Does.Has(resource.EndsStore)
}

// first reports whether c runs before d on some path on which both run.
func first(s *summary.Summary, c, d step, drains []step) bool {
	g := s.Graph(c.fn)
	if g == nil {
		return false
	}
	switch {
	case c.defers && d.defers:
		return path(g, d.at, c.at) && !drainedBefore(c.fn, drains) && c.at != d.at
	case c.defers:
		return false // runs after whatever is not deferred
	case d.defers:
		return path(g, d.at, c.at) && !failing(c) && !drainedBefore(c.fn, drains)
	}
	return path(g, c.at, d.at) && !path(g, d.at, c.at)
}

// failing reports whether the close is part of a failed start: it stands under a condition.
func failing(c step) bool {
	for cur := range c.at.Enclosing((*ast.IfStmt)(nil), (*ast.CaseClause)(nil)) {
		return c.fn.Contains(cur)
	}
	return false
}

// drainedBefore reports whether the function at fn also drains a server by a call that is not deferred.
func drainedBefore(fn inspector.Cursor, drains []step) bool {
	return slices.ContainsFunc(drains, func(d step) bool { return d.fn == fn && !d.defers })
}

func path(g *flow.Graph, from, to inspector.Cursor) bool {
	p, ok := g.After(from.Node())
	if !ok {
		return false
	}
	q, ok := g.At(to.Node())
	return ok && g.Path(p, q, nil)
}

// duringDrain reports whether the function literal at fn is handed to a server as something to do on Shutdown.
func duringDrain(s *summary.Summary, fn inspector.Cursor, lit *ast.FuncLit) bool {
	if fn.ParentEdgeKind() != edge.CallExpr_Args {
		return false
	}
	row := resource.Of(s.Callee(fn.Parent().Node().(*ast.CallExpr)))
	return row != nil && row.Does.Has(resource.OnDrain)
}
