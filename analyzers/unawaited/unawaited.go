package unawaited

import (
	_ "embed"
	"go/token"
	"slices"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ast/inspector"

	"github.com/shutdownlint/shutdownlint/analyzers/internal/docs"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/lifecycle"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/report"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/server"
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
	stops, workers := make(map[inspector.Cursor]bool), make(map[inspector.Cursor]bool)
	for _, p := range l.Programs() {
		reportStops(pass, r, p, stops)
		reportWorkers(r, p, workers)
	}
	begun(pass, l.Summary, r)
	return r.Result(), nil
}

// reportStops reports the calls in p that stop a server and for which nobody waits.
func reportStops(pass *analysis.Pass, r *report.Reporter, p *lifecycle.Program, reported map[inspector.Cursor]bool) {
	outruns := p.Outruns()
	for _, o := range outruns {
		at, serve := stop(p, o.Drain), p.At(o.Serve)
		start := o.Drain.Actor.Start
		itself := at == serve && start.Until != nil && start.Code.Does != nil // a library has been given a context at whose end it drains
		if !at.Valid() || at == serve && !itself && !o.Left || reported[at] {
			continue // one call that serves and stops knows itself what it waits for
		}
		reported[at] = true
		f := report.Finding{
			Range:    at.Node(),
			Category: "shutdown-not-awaited",
			Message:  "nobody waits for " + lifecycle.Name(at) + ": " + p.Root.String() + " returns as soon as " + lifecycle.Name(serve) + " does, and requests in flight are cut",
			Remedy:   "wait for it before that returns",
			Note:     o.Drain.Where().Valid() && server.StopsSide(p.Summary, o.Drain.Where()),
			Related:  append([]analysis.RelatedInformation{report.Related(serve.Node(), "this returns as soon as the stop begins")}, drains(p, at, outruns)...),
		}
		switch {
		case itself:
			f.Message = "nobody waits until " + lifecycle.Name(at) + " has drained: it returns as soon as its context ends, and " + p.Root.String() + " with it, and requests in flight are cut"
			f.Remedy = "serve in a goroutine, and wait for a shutdown of your own"
			f.Related = nil
		case o.Left:
			f.Message = "nobody waits for " + lifecycle.Name(at) + ": " + p.Root.String() + " goes on while it drains, and requests in flight are cut"
			f.Remedy = "wait for it before " + p.Root.String() + " returns"
			f.Related, f.Fixes = drains(p, at, outruns), stay(pass, p, o)
		default:
			f.Fixes = await(pass, p, o, serve)
		}
		r.Report(f)
	}
}

// drains names the places in other packages where the call at cur stops servers.
func drains(p *lifecycle.Program, at inspector.Cursor, outruns []lifecycle.Outrun) (related []analysis.RelatedInformation) {
	seen := make(map[token.Pos]bool)
	for _, o := range outruns {
		if pos, ok := p.Elsewhere(o.Drain); ok && !seen[pos] && stop(p, o.Drain) == at {
			seen[pos] = true
			related = append(related, analysis.RelatedInformation{Pos: pos, End: pos, Message: "the server is stopped here"})
		}
	}
	return related
}

// stop returns the call in the goroutine that stops the server or leads to that.
func stop(p *lifecycle.Program, drain *lifecycle.Event) inspector.Cursor {
	e := drain
	for e.Call != drain.Actor.Start && e.Call != nil {
		e = e.Call
	}
	return p.At(e)
}
