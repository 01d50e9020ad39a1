package skipdefer

import (
	"go/ast"

	"golang.org/x/tools/go/ast/inspector"

	"github.com/shutdownlint/shutdownlint/analyzers/internal/flow"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/guess"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/index"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/resource"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/server"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/summary"
)

// early reports whether the process ends at e before the function at fn has begun to serve, as it does later, and all that e skips is
// to close or to stop something that so far has had nothing to do.
func early(s *summary.Summary, fn inspector.Cursor, e ending) bool {
	for _, cur := range e.skipped.calls {
		if !idle(s, cur.Node().(*ast.CallExpr)) {
			return false
		}
	}
	g := s.Graph(fn)
	from, ok := g.Find(e.skipped.stmt.Node())
	if !ok {
		return false
	}
	later := false
	for cur := range fn.Preorder((*ast.CallExpr)(nil)) {
		if !server.Accepts(s, cur.Node().(*ast.CallExpr)) {
			continue
		}
		p, ok := place(g, fn, cur)
		if !ok {
			continue
		}
		if p == e.point || g.Reaches(p, e.point) {
			return false
		}
		later = later || g.Reaches(from, p)
	}
	return later
}

// idle reports whether the call closes, stops or shuts down something that works while the program serves.
func idle(s *summary.Summary, call *ast.CallExpr) bool {
	fn := s.Callee(call)
	return fn != nil && fn.Pkg() != nil && guess.Does(fn.Name()).Any(guess.Ends|guess.Stops) && (!resource.IsStandard(fn.Pkg().Path()) || fn.Name() == "Shutdown")
}

// place returns where the function at fn makes the call at cur, or hands out or starts the function literal that does.
func place(g *flow.Graph, fn, cur inspector.Cursor) (flow.Point, bool) {
	for in := index.Function(cur); in.Valid() && in != fn; in = index.Function(in.Parent()) {
		cur = in
	}
	return g.Find(cur.Node())
}
