package basectx

import (
	_ "embed"
	"go/ast"
	"go/types"
	"slices"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"

	"github.com/shutdownlint/shutdownlint/analyzers/internal/ctxflow"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/docs"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/facet/stops"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/fix"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/index"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/report"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/resource"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/summary"
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
	for _, file := range s.Files {
		for lit := range file.Preorder((*ast.FuncLit)(nil)) {
			_, field := s.Into(lit)
			if field == nil || !resource.GivesRequestsContext(field) {
				continue
			}
			for ret := range lit.Preorder((*ast.ReturnStmt)(nil)) {
				if index.Function(ret) != lit || len(ret.Node().(*ast.ReturnStmt).Results) != 1 {
					continue
				}
				checkReturn(pass, s, r, field, ret.ChildAt(edge.ReturnStmt_Results, 0))
			}
		}
	}
	return r.Result(), nil
}

// checkReturn reports the result at res if it ends with the signal.
func checkReturn(pass *analysis.Pass, s *summary.Summary, r *report.Reporter, field *types.Var, res inspector.Cursor) {
	contexts := s.Contexts().Of(res)
	for _, c := range contexts {
		if !c.Chain(func(d *ctxflow.Context) bool { return d.Does.Has(resource.OnSignal) || stopsAtEnd(s, res, d) }) {
			return
		}
	}
	if len(contexts) == 0 {
		return // nobody knows
	}
	name := types.ExprString(res.Node().(ast.Expr))
	f := report.Finding{
		Range:    res.Node(),
		Category: "base-context-signal",
		Message:  "every request in flight fails at the signal instead of being finished: " + field.Name() + " gives it " + name + ", which ends then",
		Remedy:   "derive it with context.WithoutCancel",
	}
	if b := fix.At(pass, res.Node().Pos()); b != nil && b.GoVersion("go1.21") && !listens(s) {
		b.Replace(res.Node(), "%sWithoutCancel(%s)", b.Import("context"), b.Text(res.Node()))
		f.Fixes = []analysis.SuggestedFix{b.Fix("Keep the values, not the end")}
	}
	r.Report(f)
}

// listens reports whether a request handler waits for the end of its request's context: a stream that ends with the signal, say, and
// would otherwise keep the server from draining.
func listens(s *summary.Summary) bool {
	for _, file := range s.Files {
		for call := range file.Preorder((*ast.CallExpr)(nil)) {
			recv, ok := s.Contexts().Received(call)
			if !ok {
				continue
			}
			for _, c := range s.Contexts().Of(recv) {
				if c.Chain(func(d *ctxflow.Context) bool { return d.Does.Has(resource.OfRequest) }) {
					return true
				}
			}
		}
	}
	return false
}

// stopsAtEnd reports whether the function around cur waits for the end of d and then shuts a server down.
func stopsAtEnd(s *summary.Summary, cur inspector.Cursor, d *ctxflow.Context) bool {
	decl := index.Outermost(cur)
	if !decl.Valid() || d.Var == nil && !d.At.Valid() {
		return false
	}
	for call := range decl.Preorder((*ast.CallExpr)(nil)) {
		recv, ok := s.Contexts().Received(call)
		if !ok {
			continue
		}
		for _, c := range s.Contexts().Of(recv) {
			if c.Same(d) && stopsAfter(s, call) {
				return true
			}
		}
	}
	return false
}

// stopsAfter reports whether the function around the receive at cur shuts a server down after it.
func stopsAfter(s *summary.Summary, cur inspector.Cursor) bool {
	fn := index.Function(cur)
	g := s.Graph(fn)
	if g == nil {
		return false
	}
	from, ok := g.After(cur.Node())
	if !ok {
		return false
	}
	for _, stop := range stops.In(s.Package) {
		if index.Function(stop.Call) != fn {
			continue
		}
		if to, ok := g.At(stop.Call.Node()); ok && g.Path(from, to, nil) {
			return true
		}
	}
	return false
}
