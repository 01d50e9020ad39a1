package owed

import (
	"go/ast"
	"go/types"

	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"

	"github.com/shutdownlint/shutdownlint/analyzers/internal/index"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/resource"
)

// A span says for how long a function literal that uses a value may run.
type span uint8

const (
	within span = iota // no longer than the function around it
	after              // when that has returned, too: in a goroutine, or for whoever has got it
	beyond             // for as long as something else lives that holds it: the value lives as long
)

// capture returns the longest span of the function literals in the function that use the value.
func (l *ledger) capture() span {
	longest := within
	for v := range l.bits {
		for _, use := range l.s.Uses(v) {
			if !l.fn.Contains(use) {
				continue
			}
			for lit := index.Function(use); lit.Valid() && lit != l.fn; lit = index.Function(lit.Parent()) {
				if v.Pos() < lit.Node().Pos() || lit.Node().End() <= v.Pos() {
					longest = max(longest, l.span(lit))
				}
			}
		}
	}
	return longest
}

// span says for how long the function literal at lit may run.
func (l *ledger) span(lit inspector.Cursor) span {
	if sig, ok := l.s.Info.TypeOf(lit.Node().(*ast.FuncLit)).(*types.Signature); ok && resource.TakesRequest(sig) {
		return beyond // requests come for as long as the process serves
	}
	cur := lit
	for cur.ParentEdgeKind() == edge.ParenExpr_X {
		cur = cur.Parent()
	}
	switch cur.ParentEdgeKind() {
	case edge.CallExpr_Fun:
		if cur.Parent().ParentEdgeKind() == edge.GoStmt_Call {
			return after
		}
		return within
	case edge.CallExpr_Args:
		return l.handed(cur.Parent())
	case edge.AssignStmt_Rhs, edge.ValueSpec_Values:
		return l.named(cur)
	}
	return beyond // returned, or an element of something
}

// handed says for how long a function may run that is an argument of call.
func (l *ledger) handed(call inspector.Cursor) span {
	expr := call.Node().(*ast.CallExpr)
	if l.s.Info.Types[expr.Fun].IsType() {
		return beyond // http.HandlerFunc(…), say
	}
	fn := l.s.Callee(expr)
	if fn == nil || fn.Pkg() == nil {
		return after
	}
	if row := l.s.Row(fn); row != nil && row.Does.Any(resource.Spawns|resource.Async|resource.AfterDone|resource.OnDrain|resource.TakesTime) {
		return after
	}
	if resource.IsStandard(fn.Pkg().Path()) && fn.Pkg().Path() != "net/http" {
		return within // sort.Slice, filepath.Walk, sync.Once.Do: those that keep a function are known
	}
	return after
}

// named says for how long a function may run that is assigned to a variable: no longer than the function around it if it is
// only called.
func (l *ledger) named(lit inspector.Cursor) span {
	var id ast.Expr
	kind, i := lit.ParentEdge()
	switch n := lit.Parent().Node().(type) {
	case *ast.AssignStmt:
		if kind == edge.AssignStmt_Rhs && len(n.Lhs) == len(n.Rhs) {
			id = n.Lhs[i]
		}
	case *ast.ValueSpec:
		if kind == edge.ValueSpec_Values && len(n.Names) == len(n.Values) {
			id = n.Names[i]
		}
	}
	name, ok := id.(*ast.Ident)
	if !ok {
		return beyond // a field
	}
	v, ok := l.s.Info.ObjectOf(name).(*types.Var)
	if !ok {
		return within // the blank identifier
	}
	if v.Parent() == l.s.Pkg.Scope() {
		return beyond
	}
	longest := within
	for _, use := range l.s.Uses(v) {
		call, called := l.s.CallOf(use)
		switch kind := use.ParentEdgeKind(); {
		case called && call.ParentEdgeKind() == edge.GoStmt_Call:
			longest = max(longest, after)
		case called, kind == edge.AssignStmt_Lhs:
		case kind == edge.CallExpr_Args:
			longest = max(longest, l.handed(use.Parent()))
		default:
			longest = beyond
		}
	}
	return longest
}
