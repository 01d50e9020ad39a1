package lifecycle

import (
	"go/ast"
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"

	"github.com/shutdownlint/shutdownlint/analyzers/internal/guess"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/index"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/origin"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/resource"
)

// ofStop reports whether the expression at cur is an error that a stop has returned, perhaps with something around it: what Close,
// Shutdown and the like return, as far as their names tell, and in such a function itself what the libraries return that it calls; but
// nothing that says how what was stopped had done.
func (b *builder) ofStop(cur inspector.Cursor, depth int) bool {
	values := b.origin().Values(cur)
	for _, v := range values {
		if v.Kind != origin.Expr {
			return false
		}
		call, ok := v.Cur.Node().(*ast.CallExpr)
		if !ok || !b.onlyStops(call) && !b.aroundStop(v.Cur, depth) {
			return false
		}
	}
	return len(values) > 0
}

// origin is asked for what a variable holds where it is read.
func (b *builder) origin() *origin.Origin {
	return &origin.Origin{Index: b.Index, Graph: b.Graph, Shallow: true}
}

// onlyStops reports whether the call ends something, as far as its name tells, and returns no other error than that this has failed.
func (b *builder) onlyStops(call *ast.CallExpr) bool {
	if !isStop(types.ExprString(call.Fun)) {
		return false
	}
	fn := b.Callee(call)
	if fn == nil || !b.Own(fn.Pkg()) || !b.lives(fn) {
		return true
	}
	s := b.script(fn)
	return len(s.Graphs) == 0 || !slices.ContainsFunc(s.Graphs[0], func(n Node) bool { return n.Kind == Return && n.On&Failed != 0 && !n.Stopped })
}

// isStop reports whether what is called by the name, db.Close or cleanup, ends something, as far as that tells.
func isStop(name string) bool { return guess.Stop(name[strings.LastIndexByte(name, '.')+1:]) }

// stranger reports whether the function value at cur is one that a library has handed out, or a function of one's own that does so with
// what cleans up: it tells nobody here.
func (b *builder) stranger(cur inspector.Cursor) bool {
	values := b.origin().Values(cur)
	for _, v := range values {
		if v.Kind != origin.Expr {
			return false
		}
		call, ok := v.Cur.Node().(*ast.CallExpr)
		if !ok {
			return false
		}
		fn := b.Callee(call)
		if fn == nil || fn.Pkg() == nil {
			return false
		}
		if row := b.Ask(fn); b.Own(fn.Pkg()) && (row == nil || !row.Does.Any(resource.HandsCleanup|resource.HandsClose)) {
			return false
		}
	}
	return len(values) > 0
}

// aroundStop reports whether the call at cur is given the error of a stop, and no other, or, as one of a library in a stop, none.
func (b *builder) aroundStop(cur inspector.Cursor, depth int) bool {
	call := cur.Node().(*ast.CallExpr)
	fn := b.Callee(call)
	found := fn != nil && !b.Own(fn.Pkg()) && b.inStop(cur)
	for i, arg := range call.Args {
		if t := b.Info.TypeOf(arg); t != nil && resource.IsError(t) {
			if depth == 0 || !b.ofStop(cur.ChildAt(edge.CallExpr_Args, i), depth-1) {
				return false
			}
			found = true
		}
	}
	return found
}

// inStop reports whether the code at cur is that of a function that ends something, as far as its name tells.
func (b *builder) inStop(cur inspector.Cursor) bool {
	fn := index.Declaration(cur)
	return fn.Valid() && isStop(fn.Node().(*ast.FuncDecl).Name.Name)
}

// forgets notes in n, a node for a statement that returns, where that is if it returns no error, or that of a stop.
func (b *builder) forgets(n *Node) {
	if !n.at.Valid() {
		return
	}
	ret, ok := n.at.Node().(*ast.ReturnStmt)
	if !ok || len(ret.Results) == 0 {
		return
	}
	last := len(ret.Results) - 1
	tv := b.Info.Types[ret.Results[last]]
	n.Stopped = tv.Type != nil && resource.IsError(tv.Type) && b.ofStop(n.at.ChildAt(edge.ReturnStmt_Results, last), 2)
	if tv.IsNil() || n.Stopped {
		n.Line = b.fset.Position(ret.Pos()).Line
	}
}

// overStop reports whether the call at cur is made because a stop has failed.
func (b *builder) overStop(cur inspector.Cursor) bool {
	for c := range cur.Enclosing((*ast.IfStmt)(nil), (*ast.FuncLit)(nil)) {
		if _, ok := c.Node().(*ast.IfStmt); !ok {
			return false
		}
		if !c.ChildAt(edge.IfStmt_Body, -1).Contains(cur) {
			continue
		}
		for id := range c.ChildAt(edge.IfStmt_Cond, -1).Preorder((*ast.Ident)(nil)) {
			if v, ok := b.Info.Uses[id.Node().(*ast.Ident)].(*types.Var); ok && resource.IsError(v.Type()) && b.ofStop(id, 2) {
				return true
			}
		}
	}
	return b.aroundStop(cur, 2)
}
