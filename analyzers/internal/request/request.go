// Package request finds the code that runs while a request is served.
package request

import (
	"go/ast"
	"go/types"

	"golang.org/x/tools/go/ast/inspector"

	"github.com/shutdownlint/shutdownlint/analyzers/internal/index"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/resource"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/summary"
)

// Code is the code of one package that runs while a request is served.
type Code struct {
	Handlers []inspector.Cursor // function declarations and literals that take a request, in the order of the source
	reached  map[inspector.Cursor]bool
}

// Find finds the functions that take a request, registered or not, and those of the same package that they call.
func Find(s *summary.Summary) *Code {
	c := &Code{reached: make(map[inspector.Cursor]bool)}
	for _, file := range s.Files {
		for cur := range file.Preorder((*ast.FuncDecl)(nil), (*ast.FuncLit)(nil)) {
			var sig *types.Signature
			switch n := cur.Node().(type) {
			case *ast.FuncDecl:
				if fn, ok := s.Info.Defs[n.Name].(*types.Func); ok && n.Body != nil {
					sig = fn.Signature()
				}
			case *ast.FuncLit:
				sig, _ = s.Info.TypeOf(n).(*types.Signature)
			}
			if sig != nil && resource.TakesRequest(sig) {
				c.Handlers = append(c.Handlers, cur)
			}
		}
	}
	for _, h := range c.Handlers {
		c.reach(s, h)
	}
	return c
}

func (c *Code) reach(s *summary.Summary, fn inspector.Cursor) {
	if c.reached[fn] {
		return
	}
	c.reached[fn] = true
	for cur := range fn.Preorder((*ast.CallExpr)(nil)) {
		callee := s.Callee(cur.Node().(*ast.CallExpr))
		if callee == nil {
			continue
		}
		if decl, n := s.Decl(callee); n != nil && n.Body != nil {
			c.reach(s, decl)
		}
	}
}

// Runs reports whether the code at cur runs while a request is served.
func (c *Code) Runs(cur inspector.Cursor) bool {
	for fn := index.Function(cur); fn.Valid(); fn = index.Function(fn.Parent()) {
		if c.reached[fn] {
			return true
		}
	}
	return false
}

// Handler returns the outermost function around cur that takes a request.
func (c *Code) Handler(cur inspector.Cursor) (inspector.Cursor, bool) {
	var found inspector.Cursor
	for fn := index.Function(cur); fn.Valid(); fn = index.Function(fn.Parent()) {
		for _, h := range c.Handlers {
			if h == fn {
				found = fn
			}
		}
	}
	return found, found.Valid()
}
