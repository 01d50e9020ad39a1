package unawaited

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
	for _, srv := range server.Find(s, resource.HTTPServer) {
		c := &checker{Summary: s}
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
				Related:  []analysis.RelatedInformation{report.Related(serve.at.Node(), "this returns as soon as the stop begins")},
				Fixes:    wait(pass, s, l, serve),
			})
		}
	}
	workers(s, r)
	return r.Result(), nil
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
	for _, e := range srv.Serves {
		if e.Kind == trace.Bound || e.Effect.Has(resource.ShutsDown) {
			continue
		}
		for _, at := range c.returns(e.At, l) {
			if top, ok := c.ends(at, l, true, 4); ok {
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
	if depth == 0 || !fn.Valid() || c.waitsAfter(fn, cur, serves) {
		return fn, false
	}
	if fn == l.fn || c.launchesBefore(fn, cur, l, 2) {
		return fn, true
	}
	decl, ok := fn.Node().(*ast.FuncDecl)
	if !ok {
		return fn, false
	}
	obj, ok := c.Info.Defs[decl.Name].(*types.Func)
	if !ok {
		return fn, false
	}
	for call := range c.Calls(obj) {
		if !started(call) {
			if top, ok := c.ends(call, l, false, depth-1); ok {
				return top, true
			}
		}
	}
	return fn, false
}

// launchesBefore reports whether the function at fn calls, other than in a goroutine, the function that launches the stop.
func (c *checker) launchesBefore(fn, cur inspector.Cursor, l launch, depth int) bool {
	decl, ok := l.fn.Node().(*ast.FuncDecl)
	if !ok || depth == 0 {
		return false
	}
	obj, ok := c.Info.Defs[decl.Name].(*types.Func)
	if !ok {
		return false
	}
	for call := range c.Calls(obj) {
		in := index.Function(call)
		if started(call) || !in.Valid() {
			continue
		}
		if in == fn && call.Node().Pos() < cur.Node().Pos() || c.launchesBefore(fn, cur, launch{fn: in}, depth-1) {
			return true
		}
	}
	return false
}

// started reports whether the call at cur is that of a go or defer statement.
func started(cur inspector.Cursor) bool {
	switch cur.Parent().Node().(type) {
	case *ast.GoStmt, *ast.DeferStmt:
		return true
	}
	return false
}
