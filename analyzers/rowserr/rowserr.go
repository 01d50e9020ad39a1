package rowserr

import (
	_ "embed"
	"fmt"
	"go/ast"
	"slices"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"

	"github.com/shutdownlint/shutdownlint/analyzers/internal/docs"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/index"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/owed"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/report"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/resource"
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
	said := make(map[inspector.Cursor]bool)
	for _, v := range owed.Find(s) {
		if !v.Iterator {
			continue
		}
		next, early, ok := unchecked(s, &v)
		if !ok || said[next] {
			continue // fine, or the same helper reads the rows of another query
		}
		said[next] = true
		name, category, asked, looks := rows(next), "rows-err-unchecked", "not checked after the loop", "a short result"
		if !loops(next) {
			asked, looks = "not checked where Next returns false", "one without a row"
		}
		if early {
			asked = "checked only where Next has returned true, before there is an end to ask about"
			if index.Function(next) == index.Function(v.Call) {
				category = "rows-err-misplaced"
			}
		}
		remedy := "return it there"
		if sig := index.Signature(s.Info, index.Function(next)); sig != nil && !resource.Some(sig.Results(), resource.IsFailure) {
			remedy = "log it there"
		}
		r.Report(report.Finding{
			Range:    next.Node(),
			Category: category,
			Message:  fmt.Sprintf("%s.Err is %s: a query that broke off looks like %s", name, asked, looks),
			Related:  []analysis.RelatedInformation{report.Related(v.Call.Node(), "the query")},
			Remedy:   remedy,
			Fixes:    ask(pass, s, &v, next),
		})
	}
	return r.Result(), nil
}

// loops reports whether the call at next is made again and again.
func loops(next inspector.Cursor) bool {
	for range next.Enclosing((*ast.ForStmt)(nil)) {
		return true
	}
	return false
}

// rows returns what the source calls the receiver of the call at next.
func rows(next inspector.Cursor) string {
	if sel, ok := ast.Unparen(next.Node().(*ast.CallExpr).Fun).(*ast.SelectorExpr); ok {
		if id, ok := ast.Unparen(sel.X).(*ast.Ident); ok {
			return id.Name
		}
	}
	return "rows"
}

// unchecked returns the first call of Next on the rows after whose end nobody asks for the error. early says that the same
// function asks for it all the same, but only where there are more rows.
func unchecked(s *summary.Summary, v *owed.Value) (next inspector.Cursor, early, ok bool) {
	var nexts, errs []inspector.Cursor
	for _, e := range s.Tracer().Follow(v.Call, v.Result).Events {
		switch {
		case e.Kind == trace.Lost, e.Kind == trace.Left, e.Kind == trace.Bound, e.Kind == trace.Stored:
			return next, false, false // others may ask
		case e.Kind == trace.Passed && e.Effect.Any(resource.ChecksErr|resource.Escapes|resource.Keeps|resource.Iterates):
			return next, false, false // as above: it may ask when it is at the end
		case e.Kind == trace.Called && e.Effect.Has(resource.Iterates) && e.At.ParentEdgeKind() == edge.ExprStmt_X:
			// One row is read whatever Next says, and Scan hands out the error.
		case e.Kind == trace.Called && e.Effect.Has(resource.Iterates):
			nexts = append(nexts, e.At)
		case e.Kind == trace.Called && e.Effect.Has(resource.ChecksErr):
			errs = append(errs, e.At)
		}
	}
	slices.SortFunc(nexts, func(a, b inspector.Cursor) int { return int(a.Node().Pos() - b.Node().Pos()) })
	isAsked := func(next inspector.Cursor) bool { return asked(s, v, next, errs) || fails(s, next) }
	i := slices.IndexFunc(nexts, func(next inspector.Cursor) bool { return !isAsked(next) })
	if i < 0 {
		return next, false, false
	}
	return nexts[i], follows(nexts[i], errs) && !slices.ContainsFunc(nexts, isAsked), true
}

// follows reports whether one of the calls of Err follows next, in its function.
func follows(next inspector.Cursor, errs []inspector.Cursor) bool {
	return slices.ContainsFunc(errs, func(e inspector.Cursor) bool {
		return index.Function(e) == index.Function(next) && e.Node().Pos() > next.Node().Pos()
	})
}

// asked reports whether one of the calls of Err can follow the end that next found.
func asked(s *summary.Summary, v *owed.Value, next inspector.Cursor, errs []inspector.Cursor) bool {
	fn, maker := index.Function(next), index.Function(v.Call)
	if !fn.Valid() || len(errs) == 0 {
		return !fn.Valid()
	}
	for _, e := range errs {
		if in := index.Function(e); in != fn && (in == maker || fn.Contains(in) || in.Contains(fn)) {
			return true // the caller asks, or a deferred function
		}
	}
	graph := s.Graph(fn)
	return graph.AfterFalse(s.Info, next.Node().(*ast.CallExpr), func(n ast.Node) bool {
		for _, e := range errs {
			if index.Function(e) == fn && n.Pos() <= e.Node().Pos() && e.Node().End() <= n.End() {
				return true
			}
		}
		return false
	})
}

// fails reports whether the function returns an error of its own wherever next has found the end: it needs a row, so what it
// says is wrong, but not taken for a result.
func fails(s *summary.Summary, next inspector.Cursor) bool {
	fn := index.Function(next)
	if !fn.Valid() {
		return false
	}
	return !s.Graph(fn).AfterFalse(s.Info, next.Node().(*ast.CallExpr), func(n ast.Node) bool {
		ret, ok := n.(*ast.ReturnStmt)
		return ok && (len(ret.Results) == 0 || !coined(s, ret.Results[len(ret.Results)-1]))
	})
}

// coined reports whether e makes an error that nobody can compare with another: a known one, such as sql.ErrNoRows, says that
// there is no row, and callers go by it.
func coined(s *summary.Summary, e ast.Expr) bool {
	call, ok := ast.Unparen(e).(*ast.CallExpr)
	if !ok {
		return false
	}
	fn := s.Callee(call)
	if fn == nil || fn.Pkg() == nil {
		return false
	}
	switch fn.Pkg().Name() + "." + fn.Name() {
	case "errors.New", "errors.Errorf", "fmt.Errorf":
		return !slices.ContainsFunc(call.Args, func(a ast.Expr) bool { return resource.IsError(s.Info.TypeOf(a)) })
	}
	return false
}
