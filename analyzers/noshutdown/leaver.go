package noshutdown

import (
	"go/ast"
	"go/token"

	"golang.org/x/tools/go/ast/inspector"

	"github.com/shutdownlint/shutdownlint/analyzers/internal/facet/exit"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/index"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/resource"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/summary"
)

// leaver returns the call by which some code of the package ends the process when it has received a signal, or nil: it does not wait
// for a server that another goroutine shuts down at the same signal.
func leaver(s *summary.Summary) ast.Node {
	for _, file := range s.Files {
		for cur := range file.Preorder((*ast.UnaryExpr)(nil), (*ast.RangeStmt)(nil)) {
			if !receivesSignal(s, cur) {
				continue
			}
			fn := index.Function(cur)
			g := s.Graph(fn)
			if g == nil {
				continue
			}
			from, ok := g.After(cur.Node())
			if !ok {
				continue
			}
			for call := range fn.Preorder((*ast.CallExpr)(nil)) {
				if index.Function(call) != fn || !exit.Does(s.Package, call.Node().(*ast.CallExpr)).Any(resource.Exits|resource.MayExit) {
					continue
				}
				if to, ok := g.Find(call.Node()); ok && g.Path(from, to, nil) {
					return call.Node()
				}
			}
		}
	}
	return nil
}

// receivesSignal reports whether the syntax at cur receives from a channel of signals.
func receivesSignal(s *summary.Summary, cur inspector.Cursor) bool {
	var ch ast.Expr
	switch n := cur.Node().(type) {
	case *ast.UnaryExpr:
		if n.Op != token.ARROW {
			return false
		}
		ch = n.X
	case *ast.RangeStmt:
		ch = n.X
	}
	return resource.KindOf(s.Info.TypeOf(ch)) == resource.SignalChan
}
