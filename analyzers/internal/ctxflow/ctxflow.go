// Package ctxflow says where a context comes from: which call made it, from which parent, and what ends it.
//
// It follows a context backward, from the expression that uses it, through the assignments that reach it. What it cannot
// follow it does not know, and says so.
package ctxflow

import (
	"go/ast"
	"go/types"

	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"

	"github.com/shutdownlint/shutdownlint/analyzers/internal/flow"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/index"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/origin"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/resource"
)

// A Flow follows contexts in one package, or in one function of a dependency.
type Flow struct {
	Index *index.Index
	Graph func(fn inspector.Cursor) *flow.Graph // of a function declaration or literal, or nil
}

// A Context is one context that an expression may hold.
type Context struct {
	At     inspector.Cursor // the call that makes it, or the expression that reads it
	Does   resource.Does    // what the call that makes it is known for
	Var    *types.Var       // the parameter, field or package variable that it comes from, if no call is known
	Cancel *types.Var       // the variable of the function that ends it
	Parent []*Context       // what it is derived from; any of them
}

// depth bounds how far a context is followed.
const depth = 12

// Of returns the contexts that the expression at cur may hold, or nil if one of them is not known.
func (f *Flow) Of(cur inspector.Cursor) []*Context { return f.of(origin.Value{}, cur, depth) }

// of is Of for an expression in the code that made in.
func (f *Flow) of(in origin.Value, cur inspector.Cursor, depth int) []*Context {
	if depth == 0 {
		return nil // a context made from itself in a loop
	}
	var all []*Context
	for _, v := range (&origin.Origin{Index: f.Index, Graph: f.Graph}).In(in, cur) {
		var c *Context
		switch v.Kind {
		case origin.Zero:
			continue // nil, until it is assigned
		case origin.Param, origin.Field, origin.Global:
			c = &Context{At: v.Cur, Var: v.Var}
			if resource.RequestType(v.Var.Type()) {
				c.Does = resource.OfRequest
			}
		case origin.Expr:
			c = f.made(v, depth)
		}
		if c == nil {
			return nil
		}
		all = append(all, c)
	}
	return all
}

// made returns the context that the expression of v makes, or nil.
func (f *Flow) made(v origin.Value, depth int) *Context {
	if resource.RequestType(f.Index.Info.TypeOf(v.Cur.Node().(ast.Expr))) {
		return &Context{At: v.Cur, Does: resource.OfRequest}
	}
	call, ok := v.Cur.Node().(*ast.CallExpr)
	if !ok {
		return nil
	}
	const makes = resource.Derives | resource.Unending | resource.OnSignal | resource.OfRequest
	row := f.Index.Row(f.Index.Callee(call))
	if row == nil || !row.Does.Any(makes) {
		return nil
	}
	c := &Context{At: v.Cur, Does: row.Does, Cancel: f.other(v.To)}
	if row.Does.Has(resource.Derives) {
		if len(call.Args) == 0 {
			return nil // f(g()): nobody derives contexts like this
		}
		arg := v.Cur.ChildAt(edge.CallExpr_Args, 0)
		if c.Parent = f.of(v, arg, depth-1); c.Parent == nil {
			c.Parent = []*Context{{At: arg}}
		}
	}
	return c
}

// other returns the variable that gets the other result of the call of which the identifier at id gets one, if there are two:
// ctx, cancel := …, or g, ctx := errgroup.WithContext(…), or the same with var.
func (f *Flow) other(id inspector.Cursor) *types.Var {
	if !id.Valid() {
		return nil
	}
	var both [2]ast.Expr
	switch stmt := id.Parent().Node().(type) {
	case *ast.AssignStmt:
		if id.ParentEdgeKind() != edge.AssignStmt_Lhs || len(stmt.Lhs) != 2 || len(stmt.Rhs) != 1 {
			return nil
		}
		both = [2]ast.Expr(stmt.Lhs)
	case *ast.ValueSpec:
		if id.ParentEdgeKind() != edge.ValueSpec_Names || len(stmt.Names) != 2 || len(stmt.Values) != 1 {
			return nil
		}
		both = [2]ast.Expr{stmt.Names[0], stmt.Names[1]}
	default:
		return nil
	}
	_, i := id.ParentEdge()
	name, ok := ast.Unparen(both[1-i]).(*ast.Ident)
	if !ok {
		return nil
	}
	v, _ := f.Index.Info.ObjectOf(name).(*types.Var)
	return v
}

// isRange reports whether n is a range statement, whose node contains its whole body.
func isRange(n ast.Node) bool {
	_, ok := n.(*ast.RangeStmt)
	return ok
}

// Chain calls visit for c and for every context whose end is the end of c, nearest first, until visit returns true, and
// reports whether it did.
func (c *Context) Chain(visit func(*Context) bool) bool {
	if visit(c) {
		return true
	}
	if c.Does.Has(resource.Detaches) {
		return false
	}
	for _, p := range c.Parent {
		if p.Chain(visit) {
			return true
		}
	}
	return false
}

// Same reports whether c and d are one context, as far as the source can tell: made by the same call, or read from the
// same parameter, field or package variable.
func (c *Context) Same(d *Context) bool {
	if c.Var != nil || d.Var != nil {
		return c.Var == d.Var
	}
	return c.At == d.At
}

// Limited reports whether a deadline ends c.
func (c *Context) Limited() bool {
	return c.Chain(func(d *Context) bool { return d.Does.Has(resource.Limits) })
}

// Root returns the first contexts in the making of c: those with no known parent.
func (c *Context) Root() []*Context {
	if len(c.Parent) == 0 {
		return []*Context{c}
	}
	var all []*Context
	for _, p := range c.Parent {
		all = append(all, p.Root()...)
	}
	return all
}
