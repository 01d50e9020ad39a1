package noshutdown

import (
	"go/ast"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"

	"github.com/shutdownlint/shutdownlint/analyzers/internal/ctxflow"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/origin"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/report"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/resource"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/server"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/summary"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/trace"
)

// reportEndless reports calls that serve until their context ends, where that never does.
func reportEndless(s *summary.Summary, r *report.Reporter) {
	for _, fn := range s.Funcs() {
		row := s.Row(fn)
		if row == nil || !row.Slots().Has(resource.EndsServing) {
			continue
		}
		for call := range s.Calls(fn) {
			args := call.Node().(*ast.CallExpr).Args
			for i := range args {
				if row.Slot(trace.Slot(fn, i)).Has(resource.EndsServing) && endless(s, call.ChildAt(edge.CallExpr_Args, i)) && !handsOut(s, call) {
					r.Report(report.Finding{
						Range:    call.Node(),
						Category: serveNoShutdown,
						Message:  fn.Name() + " drains when its context ends, which never does: SIGTERM cuts the requests in flight",
						Remedy:   "give it a context of signal.NotifyContext",
						Note:     server.Side(s, call, nil),
					})
				}
			}
		}
	}
}

// endless reports whether the context at cur can be none that ends.
func endless(s *summary.Summary, cur inspector.Cursor) bool {
	contexts := s.Contexts().Of(cur)
	return len(contexts) > 0 && !slices.ContainsFunc(contexts, func(c *ctxflow.Context) bool { return !c.Does.Has(resource.Unending) })
}

// handsOut reports whether the options on which the call at cur is made may hand its server to somebody: they are not known, or have
// functions.
func handsOut(s *summary.Summary, cur inspector.Cursor) bool {
	fun := cur.ChildAt(edge.CallExpr_Fun, -1)
	if _, ok := fun.Node().(*ast.SelectorExpr); !ok {
		return true
	}
	options, ok := (&origin.Origin{Index: s.Index, Graph: s.Graph}).One(fun.ChildAt(edge.SelectorExpr_X, -1))
	if !ok {
		return true
	}
	lit, ok := options.Node().(*ast.CompositeLit)
	return !ok || slices.ContainsFunc(lit.Elts, func(e ast.Expr) bool {
		kv, ok := e.(*ast.KeyValueExpr)
		if !ok {
			return true
		}
		_, isFunc := s.Info.TypeOf(kv.Value).Underlying().(*types.Signature)
		return isFunc
	})
}
