package nakedgo

import (
	"go/ast"
	"go/types"
	"strings"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"

	"github.com/shutdownlint/shutdownlint/analyzers/internal/facet/goroutines"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/facet/heeds"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/origin"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/report"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/resource"
)

// pooled reports g if it uses the context of a handler that does not wait for it, and that context goes back into a pool. It reports
// whether g uses one.
func (c *checker) pooled(g goroutines.Goroutine) bool {
	uses := c.pooledUses(g)
	if len(uses) == 0 {
		return false
	}
	if c.waits(g) {
		return true
	}
	category, then := recycled(c.heldIn(uses[0]))
	f := report.Finding{
		Range:    g.Start.Node(),
		Category: category,
		Message:  types.ExprString(uses[0].Node().(ast.Expr)) + " is used in a goroutine that the handler does not wait for: " + then,
		Remedy:   "take the values out before it starts",
		Related:  related(g, uses[0]),
	}
	if category == "gin-context-in-goroutine" {
		f.Fixes = c.copyFix(g, uses)
	}
	c.Report(f)
	return true
}

// recycled returns the category of findings about a context of the type t, and what becomes of it.
func recycled(t types.Type) (category, then string) {
	if resource.TypeName(t) == resource.GinContext {
		return "gin-context-in-goroutine", "once the handler has returned, gin gives the same Context to another request"
	}
	name := strings.TrimPrefix(types.TypeString(t, (*types.Package).Name), "*")
	return "pooled-context-in-goroutine", "once the handler has returned, another request gets the same " + name
}

func related(g goroutines.Goroutine, use inspector.Cursor) []analysis.RelatedInformation {
	if !g.Lit.Valid() {
		return nil // it stands in the go statement
	}
	return []analysis.RelatedInformation{report.Related(use.Node(), "used here")}
}

// pooledUses returns the identifiers in g that stand for such a context.
func (c *checker) pooledUses(g goroutines.Goroutine) []inspector.Cursor {
	var uses []inspector.Cursor
	if g.Lit.Valid() {
		for cur := range g.Lit.Preorder((*ast.Ident)(nil)) {
			v, ok := c.Info.Uses[cur.Node().(*ast.Ident)].(*types.Var)
			if !ok {
				continue
			}
			if def := c.Def(v); def.Valid() && !g.Lit.Contains(def) && c.held(v, 0) != nil { // not its own
				uses = append(uses, cur)
			}
		}
	}
	var operands []inspector.Cursor
	if g.Call.Valid() {
		for i := range g.Call.Node().(*ast.CallExpr).Args {
			operands = append(operands, g.Call.ChildAt(edge.CallExpr_Args, i))
		}
		if fun := g.Call.ChildAt(edge.CallExpr_Fun, -1); !g.Lit.Valid() {
			operands = append(operands, fun)
		}
	} else if !g.Lit.Valid() {
		operands = append(operands, g.Value)
	}
	for _, cur := range operands {
		if sel, ok := cur.Node().(*ast.SelectorExpr); ok && c.Info.Selections[sel] != nil && c.Info.Selections[sel].Kind() == types.MethodVal {
			cur = cur.ChildAt(edge.SelectorExpr_X, -1) // go c.Next()
		}
		if c.heldIn(cur) != nil {
			uses = append(uses, cur)
		}
	}
	return uses
}

// heldIn is held for the variable that the expression at cur is, if it is one.
func (c *checker) heldIn(cur inspector.Cursor) types.Type {
	id, ok := cur.Node().(*ast.Ident)
	if !ok {
		return nil
	}
	return c.heldBy(id, -1)
}

// held returns the type of the pooled context of a request that the variable v holds, or that the context in it is derived
// from, or nil.
func (c *checker) held(v *types.Var, depth int) types.Type {
	def := c.Def(v)
	if depth > 4 || !def.Valid() || v.IsField() {
		return nil
	}
	pooled := resource.IsPooled(v.Type())
	if !pooled && !resource.IsContext(v.Type()) {
		return nil
	}
	if _, list, ok := c.Parameter(v); ok {
		if pooled && list == edge.FuncType_Params {
			return v.Type()
		}
		return nil
	}
	if value, ok := c.Single(v); ok {
		if id, ok := ast.Unparen(value.Node().(ast.Expr)).(*ast.Ident); ok {
			return c.heldBy(id, depth)
		}
	}
	call := origin.Maker(c.Index, v)
	if call == nil || len(call.Args) == 0 {
		return nil
	}
	row := c.Ask(c.Callee(call))
	if row == nil || !row.Does.Has(resource.Derives) || row.Does.Has(resource.Detaches) {
		return nil
	}
	id, ok := ast.Unparen(call.Args[0]).(*ast.Ident)
	if !ok {
		return nil
	}
	return c.heldBy(id, depth)
}

// heldBy is held for the variable that id names.
func (c *checker) heldBy(id *ast.Ident, depth int) types.Type {
	v, ok := c.Info.Uses[id].(*types.Var)
	if !ok {
		return nil
	}
	return c.held(v, depth+1)
}

// waits reports whether the handler that starts g may wait for it: it receives or waits somewhere behind, or g tells
// about its end through something that the handler was given.
func (c *checker) waits(g goroutines.Goroutine) bool {
	handler, ok := c.code.Handler(g.Start)
	if !ok {
		return true // reached from a handler, which may wait
	}
	if heeds.Waits(c.Package, handler, g.Start) {
		return true
	}
	if g.Value.Valid() {
		if sel, ok := ast.Unparen(g.Start.Node().(*ast.CallExpr).Fun).(*ast.SelectorExpr); ok {
			return c.given(c.Root(sel.X), handler) // the group of somebody else
		}
	}
	if !g.Lit.Valid() {
		return false
	}
	for cur := range g.Lit.Preorder((*ast.SendStmt)(nil), (*ast.CallExpr)(nil)) {
		switch n := cur.Node().(type) {
		case *ast.SendStmt:
			if c.given(c.Root(n.Chan), handler) {
				return true
			}
		case *ast.CallExpr:
			if fn := c.Callee(n); fn != nil && fn.FullName() == "(*sync.WaitGroup).Done" {
				if c.given(c.Root(n.Fun.(*ast.SelectorExpr).X), handler) {
					return true
				}
			}
		}
	}
	return false
}

// given reports whether v is a parameter of the function at fn.
func (c *checker) given(v *types.Var, fn inspector.Cursor) bool {
	def, _, ok := c.Parameter(v)
	return ok && fn.Contains(def)
}
