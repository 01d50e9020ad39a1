package body

import (
	"go/ast"
	"go/types"

	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"

	"github.com/shutdownlint/shutdownlint/analyzers/internal/index"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/resource"
)

// A Span says for how long a function value may run that the body of a function makes.
type Span uint8

// Spans.
const (
	Within Span = iota // no longer than the function around it
	After              // when that has returned, too: in a goroutine, or for whoever has got it
	Beyond             // for as long as something else lives that holds it
)

// Capture returns the longest span of the function literals and method values in the function at fn that use v.
func (p *Package) Capture(v types.Object, fn inspector.Cursor) Span {
	longest := Within
	for _, use := range p.Uses(v) {
		if !fn.Contains(use) {
			continue
		}
		for lit := index.Function(use); lit.Valid() && lit != fn; lit = index.Function(lit.Parent()) {
			if v.Pos() < lit.Node().Pos() || lit.Node().End() <= v.Pos() {
				longest = max(longest, p.span(lit))
			}
		}
		if sel := use.Parent(); use.ParentEdgeKind() == edge.SelectorExpr_X {
			if s := p.Info.Selections[sel.Node().(*ast.SelectorExpr)]; s != nil && s.Kind() == types.MethodVal && !called(sel) {
				longest = max(longest, p.span(sel))
			}
		}
	}
	return longest
}

// called reports whether the function value at cur is the function of a call there.
func called(cur inspector.Cursor) bool { return unparen(cur).ParentEdgeKind() == edge.CallExpr_Fun }

func unparen(cur inspector.Cursor) inspector.Cursor {
	for cur.ParentEdgeKind() == edge.ParenExpr_X {
		cur = cur.Parent()
	}
	return cur
}

// span says for how long the function value that the expression at cur makes may run.
func (p *Package) span(cur inspector.Cursor) Span {
	if sig, ok := p.Info.TypeOf(cur.Node().(ast.Expr)).(*types.Signature); ok && resource.TakesRequest(sig) {
		return Beyond // requests come for as long as the process serves
	}
	cur = unparen(cur)
	switch cur.ParentEdgeKind() {
	case edge.CallExpr_Fun:
		if cur.Parent().ParentEdgeKind() == edge.GoStmt_Call {
			return After
		}
		return Within
	case edge.CallExpr_Args:
		return p.handed(cur.Parent())
	case edge.AssignStmt_Rhs, edge.ValueSpec_Values:
		return p.named(cur)
	}
	return Beyond // returned, or an element of something
}

// handed says for how long a function may run that is an argument of call.
func (p *Package) handed(call inspector.Cursor) Span {
	expr := call.Node().(*ast.CallExpr)
	if p.Info.Types[expr.Fun].IsType() {
		return Beyond // http.HandlerFunc(…), say
	}
	fn := p.Callee(expr)
	if fn == nil || fn.Pkg() == nil {
		return After
	}
	if row := p.Row(fn); row != nil && row.Does.Any(resource.Spawns|resource.Async|resource.AfterDone|resource.OnDrain|resource.TakesTime) {
		return After
	}
	if resource.IsStandard(fn.Pkg().Path()) && fn.Pkg().Path() != "net/http" {
		if _, ok := p.Info.TypeOf(expr).(*types.Signature); ok && !called(call) {
			return p.span(call) // sync.OnceValue: what it returns runs it
		}
		return Within // sort.Slice, filepath.Walk, sync.Once.Do: those that keep a function are known
	}
	return After
}

// named says for how long a function may run that is assigned to a variable: no longer than the function around it if it is
// only called.
func (p *Package) named(cur inspector.Cursor) Span {
	var id ast.Expr
	kind, i := cur.ParentEdge()
	switch n := cur.Parent().Node().(type) {
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
		return Beyond // a field
	}
	v, ok := p.Info.ObjectOf(name).(*types.Var)
	if !ok {
		return Within // the blank identifier
	}
	if v.Parent() == p.Pkg.Scope() {
		return Beyond
	}
	longest := Within
	for _, use := range p.Uses(v) {
		call, called := p.CallOf(use)
		switch kind := use.ParentEdgeKind(); {
		case called && call.ParentEdgeKind() == edge.GoStmt_Call:
			longest = max(longest, After)
		case called, kind == edge.AssignStmt_Lhs:
		case kind == edge.CallExpr_Args:
			longest = max(longest, p.handed(use.Parent()))
		default:
			longest = Beyond
		}
	}
	return longest
}
