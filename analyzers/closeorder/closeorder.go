package closeorder

import (
	_ "embed"
	"go/ast"
	"go/types"
	"slices"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ast/inspector"

	"github.com/shutdownlint/shutdownlint/analyzers/internal/docs"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/order"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/report"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/resource"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/site"
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

const category = "close-order"

func run(pass *analysis.Pass) (any, error) {
	s, r := summary.Of(pass), report.New(pass)
	drains := append(order.Steps(s, order.Drains), order.Handed(s, drainsByMethod)...)
	if len(drains) == 0 {
		return r.Result(), nil
	}
	stores := append(order.Steps(s, closesStore), order.Handed(s, endsByMethod)...)
	done := make(map[inspector.Cursor]bool) // functions: the first close stands for all
	for _, c := range slices.Concat(stores, jobs(s)) {
		if done[c.Fn] {
			continue
		}
		if what, d, fixes, ok := early(pass, s, c, drains); ok {
			done[c.Fn] = true
			f := report.Finding{Range: c.Call.Node(), Category: category, Message: name(c) + what, Fixes: fixes}
			if d.Call.Valid() {
				f.Related = []analysis.RelatedInformation{report.Related(d.Call.Node(), "the server is drained here")}
			}
			r.Report(f)
		}
	}
	reportFailed(s, r, stores, drains)
	return r.Result(), nil
}

// early says what is wrong with the close c, which comes before the drain d, during it, or beside it.
func early(pass *analysis.Pass, s *summary.Summary, c order.Step, drains []order.Step) (what string, d order.Step, fixes []analysis.SuggestedFix, ok bool) {
	const fail = ": requests in flight fail on it"
	for _, d := range drains {
		if order.First(s, c, d, drains) {
			what := fail
			if closedChannel(s, c.Call.Node()) != nil {
				what = ": a request in flight that sends on it panics"
			}
			return " runs before " + name(d) + " has drained the server" + what, d, move(pass, s, c, d), true
		}
	}
	if _, isLit := c.Fn.Node().(*ast.FuncLit); isLit && duringDrain(s, c.Fn) {
		return " runs while Shutdown drains the server, which does not wait for it" + fail, d, nil, true
	}
	if d, ok := beside(s, c, drains); ok {
		return " runs while " + name(d) + " drains the server, for both begin when the same context ends" + fail, d, nil, true
	}
	return "", d, nil, false
}

func name(s order.Step) string {
	if call, ok := s.Call.Node().(*ast.CallExpr); ok {
		if id, ok := call.Fun.(*ast.Ident); ok && id.Name == "close" {
			return types.ExprString(call)
		}
		return types.ExprString(call.Fun)
	}
	return types.ExprString(s.Call.Node().(ast.Expr))
}

func drainsByMethod(s *summary.Summary, _ *ast.SelectorExpr, fn *types.Func) bool {
	row := s.Ask(fn)
	return row != nil && row.Recv.Has(resource.ShutsDown) && !row.Recv.Has(resource.Serves)
}

func endsByMethod(s *summary.Summary, e *ast.SelectorExpr, fn *types.Func) bool {
	return resource.IsStoreEnd(fn, s.Info.TypeOf(e.X)) && !drainsByMethod(s, e, fn)
}

func closesStore(s *summary.Summary, call inspector.Cursor) bool {
	return endsStore(s, call) && !order.Drains(s, call)
}

// endsStore reports whether the call at cur closes something that requests share.
func endsStore(s *summary.Summary, cur inspector.Cursor) bool {
	call := cur.Node().(*ast.CallExpr)
	fn := s.Callee(call)
	if fn == nil {
		return false
	}
	if sel, ok := ast.Unparen(call.Fun).(*ast.SelectorExpr); ok && s.Info.Selections[sel] != nil {
		return resource.IsStoreEnd(fn, s.Info.TypeOf(sel.X))
	}
	if fn.Signature().Recv() != nil || fn.Pkg() == nil || resource.IsStandard(fn.Pkg().Path()) || fn.Signature().Params().Len() > 1 || fn.Signature().Results().Len() > 1 {
		return false
	}
	row := s.Ask(fn)
	return row != nil && row.Does.Has(resource.EndsStore)
}

// duringDrain reports whether the function literal at fn is handed to a server as something to do on Shutdown.
func duringDrain(s *summary.Summary, fn inspector.Cursor) bool {
	return slices.ContainsFunc(s.Sites().Value(fn), func(at site.Site) bool { return at.To.Has(resource.OnDrain) })
}
