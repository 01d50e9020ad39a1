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
func (f *Flow) Of(cur inspector.Cursor) []*Context { return f.of(cur, depth) }

func (f *Flow) of(cur inspector.Cursor, depth int) []*Context {
	if depth == 0 {
		return nil // a context made from itself in a loop
	}
	switch n := cur.Node().(type) {
	case *ast.ParenExpr:
		return f.of(cur.ChildAt(edge.ParenExpr_X, -1), depth)
	case *ast.CallExpr:
		return f.made(cur, nil, depth)
	case *ast.SelectorExpr:
		if v, ok := f.Index.Info.Uses[n.Sel].(*types.Var); ok {
			return []*Context{{At: cur, Var: v.Origin()}}
		}
	case *ast.Ident:
		if v, ok := f.Index.Info.Uses[n].(*types.Var); ok {
			return f.variable(cur, v, depth)
		}
	}
	return nil
}

// made returns what the call at cur makes; cancel is the variable that gets its other result.
func (f *Flow) made(cur inspector.Cursor, cancel *types.Var, depth int) []*Context {
	call := cur.Node().(*ast.CallExpr)
	fn := f.Index.Callee(call)
	row := f.Index.Row(fn)
	if row == nil {
		return f.helper(cur, fn, depth)
	}
	const makes = resource.Derives | resource.Unending | resource.OnSignal | resource.OfRequest
	if !row.Does.Any(makes) {
		return nil
	}
	c := &Context{At: cur, Does: row.Does, Cancel: cancel}
	if row.Does.Has(resource.Derives) {
		if len(call.Args) == 0 {
			return nil // f(g()): nobody derives contexts like this
		}
		c.Parent = f.of(cur.ChildAt(edge.CallExpr_Args, 0), depth-1)
		if c.Parent == nil {
			c.Parent = []*Context{{At: cur.ChildAt(edge.CallExpr_Args, 0)}}
		}
	}
	return []*Context{c}
}

// helper returns what a function of this package returns, where it has one return statement.
func (f *Flow) helper(cur inspector.Cursor, fn *types.Func, depth int) []*Context {
	if fn == nil {
		return nil
	}
	decl, node := f.Index.Decl(fn)
	if node == nil || node.Body == nil {
		return nil
	}
	var made []*Context
	returns := 0
	for ret := range decl.Preorder((*ast.ReturnStmt)(nil)) {
		if index.Function(ret) != decl {
			continue
		}
		returns++
		if len(ret.Node().(*ast.ReturnStmt).Results) > 0 {
			made = f.of(ret.ChildAt(edge.ReturnStmt_Results, 0), depth-1)
		}
	}
	if returns != 1 {
		return nil
	}
	for _, c := range made {
		if usesParam(c, fn) {
			return nil // a parameter of the helper means nothing to its caller
		}
	}
	return made
}

// usesParam reports whether c, or what it is derived from, is a parameter of fn.
func usesParam(c *Context, fn *types.Func) bool {
	for v := range fn.Signature().Params().Variables() {
		if c.Var == v {
			return true
		}
	}
	for _, p := range c.Parent {
		if usesParam(p, fn) {
			return true
		}
	}
	return false
}

// variable returns what v holds where the identifier at use reads it.
func (f *Flow) variable(use inspector.Cursor, v *types.Var, depth int) []*Context {
	if resource.RequestType(v.Type()) {
		return []*Context{{At: use, Does: resource.OfRequest, Var: v}}
	}
	defs, ok := f.reaching(use, v)
	if !ok {
		return nil
	}
	var all []*Context
	for _, d := range defs {
		if !d.value.Valid() {
			all = append(all, &Context{At: use, Var: v}) // a parameter
			continue
		}
		var made []*Context
		if _, isCall := ast.Unparen(d.value.Node().(ast.Expr)).(*ast.CallExpr); isCall {
			value := d.value
			for value.Node() != ast.Unparen(value.Node().(ast.Expr)) {
				value = value.ChildAt(edge.ParenExpr_X, -1)
			}
			made = f.made(value, d.cancel, depth-1)
		} else {
			made = f.of(d.value, depth-1)
		}
		if made == nil {
			return nil
		}
		all = append(all, made...)
	}
	return all
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
