package falsefatal

import (
	_ "embed"
	"go/ast"
	"go/types"
	"slices"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ast/inspector"

	"github.com/shutdownlint/shutdownlint/analyzers/internal/docs"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/index"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/report"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/resource"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/server"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/site"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/summary"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/trace"
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

func run(pass *analysis.Pass) (any, error) {
	s, r := summary.Of(pass), report.New(pass)
	servers := server.Find(s, resource.HTTPServer)
	reported := make(map[inspector.Cursor]bool)
	for _, srv := range servers {
		for _, e := range srv.Serves {
			if e.Kind == trace.Bound || e.Effect.Has(resource.ShutsDown) || !passesClosed(s, e.At) || !stopsMeanwhile(srv, e.At) {
				continue
			}
			f := &follower{Summary: s, origin: e.At, seen: make(map[inspector.Cursor]bool)}
			f.value(e.At, 4)
			if !reported[e.At] {
				reported[e.At] = true
				reportClosed(pass, r, f)
			}
		}
	}
	reportSudden(s, r, servers, reported)
	if len(servers) == 1 {
		reportBind(s, r, servers[0])
	}
	return r.Result(), nil
}

// passesClosed reports whether the call at serve returns http.ErrServerClosed: some functions that serve know that error.
func passesClosed(s *summary.Summary, serve inspector.Cursor) bool {
	row := s.Ask(s.Callee(serve.Node().(*ast.CallExpr)))
	return row != nil && row.Does.Has(resource.PassesClosed)
}

// stopsMeanwhile reports whether srv is shut down by other code than that which goes on when the call at serve returns.
func stopsMeanwhile(srv *server.Server, serve inspector.Cursor) bool {
	if srv.Creation.Effect.Has(resource.ShutsDown) {
		return true
	}
	for _, stop := range srv.Stops {
		if stop.Kind == trace.Bound || index.Function(stop.At) != index.Function(serve) {
			return true
		}
		if site.Own(stop.At).How.Has(site.Goroutine) {
			return true // what is deferred finds nothing to stop
		}
	}
	return false
}

// reportClosed reports what happens to http.ErrServerClosed.
func reportClosed(pass *analysis.Pass, r *report.Reporter, f *follower) {
	if f.unsure {
		return // a helper may know the error
	}
	serve := types.ExprString(f.origin.Node().(*ast.CallExpr).Fun)
	for _, exit := range f.exits {
		call := exit.Node().(*ast.CallExpr)
		if index.Function(exit) != index.Function(f.origin) {
			f.failed = append(f.failed, exit)
			continue
		}
		r.Report(report.Finding{
			Range:    call,
			Category: "fatal-in-goroutine",
			Message:  types.ExprString(call.Fun) + " ends the process in the middle of the drain: " + serve + " returns http.ErrServerClosed as soon as Shutdown is called",
			Fixes:    guard(pass, f, exit),
		})
		return // the same error, handled on another path
	}
	if len(f.failed) > 0 {
		r.Report(report.Finding{
			Range:    f.origin.Node(),
			Category: "errserverclosed-as-error",
			Message:  serve + " returns http.ErrServerClosed after every Shutdown, which is taken for a failure: an orderly stop looks like a crash",
			Related:  []analysis.RelatedInformation{report.Related(f.failed[0].Node(), "the error is treated as a failure here")},
			Fixes:    guard(pass, f, f.failed[0]),
		})
	}
}
