package nakedgo

import (
	"go/ast"
	"go/types"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"

	"github.com/shutdownlint/shutdownlint/analyzers/internal/fix"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/index"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/resource"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/summary"
)

// recoverFix recovers at the top of the literal that g runs.
func (c *checker) recoverFix(g summary.Goroutine) []analysis.SuggestedFix {
	if !g.Lit.Valid() || !g.Start.Contains(g.Lit) {
		return nil // a named function has other callers
	}
	lit := g.Lit.Node().(*ast.FuncLit)
	if lit.Type.Results.NumFields() > 0 || len(lit.Body.List) == 0 || c.awaited(g.Lit) {
		return nil // the recovered literal would report success, or leave somebody waiting
	}
	line := func(n ast.Node) int { return c.pass.Fset.Position(n.Pos()).Line }
	if line(lit.Body) == line(lit.Body.List[0]) {
		return nil // all on one line
	}
	first := ast.Node(lit.Body.List[0])
	if file := index.File(g.Lit); file != nil {
		for _, comment := range file.Comments { // which belongs to what follows
			if lit.Body.Lbrace < comment.Pos() && comment.Pos() < first.Pos() && line(comment) > line(lit.Body) {
				first = comment
				break
			}
		}
	}
	b := fix.At(c.pass, first.Pos())
	if b == nil {
		return nil
	}
	r := b.Fresh("r")
	b.Before(first, "defer func() {\n\tif %s := recover(); %s != nil {\n\t\t%sPrintf(\"panic in a goroutine: %%v\\n%%s\", %s, %sStack())\n\t}\n}()",
		r, r, b.Import("log"), r, b.Import("runtime/debug"))
	return []analysis.SuggestedFix{b.Fix("Recover panics of this goroutine and log them")}
}

// awaited reports whether the literal at lit sends, closes a channel or counts down other than by defer, so that a panic
// that is recovered leaves somebody waiting.
func (c *checker) awaited(lit inspector.Cursor) bool {
	for cur := range lit.Preorder((*ast.SendStmt)(nil), (*ast.CallExpr)(nil)) {
		call, ok := cur.Node().(*ast.CallExpr)
		if !ok {
			return true
		}
		if cur.ParentEdgeKind() == edge.DeferStmt_Call {
			continue
		}
		if id, ok := ast.Unparen(call.Fun).(*ast.Ident); ok {
			if b, ok := c.Info.Uses[id].(*types.Builtin); ok && b.Name() == "close" {
				return true
			}
		}
		if fn := c.Callee(call); fn != nil && fn.FullName() == "(*sync.WaitGroup).Done" {
			return true
		}
	}
	return false
}

// copyFix lets g use a copy of the context, if all that it does with it is to read.
func (c *checker) copyFix(g summary.Goroutine, uses []inspector.Cursor) []analysis.SuggestedFix {
	if _, ok := g.Start.Node().(*ast.GoStmt); !ok {
		return nil
	}
	v := c.Info.Uses[uses[0].Node().(*ast.Ident)]
	for _, use := range uses {
		id := use.Node().(*ast.Ident)
		if c.Info.Uses[id] != v || resource.TypeName(v.Type()) != resource.GinContext || !c.reads(use) {
			return nil
		}
	}
	b := fix.At(c.pass, g.Start.Node().Pos())
	if b == nil || !ownLine(g.Start) {
		return nil
	}
	name := v.Name()
	if !g.Lit.Valid() || !g.Lit.Contains(uses[0]) {
		for _, use := range uses {
			b.Replace(use.Node(), "%s.Copy()", name) // evaluated when the goroutine starts
		}
	} else {
		copied := b.Fresh("copied")
		b.Before(g.Start.Node(), "%s := %s.Copy()", copied, name)
		for _, use := range uses {
			b.Replace(use.Node(), "%s", copied)
		}
	}
	return []analysis.SuggestedFix{b.Fix("Copy the context before the goroutine starts")}
}

// ownLine reports whether the statement at cur stands in a list of statements.
func ownLine(cur inspector.Cursor) bool {
	switch cur.ParentEdgeKind() {
	case edge.BlockStmt_List, edge.CaseClause_Body, edge.CommClause_Body:
		return true
	}
	return false
}

// reads reports whether the context at cur is only read there: by one of its methods, its request, or as a context.Context.
func (c *checker) reads(cur inspector.Cursor) bool {
	switch kind, i := cur.ParentEdge(); kind {
	case edge.SelectorExpr_X:
		sel := cur.Parent().Node().(*ast.SelectorExpr)
		switch obj := c.Info.Uses[sel.Sel].(type) {
		case *types.Var:
			return obj.Name() == "Request" || obj.Name() == "Params"
		case *types.Func:
			row := c.Row(obj)
			return row != nil && row.Recv == resource.Reads
		}
	case edge.CallExpr_Args:
		call := cur.Parent().Node().(*ast.CallExpr)
		sig, ok := c.Info.TypeOf(call.Fun).Underlying().(*types.Signature)
		if !ok || sig.Params().Len() == 0 {
			return false
		}
		param := sig.Params().At(min(i, sig.Params().Len()-1))
		return resource.IsContext(param.Type())
	}
	return false
}
