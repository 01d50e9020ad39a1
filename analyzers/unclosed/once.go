package unclosed

import (
	"go/ast"
	"go/types"

	"golang.org/x/tools/go/ast/inspector"

	"github.com/shutdownlint/shutdownlint/analyzers/internal/guess"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/owed"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/resource"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/server"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/summary"
)

// once reports whether v, which the end of the process releases as well, is left open when a function returns that runs a few times
// at most, or that nothing runs. Who calls an exported function is only known to those who import the package: one that serves, or
// that sets up something which there is one of, is taken for called when the program comes up, unless something here calls it in a loop,
// or hands it to somebody.
func once(s *summary.Summary, v *owed.Value, paths []owed.Loss) bool {
	for _, p := range paths {
		if p.How != owed.Returns {
			return false
		}
	}
	alone := v.Noun == "listener" && fails(s, paths) // nobody listens at an address twice
	return v.Process && s.Sites().Early(v.Call, func(fn inspector.Cursor) bool { return alone || begins(s, fn) })
}

// begins reports whether the function declaration at fn looks like one that a program calls once.
func begins(s *summary.Summary, fn inspector.Cursor) bool {
	decl, ok := fn.Node().(*ast.FuncDecl)
	if !ok {
		return false
	}
	obj, ok := s.Info.Defs[decl.Name].(*types.Func)
	if !ok || resource.TakesRequest(obj.Signature()) || resource.Some(obj.Signature().Params(), func(t types.Type) bool { return isConn(s, t) }) {
		return false // once for each request or connection
	}
	if guess.SetsUp(obj.Name()) {
		return true
	}
	for call := range fn.Preorder((*ast.CallExpr)(nil)) {
		if server.Accepts(s, call.Node().(*ast.CallExpr)) {
			return true
		}
	}
	return false
}

// isConn reports whether t is a connection that a server may have accepted.
func isConn(s *summary.Summary, t types.Type) bool {
	r := s.ResourceOf(t)
	return r != nil && r.Noun == "connection"
}
