package unawaited

import (
	_ "embed"
	"go/ast"
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ast/inspector"

	"github.com/shutdownlint/shutdownlint/analyzers/internal/docs"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/index"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/report"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/resource"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/server"
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
	reported := make(map[inspector.Cursor]bool)
	c := &checker{Summary: s}
	for _, srv := range append(server.Find(s, resource.HTTPServer), server.Held(s)...) {
		for _, stop := range srv.Stops {
			if stop.Kind == trace.Bound {
				continue // somebody else calls it
			}
			l, ok := c.launch(stop.At)
			if !ok || reported[l.call] {
				continue // called by the function that waits, or by code about which nothing is known
			}
			serve, ok := c.unawaited(srv, l)
			if !ok {
				continue
			}
			reported[l.call] = true
			name := types.ExprString(l.call.Node().(*ast.CallExpr).Fun)
			r.Report(report.Finding{
				Range:    l.call.Node(),
				Category: "shutdown-not-awaited",
				Message:  "nobody waits for " + name + ": " + functionName(serve.top) + " returns as soon as " + types.ExprString(serve.at.Node().(*ast.CallExpr).Fun) + " does, and requests in flight are cut",
				Related:  related(pass, s, stop, serve),
				Fixes:    await(pass, s, l, serve),
			})
		}
	}
	workers(s, r)
	return r.Result(), nil
}

// related names what returns too soon, and where another package has the stop.
func related(pass *analysis.Pass, s *summary.Summary, stop trace.Event, serve serving) []analysis.RelatedInformation {
	places := []analysis.RelatedInformation{report.Related(serve.at.Node(), "this returns as soon as the stop begins")}
	if fn := stop.Func; fn != nil && fn.Pkg() != pass.Pkg && s.Row(fn) == nil && fn.Pos().IsValid() {
		places = append(places, analysis.RelatedInformation{Pos: fn.Pos(), End: fn.Pos() + token.Pos(len(fn.Name())), Message: fn.Name() + " stops the server"})
	}
	return places
}

func functionName(fn inspector.Cursor) string {
	if decl, ok := fn.Node().(*ast.FuncDecl); ok {
		return decl.Name.Name
	}
	return "the function"
}

// A serving is a call that serves, and the outermost function that returns when it does.
type serving struct {
	at  inspector.Cursor
	top inspector.Cursor
}

// unawaited returns a call that serves srv and upon whose return the function that launched the stop returns too.
func (c *checker) unawaited(srv *server.Server, l launch) (serving, bool) {
	c.registry = l.registry
	for _, e := range srv.Serves {
		if e.Kind == trace.Bound || e.Effect.Has(resource.ShutsDown) {
			continue
		}
		row := c.Ask(c.Callee(e.At.Node().(*ast.CallExpr)))
		if row == nil || !row.Does.Any(resource.PassesClosed|resource.ReturnsEarly) {
			continue // it may wait for the stop itself
		}
		for _, at := range c.returns(e.At, l) {
			if top, ok := c.ends(at, l, row.Does.Has(resource.PassesClosed), 4); ok && (!l.global || isMain(top)) {
				return serving{e.At, top}, true
			}
		}
	}
	return serving{}, false
}

// ends reports whether the function around the call at cur returns after it without waiting for anything, and so do its
// callers up to the one that launched the stop, which it returns.
func (c *checker) ends(cur inspector.Cursor, l launch, serves bool, depth int) (inspector.Cursor, bool) {
	fn := index.Function(cur)
	if depth == 0 || !fn.Valid() || c.waitsAfter(fn, cur, l, serves) {
		return fn, false
	}
	if fn == l.fn || c.launchesBefore(fn, cur, l) {
		return fn, true
	}
	for _, at := range c.Sites().Callers(fn) {
		if at.How == 0 && at.Fn.Valid() {
			if top, ok := c.ends(at.At, l, false, depth-1); ok {
				return top, true
			}
		}
	}
	return fn, false
}

// launchesBefore reports whether the function at fn calls, other than in a goroutine, the function that launches the stop.
func (c *checker) launchesBefore(fn, cur inspector.Cursor, l launch) bool {
	for at := range c.Sites().Of(l.stmt) {
		if at.Fn == fn && at.Via == 0 && (at.At.Node().Pos() < cur.Node().Pos() || cur.Contains(at.At)) {
			return true
		}
	}
	return false
}

// isMain reports whether the function at fn is called main.
func isMain(fn inspector.Cursor) bool { return functionName(fn) == "main" }
