package request

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"

	"github.com/shutdownlint/shutdownlint/analyzers/internal/index"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/site"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/summary"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/wait"
)

// Once reports whether the function around the stop of a server waits for its own handler, as a command does that asks for a login
// in the browser: a handler that it registers, or has made by a function that it calls, sends, closes a channel, or makes the
// stop.
func Once(s *summary.Summary, stop inspector.Cursor) bool {
	decl := index.Declaration(stop)
	return decl.Valid() && (slices.ContainsFunc(Find(s).Handlers, func(h inspector.Cursor) bool { return h.Contains(stop) }) || len(answers(s, decl)) > 0)
}

// Awaited is Once where that function is seen to receive what the handler sends, once and by itself.
func Awaited(s *summary.Summary, stop inspector.Cursor) bool {
	decl := index.Declaration(stop)
	if !decl.Valid() {
		return false
	}
	sent := answers(s, decl)
	for recv := range decl.Preorder((*ast.UnaryExpr)(nil)) {
		n := recv.Node().(*ast.UnaryExpr)
		if n.Op != token.ARROW || !site.Inline(recv, decl) || s.Named(n.X) == nil || looped(recv, decl) {
			continue
		}
		if elem := element(s, n.X); elem != nil && slices.ContainsFunc(sent, func(ch ast.Expr) bool { return types.Identical(element(s, ch), elem) }) {
			return true
		}
	}
	return false
}

// answers returns the channels that handlers to which the function at decl leads send on, or close.
func answers(s *summary.Summary, decl inspector.Cursor) (sent []ast.Expr) {
	for _, h := range Find(s).Handlers {
		for cur := range h.Preorder((*ast.SendStmt)(nil), (*ast.CallExpr)(nil)) {
			var ch ast.Expr
			switch n := cur.Node().(type) {
			case *ast.SendStmt:
				ch = n.Chan
			case *ast.CallExpr:
				if !wait.IsClose(s.Info, n) {
					continue
				}
				ch = n.Args[0]
			}
			if leads(s, decl, cur) {
				sent = append(sent, ch)
			}
		}
	}
	return sent
}

// leads reports whether the function at decl, or a literal in it, leads to the code at cur.
func leads(s *summary.Summary, decl, cur inspector.Cursor) bool {
	for at := range s.Sites().Of(cur) {
		if at.At.Valid() && index.Declaration(at.At) == decl {
			return true
		}
	}
	return false
}

// element returns the type of what the channel ch holds, or nil.
func element(s *summary.Summary, ch ast.Expr) types.Type {
	if t, ok := s.Info.TypeOf(ch).Underlying().(*types.Chan); ok {
		return t.Elem()
	}
	return nil
}

// looped reports whether the code at cur is in a loop of the function at fn.
func looped(cur, fn inspector.Cursor) bool {
	for c := cur; c != fn; c = c.Parent() {
		switch c.ParentEdgeKind() {
		case edge.ForStmt_Body, edge.RangeStmt_Body:
			return true
		}
	}
	return false
}
