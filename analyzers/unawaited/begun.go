package unawaited

import (
	"go/ast"
	"go/types"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"

	"github.com/shutdownlint/shutdownlint/analyzers/internal/fix"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/index"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/report"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/resource"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/summary"
)

// begun reports stops that only begin, and whose end, which their result tells, nobody awaits.
func begun(pass *analysis.Pass, s *summary.Summary, r *report.Reporter) {
	for _, fn := range s.Funcs() {
		if row := s.Row(fn); row == nil || !row.Does.Has(resource.Begins) {
			continue
		}
		for call := range s.Calls(fn) {
			if !index.Dropped(call) {
				continue
			}
			name := types.ExprString(call.Node().(*ast.CallExpr).Fun)
			r.Report(report.Finding{
				Range:    call.Node(),
				Category: "stop-not-awaited",
				Message:  name + " does not wait for the jobs that run: they are cut where the program ends, and fail on what is closed next",
				Remedy:   "receive from its result",
				Note:     true,
				Fixes:    receive(pass, call),
			})
		}
	}
}

// receive waits for the end of the context that the call returns. What is deferred needs a function around it, and what the
// jobs may take of the way out is for the program to say then.
func receive(pass *analysis.Pass, call inspector.Cursor) []analysis.SuggestedFix {
	b := fix.At(pass, call.Node().Pos())
	if b == nil || call.ParentEdgeKind() != edge.ExprStmt_X {
		return nil
	}
	b.Replace(call.Node(), "<-%s.Done()", b.Text(call.Node()))
	return []analysis.SuggestedFix{b.Fix("Wait for the jobs that run")}
}
