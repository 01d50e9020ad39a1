package unflushed

import (
	"go/ast"
	"go/types"
	"strings"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"

	"github.com/shutdownlint/shutdownlint/analyzers/internal/ctxflow"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/fix"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/lifecycle"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/report"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/resource"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/summary"
)

// stops reports the stops of telemetry providers that are given a context that is done, or come before the server has drained.
func (c *checker) stops() {
	reported := make(map[inspector.Cursor]bool)
	for _, file := range c.Files {
		for call := range file.Preorder((*ast.CallExpr)(nil)) {
			reported[call] = stopsProvider(c.Summary, call) && c.dead(call)
		}
	}
	for _, p := range c.Programs() {
		for _, e := range p.Early(c.ends) {
			if at := p.Site(e.End); e.When == lifecycle.Before && at.Valid() && !reported[at] {
				reported[at] = true
				c.undrained(at, p.Site(e.Drain))
			}
		}
	}
}

// ends reports whether e shuts a telemetry provider down for good. A flush may not be the last one.
func (c *checker) ends(e *lifecycle.Event) bool {
	return e.Kind == lifecycle.Flush && strings.HasSuffix(e.Name, ".Shutdown") && (!e.Where().Valid() || stopsProvider(c.Summary, e.Where()))
}

// stopsProvider reports whether the call at cur shuts a telemetry provider down for good, or makes it send what it has.
func stopsProvider(s *summary.Summary, cur inspector.Cursor) bool {
	call, ok := cur.Node().(*ast.CallExpr)
	if !ok || len(call.Args) != 1 {
		return false
	}
	fn := s.Callee(call)
	if fn == nil {
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
		why = " got its deadline before the " + end.Awaited() + " was awaited"
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
		Remedy:   "give it a deadline of its own",
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

// undrained reports the stop at cur, which runs before the drain.
func (c *checker) undrained(cur, drain inspector.Cursor) {
	c.Report(report.Finding{
		Range:    cur.Node(),
		Category: category,
		Message:  lifecycle.Name(cur) + " runs before " + lifecycle.Name(drain) + " has drained the server: what the requests in flight still record is dropped",
		Remedy:   "call it behind the drain",
		Related:  []analysis.RelatedInformation{report.Related(drain.Node(), "the server is drained here")},
	})
}
