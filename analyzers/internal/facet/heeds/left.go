package heeds

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"

	"github.com/shutdownlint/shutdownlint/analyzers/internal/body"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/ctxflow"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/facet/goroutines"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/guess"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/index"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/resource"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/trace"
)

// lingers returns the place at which f starts a goroutine that works with v, its parameter, and for which nobody waits, or "".
func lingers(f *body.Function, v *types.Var) string {
	isV := func(d *ctxflow.Context) bool { return d.Var == v }
	for _, cur := range f.Inner() {
		for _, g := range goroutines.At(f.Package, cur) {
			if _, _, ok := Work(f.Package, g, isV); ok && !awaited(f, g) {
				return f.Place(g.Start.Node())
			}
		}
		call := cur.Node().(*ast.CallExpr)
		fn := f.Callee(call)
		if fn == nil || !f.Own(fn.Pkg()) || index.Abstract(fn) || cur.ParentEdgeKind() == edge.GoStmt_Call {
			continue
		}
		for i, arg := range call.Args {
			if id, ok := ast.Unparen(arg).(*ast.Ident); ok && f.Info.Uses[id] == v {
				if row := f.Ask(fn); row != nil && row.Slot(trace.Slot(fn, i)).Has(resource.Lingers) {
					return row.LeavesAt
				}
			}
		}
	}
	return ""
}

// awaited reports whether f, or one of its callers, may wait for g: f waits for something behind, goes on in a loop without an end, or
// has given g a channel or a group.
func awaited(f *body.Function, g goroutines.Goroutine) bool {
	if Stays(f.Cur, g.Start) || Waits(f.Package, f.Cur, g.Start) {
		return true
	}
	for cur := range g.Start.Preorder((*ast.SendStmt)(nil), (*ast.Ident)(nil)) {
		id, ok := cur.Node().(*ast.Ident)
		if !ok {
			return true // it sends
		}
		v, ok := f.Info.Uses[id].(*types.Var)
		if t := f.Info.TypeOf(id); isChan(t) || joins(t) && ok && !v.IsField() {
			return true
		}
	}
	return false
}

// Stays reports whether the function at fn, once it has come to start, goes on in a loop without an end: it serves a connection.
func Stays(fn, start inspector.Cursor) bool {
	for cur := range fn.Preorder((*ast.ForStmt)(nil)) {
		if loop := cur.Node().(*ast.ForStmt); loop.Cond == nil && loop.Post == nil && loop.End() > start.Node().Pos() && index.Function(cur) == fn && !start.Contains(cur) {
			return true
		}
	}
	return false
}

// Waits reports whether the function at fn waits for another goroutine behind start, or hands on what somebody can wait with.
func Waits(p *body.Package, fn, start inspector.Cursor) bool {
	for cur := range fn.Preorder((*ast.UnaryExpr)(nil), (*ast.RangeStmt)(nil), (*ast.CallExpr)(nil)) {
		if cur.Node().Pos() > start.Node().Pos() && !start.Contains(cur) && (waits(p, cur.Node()) || shares(p, cur, start)) {
			return true
		}
	}
	return false
}

// shares reports whether cur is a call that gets what one can wait with for the goroutine that start starts: a channel, or a group, that is
// used there, too.
func shares(p *body.Package, cur, start inspector.Cursor) bool {
	call, ok := cur.Node().(*ast.CallExpr)
	if !ok || cur.ParentEdgeKind() == edge.GoStmt_Call || p.Info.Types[call.Fun].IsBuiltin() {
		return false
	}
	return slices.ContainsFunc(call.Args, func(arg ast.Expr) bool {
		v := p.Root(arg)
		return v != nil && joins(p.Info.TypeOf(arg)) && slices.ContainsFunc(p.Uses(v), start.Contains)
	})
}

// joins reports whether a value of type t is there to wait for a goroutine.
func joins(t types.Type) bool {
	return isChan(t) || t != nil && resource.TypeName(t) == "sync.WaitGroup"
}

func isChan(t types.Type) bool {
	if t == nil {
		return false
	}
	_, ok := t.Underlying().(*types.Chan)
	return ok
}

// waits reports whether n waits for another goroutine.
func waits(p *body.Package, n ast.Node) bool {
	switch n := n.(type) {
	case *ast.UnaryExpr:
		return n.Op == token.ARROW
	case *ast.RangeStmt:
		return isChan(p.Info.TypeOf(n.X))
	case *ast.CallExpr:
		fn := p.Callee(n)
		return fn != nil && fn.Signature().Recv() != nil && guess.May(fn.Name()).Any(guess.Waits)
	}
	return false
}

// Work returns the first call in g that gives up when a context ends of which ends says that it does, and that context. There is
// none if g waits for the end of a context itself: it is there to end with it.
func Work(p *body.Package, g goroutines.Goroutine, ends func(*ctxflow.Context) bool) (call, context inspector.Cursor, ok bool) {
	if fn := g.Lit; fn.Valid() && notices(p, fn) {
		return call, context, false
	} else if decl, n := function(p, g); n != nil && notices(p, decl) {
		return call, context, false
	}
	for cur := range g.Start.Preorder((*ast.CallExpr)(nil)) {
		if g.Lit.Valid() && !g.Lit.Contains(cur) {
			continue
		}
		for i := range cur.Node().(*ast.CallExpr).Args {
			if arg := cur.ChildAt(edge.CallExpr_Args, i); Ends(p, g, arg, ends) && Call(p, cur, i) {
				return cur, arg, true
			}
		}
	}
	return call, context, false
}

// function returns the declaration of the function that g runs, if it is declared here.
func function(p *body.Package, g goroutines.Goroutine) (inspector.Cursor, *ast.FuncDecl) {
	if g.Func == nil {
		return inspector.Cursor{}, nil
	}
	return p.Decl(g.Func)
}

// notices reports whether the function at fn waits for the end of a context.
func notices(p *body.Package, fn inspector.Cursor) bool {
	for cur := range fn.Preorder((*ast.CallExpr)(nil)) {
		if row := p.Row(p.Callee(cur.Node().(*ast.CallExpr))); row != nil && row.Does.Has(resource.AwaitsDone) {
			return true
		}
	}
	return false
}

// Ends reports whether the expression at cur, in g, holds a context, and all that it may hold end when one does of which ends says so.
func Ends(p *body.Package, g goroutines.Goroutine, cur inspector.Cursor, ends func(*ctxflow.Context) bool) bool {
	if !resource.IsContext(p.Info.TypeOf(cur.Node().(ast.Expr))) {
		return false
	}
	contexts := p.Contexts().Of(cur)
	for _, held := range contexts {
		if !held.Chain(func(d *ctxflow.Context) bool {
			if arg, ok := given(p, g, d.Var); ok {
				return Ends(p, goroutines.Goroutine{Start: g.Start}, arg, ends)
			}
			return ends(d)
		}) {
			return false
		}
	}
	return len(contexts) > 0
}

// given returns what the go statement of g gives to v, if that is a parameter of its function literal.
func given(p *body.Package, g goroutines.Goroutine, v *types.Var) (arg inspector.Cursor, ok bool) {
	if v == nil || !g.Lit.Valid() || !g.Call.Valid() {
		return arg, false
	}
	typ := g.Lit.Node().(*ast.FuncLit).Type
	for i := range g.Call.Node().(*ast.CallExpr).Args {
		if trace.Param(p.Info, typ, i) == v {
			return g.Call.ChildAt(edge.CallExpr_Args, i), true
		}
	}
	return arg, false
}
