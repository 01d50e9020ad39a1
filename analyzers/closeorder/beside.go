package closeorder

import (
	"go/ast"
	"go/token"
	"slices"

	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"

	"github.com/shutdownlint/shutdownlint/analyzers/internal/ctxflow"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/index"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/order"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/resource"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/site"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/summary"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/wait"
)

// beside returns a drain that runs at the same time as c: c stands in a goroutine that waits for the end of a context and for
// nothing else, and the drain waits for that too, elsewhere in the same declared function.
func beside(s *summary.Summary, c order.Step, drains []order.Step) (order.Step, bool) {
	fn := index.Function(c.Call)
	if _, ok := fn.Node().(*ast.FuncLit); !ok || c.Defers || c.Cycle.Order != 0 || !runsAside(s, fn) || waitsMore(s, fn) {
		return order.Step{}, false
	}
	ends := awaited(s, fn, c.Call)
	for _, d := range drains {
		other := index.Function(d.Call)
		if len(ends) == 0 || other == fn || d.Cycle.Order != 0 || index.Declaration(d.Call) != index.Declaration(c.Call) {
			continue
		}
		for _, end := range awaited(s, other, d.Call) {
			for _, own := range ends {
				if own.Same(end) {
					return d, true
				}
			}
		}
	}
	return order.Step{}, false
}

// runsAside reports whether the function literal at fn runs in a goroutine of its own.
func runsAside(s *summary.Summary, fn inspector.Cursor) bool {
	return slices.ContainsFunc(s.Sites().Value(fn), func(at site.Site) bool { return at.How.Has(site.Goroutine) })
}

// waitsMore reports whether the function at fn waits for more than one thing, the drain perhaps.
func waitsMore(s *summary.Summary, fn inspector.Cursor) bool {
	receives := 0
	for cur := range fn.Preorder((*ast.UnaryExpr)(nil), (*ast.CallExpr)(nil), (*ast.RangeStmt)(nil)) {
		switch n := cur.Node().(type) {
		case *ast.UnaryExpr:
			if n.Op == token.ARROW {
				receives++
			}
		case *ast.RangeStmt:
			return true // over a channel, perhaps
		case *ast.CallExpr:
			if s.Waits().Call(n) != wait.No {
				return true
			}
		}
	}
	return receives > 1
}

// awaited returns the contexts for whose end the function at fn waits, on some path, before the code at cur, or after whose
// end it is called.
func awaited(s *summary.Summary, fn, cur inspector.Cursor) []*ctxflow.Context {
	contexts := s.Contexts()
	for _, at := range s.Sites().Callers(fn) {
		if at.To.Has(resource.AfterDone) {
			return contexts.Of(at.At.ChildAt(edge.CallExpr_Args, 0))
		}
	}
	g := s.Graph(fn)
	if g == nil {
		return nil
	}
	to, ok := g.At(cur.Node())
	if !ok {
		return nil
	}
	var all []*ctxflow.Context
	for call := range fn.Preorder((*ast.CallExpr)(nil)) {
		if index.Function(call) != fn {
			continue
		}
		recv, ok := contexts.Received(call)
		if !ok {
			continue
		}
		if from, ok := g.After(call.Parent().Node()); ok && g.Path(from, to, nil) {
			all = append(all, contexts.Of(recv)...)
		}
	}
	return all
}
