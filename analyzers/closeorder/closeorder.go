package closeorder

import (
	_ "embed"
	"go/ast"
	"go/types"
	"slices"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"

	"github.com/shutdownlint/shutdownlint/analyzers/internal/docs"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/order"
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

const category = "close-order"

func run(pass *analysis.Pass) (any, error) {
	s, r := summary.Of(pass), report.New(pass)
	drains := order.Steps(s, order.Drains)
	if len(drains) == 0 {
		return r.Result(), nil
	}
	closes := order.Steps(s, func(s *summary.Summary, call inspector.Cursor) bool {
		return endsStore(s, call) && !order.Drains(s, call)
	})
	done := make(map[inspector.Cursor]bool) // functions: the first close stands for all
	for _, c := range closes {
		if done[c.Fn] {
			continue
		}
		for _, d := range drains {
			if d.Fn == c.Fn && order.First(s, c, d, drains) {
				done[c.Fn] = true
				reportStep(r, c, d, " runs before "+name(d)+" has drained the server: requests in flight fail on it")
				break
			}
		}
		if lit, ok := c.Fn.Node().(*ast.FuncLit); ok && !done[c.Fn] && duringDrain(s, c.Fn, lit) {
			done[c.Fn] = true
			reportStep(r, c, c, " runs while Shutdown drains the server, which does not wait for it: requests in flight fail on it")
		}
	}
	return r.Result(), nil
}

func reportStep(r *report.Reporter, c, d order.Step, what string) {
	f := report.Finding{Range: c.Call.Node(), Category: category, Message: name(c) + what}
	if c.Call != d.Call {
		f.Related = []analysis.RelatedInformation{report.Related(d.Call.Node(), "the server is drained here")}
	}
	r.Report(f)
}

func name(s order.Step) string { return types.ExprString(s.Call.Node().(*ast.CallExpr).Fun) }

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
func duringDrain(s *summary.Summary, fn inspector.Cursor, lit *ast.FuncLit) bool {
	if fn.ParentEdgeKind() != edge.CallExpr_Args {
		return false
	}
	row := resource.Of(s.Callee(fn.Parent().Node().(*ast.CallExpr)))
	return row != nil && row.Does.Has(resource.OnDrain)
}
