package request

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ast/inspector"

	"github.com/shutdownlint/shutdownlint/analyzers/internal/index"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/site"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/wait"
)

// Once reports whether the function around the stop of a server waits for its own handler, as a command does that asks for a login
// in the browser: a handler that it registers, or has made by a function that it calls, sends, closes a channel, or makes the
// stop.
func (c *Code) Once(stop inspector.Cursor) bool {
	decl := index.Declaration(stop)
	return decl.Valid() && (slices.ContainsFunc(c.Handlers, func(h inspector.Cursor) bool { return h.Contains(stop) }) || len(c.answers(decl)) > 0)
}

// Awaited is Once where that function is seen to receive what the handler sends, once and by itself.
func (c *Code) Awaited(stop inspector.Cursor) bool {
	decl := index.Declaration(stop)
	if !decl.Valid() {
		return false
	}
	sent := c.answers(decl)
	for recv := range decl.Preorder((*ast.UnaryExpr)(nil)) {
		n := recv.Node().(*ast.UnaryExpr)
		if n.Op != token.ARROW || !site.Inline(recv, decl) || c.s.Named(n.X) == nil || site.Looped(recv, decl) {
			continue
		}
		if elem := c.element(n.X); elem != nil && slices.ContainsFunc(sent, func(ch ast.Expr) bool { return types.Identical(c.element(ch), elem) }) {
			return true
		}
	}
	return false
}

// answers returns the channels that handlers to which the function at decl leads send on, or close.
func (c *Code) answers(decl inspector.Cursor) (sent []ast.Expr) {
	for _, h := range c.Handlers {
		for cur := range h.Preorder((*ast.SendStmt)(nil), (*ast.CallExpr)(nil)) {
			var ch ast.Expr
			switch n := cur.Node().(type) {
			case *ast.SendStmt:
				ch = n.Chan
			case *ast.CallExpr:
				if !wait.IsClose(c.s.Info, n) {
					continue
				}
				ch = n.Args[0]
			}
			if c.leads(decl, cur) {
				sent = append(sent, ch)
			}
		}
	}
	return sent
}

// leads reports whether the function at decl, or a literal in it, leads to the code at cur.
func (c *Code) leads(decl, cur inspector.Cursor) bool {
	for at := range c.s.Sites().Of(cur) {
		if at.At.Valid() && index.Declaration(at.At) == decl {
			return true
		}
	}
	return false
}

// element returns the type of what the channel ch holds, or nil.
func (c *Code) element(ch ast.Expr) types.Type {
	if t, ok := c.s.Info.TypeOf(ch).Underlying().(*types.Chan); ok {
		return t.Elem()
	}
	return nil
}
