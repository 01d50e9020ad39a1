package summary

import (
	"go/ast"

	"golang.org/x/tools/go/ast/inspector"

	"github.com/shutdownlint/shutdownlint/analyzers/internal/flow"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/resource"
)

// Graph returns the control-flow graph of the function declaration or literal at fn, whose body is not nil, or nil.
// It knows which calls do not return.
func (s *Summary) Graph(fn inspector.Cursor) *flow.Graph {
	var body *ast.BlockStmt
	switch n := fn.Node().(type) {
	case *ast.FuncDecl:
		body = n.Body
	case *ast.FuncLit:
		body = n.Body
	}
	if body == nil {
		return nil
	}
	if g, ok := s.graphs.Load(body); ok {
		return g.(*flow.Graph)
	}
	g, _ := s.graphs.LoadOrStore(body, flow.New(body, s.MayReturn))
	return g.(*flow.Graph)
}

// MayReturn reports whether the call can return: it is no panic, and no call of a function that ends the process or panics.
func (s *Summary) MayReturn(call *ast.CallExpr) bool {
	return !s.Does(call).Any(resource.Exits | resource.Panics)
}
