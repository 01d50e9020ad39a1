package unflushed

import (
	"go/ast"
	"go/types"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"

	"github.com/shutdownlint/shutdownlint/analyzers/internal/ctxflow"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/fix"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/order"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/report"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/resource"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/summary"
)

// stops reports the stops of telemetry providers that are given a context that is done, or come before the server has drained.
func (c *checker) stops() {
	ends := order.Steps(c.Summary, stopsProvider)
	if len(ends) == 0 {
		return
	}
	drains := order.Steps(c.Summary, order.Drains)
	reported := make(map[inspector.Cursor]bool)
	for _, end := range ends {
		if !reported[end.Call] && (c.dead(end.Call) || c.undrained(end, drains)) {
			reported[end.Call] = true
		}
	}
}

// stopsProvider reports whether the call at cur shuts a telemetry provider down for good, or makes it send what it has.
func stopsProvider(s *summary.Summary, cur inspector.Cursor) bool {
	call := cur.Node().(*ast.CallExpr)
	fn := s.Callee(call)
	if fn == nil || len(call.Args) != 1 {
		return false
	}
	row := s.Row(fn)
	if row == nil || !row.Recv.Has(resource.Flushes) || fn.Signature().Recv() == nil {
		return false
	}
	switch resource.KindOf(fn.Signature().Recv().Type()) {
	case resource.TracerProvider, resource.MeterProvider, resource.LoggerProvider:
		return true
	}
	return false
}

// dead reports the call at cur if its context has ended.
func (c *checker) dead(cur inspector.Cursor) bool {
	call, arg := cur.Node().(*ast.CallExpr), cur.ChildAt(edge.CallExpr_Args, 0)
	end := c.Contexts().Ended(arg)
	why := " is done by then"
	switch end.Reason {
	case ctxflow.Received, ctxflow.Cancelled:
	case ctxflow.Expiring:
		why = " got its deadline before the signal was awaited"
	default:
		return false
	}
	name := "its context"
	if _, made := ast.Unparen(call.Args[0]).(*ast.CallExpr); !made {
		name = types.ExprString(call.Args[0])
	}
	c.Report(report.Finding{
		Range:    call,
		Category: category,
		Message:  types.ExprString(call.Fun) + " sends nothing of what is batched: " + name + why,
		Related:  []analysis.RelatedInformation{report.Related(end.At.Node(), "here")},
		Fixes:    c.grace(cur, arg),
	})
	return true
}

// grace lets the call at cur send, though its context is done.
func (c *checker) grace(cur, arg inspector.Cursor) []analysis.SuggestedFix {
	if b := fix.At(c.pass, cur.Node().Pos()); b == nil || !b.GoVersion("go1.21") {
		return nil
	}
	f, ok := fix.Grace(c.pass, cur, arg, "Give it 10 seconds of its own", func(b *fix.Builder) string {
		return b.Import("context") + "WithoutCancel(" + b.Text(arg.Node()) + ")"
	})
	if !ok {
		return nil
	}
	return []analysis.SuggestedFix{f}
}

// undrained reports the stop if it runs before one of drains.
func (c *checker) undrained(end order.Step, drains []order.Step) bool {
	call := end.Call.Node().(*ast.CallExpr)
	if c.Callee(call).Name() != "Shutdown" {
		return false // a flush, after which there may be another
	}
	for _, d := range drains {
		if d.Fn != end.Fn || !order.First(c.Summary, end, d, drains) {
			continue
		}
		c.Report(report.Finding{
			Range:    call,
			Category: category,
			Message:  types.ExprString(call.Fun) + " runs before " + types.ExprString(d.Call.Node().(*ast.CallExpr).Fun) + " has drained the server: what the requests in flight still record is dropped",
			Related:  []analysis.RelatedInformation{report.Related(d.Call.Node(), "the server is drained here")},
		})
		return true
	}
	return false
}
