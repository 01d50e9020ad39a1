package unawaited

import (
	"go/ast"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"

	"github.com/shutdownlint/shutdownlint/analyzers/internal/lifecycle"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/report"
)

// reportWorkers reports the goroutines in p that work off items with something that is closed when a stop is asked for, without a wait for
// them: where they are started, or where that is called if it is in another package.
func reportWorkers(r *report.Reporter, p *lifecycle.Program, reported map[inspector.Cursor]bool) {
	for _, u := range p.Unjoined() {
		start := u.Take.Actor.Start
		at, end := p.At(start), p.At(u.End)
		if !at.Valid() || !end.Valid() || reported[at] {
			continue
		}
		reported[at] = true
		worker := "this goroutine"
		related := []analysis.RelatedInformation{report.Related(end.Node(), "this ends what it works with")}
		if pos, ok := p.Elsewhere(start); ok {
			worker = "what this goroutine starts"
			if !literal(at) {
				worker = "the goroutine that " + lifecycle.Name(at) + " starts"
			}
			related = append(related, analysis.RelatedInformation{Pos: pos, End: pos, Message: "the goroutine is started here"})
		}
		if at.ParentEdgeKind() == edge.GoStmt_Call {
			at = at.Parent()
		}
		r.Report(report.Finding{
			Range:    at.Node(),
			Category: "worker-not-awaited",
			Message:  "nobody waits for " + worker + ": " + lifecycle.Name(end) + " runs on the way out while it may be at work with that, and what it has in hand is lost",
			Remedy:   "wait for it before " + lifecycle.Name(end),
			Note:     true,
			Related:  related,
		})
	}
}

// literal reports whether a function literal runs at cur, a call or a function value.
func literal(cur inspector.Cursor) bool {
	n := cur.Node()
	if call, ok := n.(*ast.CallExpr); ok {
		n = ast.Unparen(call.Fun)
	}
	_, ok := n.(*ast.FuncLit)
	return ok
}
