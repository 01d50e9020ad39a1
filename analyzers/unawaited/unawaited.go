package unawaited

import (
	_ "embed"
	"go/ast"
	"go/types"
	"slices"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ast/inspector"

	"github.com/shutdownlint/shutdownlint/analyzers/internal/docs"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/lifecycle"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/report"
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
	reported := make(map[inspector.Cursor]bool)
	for _, root := range l.Roots() {
		p, ok := l.Program(root)
		if !ok {
			continue
		}
		for _, o := range p.Outruns() {
			at, serve := stop(p, o.Drain), p.At(o.Serve)
			if !at.Valid() || reported[at] {
				continue
			}
			reported[at] = true
			f := report.Finding{
				Range:    at.Node(),
				Category: "shutdown-not-awaited",
				Message:  "nobody waits for " + called(at) + ": " + root.String() + " returns as soon as " + called(serve) + " does, and requests in flight are cut",
				Related:  []analysis.RelatedInformation{report.Related(serve.Node(), "this returns as soon as the stop begins")},
				Fixes:    await(pass, l.Summary, p.At(o.Drain.Actor.Start), serve),
			}
			if drain, ok := p.Elsewhere(o.Drain); ok {
				f.Related = append(f.Related, analysis.RelatedInformation{Pos: drain, End: drain, Message: "the server is stopped here"})
			}
			r.Report(f)
		}
	}
	workers(l.Summary, r)
	return r.Result(), nil
}

// stop returns the call in the goroutine that stops the server or leads to that.
func stop(p *lifecycle.Program, drain *lifecycle.Event) inspector.Cursor {
	e := drain
	for e.Call != drain.Actor.Start && e.Call != nil {
		e = e.Call
	}
	return p.At(e)
}

// called returns the function that the call at cur calls, as the source has it.
func called(cur inspector.Cursor) string {
	if call, ok := cur.Node().(*ast.CallExpr); ok {
		return types.ExprString(call.Fun)
	}
	return types.ExprString(cur.Node().(ast.Expr))
}
