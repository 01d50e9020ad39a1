package nakedgo

import (
	"go/ast"
	"go/token"
	"go/types"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"

	"github.com/shutdownlint/shutdownlint/analyzers/internal/facet/goroutines"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/guess"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/origin"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/report"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/resource"
)

// context reports g if it uses the gin.Context of a handler that does not wait for it.
func (c *checker) context(g goroutines.Goroutine) {
	uses := c.contextUses(g)
	if len(uses) == 0 || c.waits(g) {
		return
	}
	c.Report(report.Finding{
		Range:    g.Start.Node(),
		Category: "gin-context-in-goroutine",
		Message:  types.ExprString(uses[0].Node().(ast.Expr)) + " is used in a goroutine that the handler does not wait for: once the handler has returned, gin gives the same Context to another request",
		Remedy:   "take the values out before it starts",
		Related:  related(g, uses[0]),
		Fixes:    c.copyFix(g, uses),
	})
}

func related(g goroutines.Goroutine, use inspector.Cursor) []analysis.RelatedInformation {
	if !g.Lit.Valid() {
		return nil // it stands in the go statement
	}
	return []analysis.RelatedInformation{report.Related(use.Node(), "used here")}
}

// contextUses returns the identifiers in g that stand for the context of a request.
func (c *checker) contextUses(g goroutines.Goroutine) []inspector.Cursor {
	var uses []inspector.Cursor
	if g.Lit.Valid() {
		for cur := range g.Lit.Preorder((*ast.Ident)(nil)) {
			v, ok := c.Info.Uses[cur.Node().(*ast.Ident)].(*types.Var)
			if !ok {
				continue
			}
			if def := c.Def(v); def.Valid() && !g.Lit.Contains(def) && c.isRequest(v, 0) { // not its own
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
		if id, ok := cur.Node().(*ast.Ident); ok {
			if v, ok := c.Info.Uses[id].(*types.Var); ok && c.isRequest(v, 0) {
				uses = append(uses, cur)
			}
		}
	}
	return uses
}

// isRequest reports whether the variable v holds the gin.Context of a request, or a context derived from it.
func (c *checker) isRequest(v *types.Var, depth int) bool {
	def := c.Def(v)
	if depth > 4 || !def.Valid() || v.IsField() {
		return false
	}
	gin := resource.TypeName(v.Type()) == resource.GinContext
	if !gin && !resource.IsContext(v.Type()) {
		return false
	}
	if def.ParentEdgeKind() == edge.Field_Names {
		return gin && def.Parent().Parent().ParentEdgeKind() == edge.FuncType_Params
	}
	if value, ok := c.Single(v); ok {
		if id, ok := ast.Unparen(value.Node().(ast.Expr)).(*ast.Ident); ok {
			other, ok := c.Info.Uses[id].(*types.Var)
			return ok && c.isRequest(other, depth+1)
		}
	}
	call := origin.Maker(c.Index, v)
	if call == nil || len(call.Args) == 0 {
		return false
	}
	row := c.Ask(c.Callee(call))
	if row == nil || !row.Does.Has(resource.Derives) || row.Does.Has(resource.Detaches) {
		return false
	}
	id, ok := ast.Unparen(call.Args[0]).(*ast.Ident)
	if !ok {
		return false
	}
	parent, ok := c.Info.Uses[id].(*types.Var)
	return ok && c.isRequest(parent, depth+1)
}

// waits reports whether the handler that starts g may wait for it: it receives or waits somewhere behind, or g tells
// about its end through something that the handler was given.
func (c *checker) waits(g goroutines.Goroutine) bool {
	handler, ok := c.code.Handler(g.Start)
	if !ok {
		return true // reached from a handler, which may wait
	}
	for cur := range handler.Preorder((*ast.UnaryExpr)(nil), (*ast.RangeStmt)(nil), (*ast.CallExpr)(nil)) {
		if c.isWait(cur) && cur.Node().Pos() > g.Start.Node().Pos() && !g.Start.Contains(cur) {
			return true
		}
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
	if v == nil {
		return false
	}
	def := c.Def(v)
	return def.Valid() && def.ParentEdgeKind() == edge.Field_Names && fn.Contains(def)
}

// isWait reports whether the node at cur waits for another goroutine.
func (c *checker) isWait(cur inspector.Cursor) bool {
	switch n := cur.Node().(type) {
	case *ast.UnaryExpr:
		return n.Op == token.ARROW
	case *ast.RangeStmt:
		t := c.Info.TypeOf(n.X)
		if t == nil {
			return false
		}
		_, ok := t.Underlying().(*types.Chan)
		return ok
	case *ast.CallExpr:
		fn := c.Callee(n)
		return fn != nil && fn.Signature().Recv() != nil && guess.May(fn.Name()).Any(guess.Waits)
	}
	return false
}
