package nakedgo

import (
	"go/ast"
	"go/types"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"

	"github.com/shutdownlint/shutdownlint/analyzers/internal/facet/goroutines"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/fix"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/index"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/resource"
)

// recoverFix recovers at the top of the literal that g runs.
func (c *checker) recoverFix(g goroutines.Goroutine) []analysis.SuggestedFix {
	if !g.Lit.Valid() || !g.Start.Contains(g.Lit) {
		return nil // a named function has other callers
	}
	lit := g.Lit.Node().(*ast.FuncLit)
	if lit.Type.Results.NumFields() > 0 || len(lit.Body.List) == 0 || c.awaited(g.Lit) || c.leavesResult(g.Lit) {
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
	b.Before(first, "defer func() {\n\tif %s := recover(); %s != nil {\n\t\t%s\n\t}\n}()",
		r, r, b.Logf("panic in a goroutine: %v\n%s", r, b.Import("runtime/debug")+"Stack()"))
	return []analysis.SuggestedFix{b.Fix("Recover panics of this goroutine and log them")}
}

// awaited reports whether the literal at lit sends, closes a channel or counts down: a panic that is recovered would leave somebody
// waiting, or let it be taken for success.
func (c *checker) awaited(lit inspector.Cursor) bool {
	return c.Waits().Tells(lit, nil).Anybody()
}

// leavesResult reports whether the literal at lit assigns to what is declared outside of it: after a panic that is recovered, what
// stands there would be taken for a result.
func (c *checker) leavesResult(lit inspector.Cursor) bool {
	for cur := range lit.Preorder((*ast.AssignStmt)(nil), (*ast.IncDecStmt)(nil)) {
		for _, lhs := range assigned(cur.Node()) {
			if v := c.Root(lhs); v != nil && v.Name() != "_" && (v.Pos() < lit.Node().Pos() || lit.Node().End() <= v.Pos()) {
				return true
			}
		}
	}
	return false
}

// assigned returns the left-hand sides of the statement n.
func assigned(n ast.Node) []ast.Expr {
	if n, ok := n.(*ast.IncDecStmt); ok {
		return []ast.Expr{n.X}
	}
	return n.(*ast.AssignStmt).Lhs
}

// copyFix lets g use a copy of the context, if all that it does with it is to read. The context of the request, and whatever
// may be asked for it, still ends when the handler returns: of that only the values are left.
func (c *checker) copyFix(g goroutines.Goroutine, uses []inspector.Cursor) []analysis.SuggestedFix {
	if _, ok := g.Start.Node().(*ast.GoStmt); !ok {
		return nil
	}
	v := c.Info.Uses[uses[0].Node().(*ast.Ident)]
	b := fix.At(c.pass, g.Start.Node().Pos())
	if b == nil || !fix.InList(g.Start) || resource.TypeName(v.Type()) != resource.GinContext {
		return nil
	}
	copied := v.Name() + ".Copy()" // evaluated when the goroutine starts
	if g.Lit.Valid() && g.Lit.Contains(uses[0]) {
		if !g.Start.Contains(g.Lit) {
			return nil
		}
		hand(b, g, v.Name(), copied)
		copied = v.Name()
	}
	for _, use := range uses {
		if c.Info.Uses[use.Node().(*ast.Ident)] != v {
			return nil
		}
		whole, ok := c.reads(use)
		if !ok || whole.Valid() && !b.GoVersion("go1.21") {
			return nil
		}
		if whole.Valid() {
			rest := b.Text(whole.Node())[use.Node().End()-whole.Node().Pos():] // .Request.Context()
			b.Replace(whole.Node(), "%sWithoutCancel(%s%s)", b.Import("context"), copied, rest)
			continue
		}
		if copied != v.Name() {
			b.Replace(use.Node(), "%s", copied)
		}
	}
	return []analysis.SuggestedFix{b.Fix("Copy the context before the goroutine starts")}
}

// hand makes value the first argument of the function literal that g calls, as a parameter called name:
//
//	go func(c *gin.Context) { … }(c.Copy())
func hand(b *fix.Builder, g goroutines.Goroutine, name, value string) {
	params, call := g.Lit.Node().(*ast.FuncLit).Type.Params, g.Call.Node().(*ast.CallExpr)
	more := ""
	if params.NumFields() > 0 {
		more = ", "
	}
	b.Insert(params.Opening+1, "%s *%sContext%s", name, b.Import("github.com/gin-gonic/gin"), more)
	b.Insert(call.Lparen+1, "%s%s", value, more)
}

// reads reports whether the gin.Context at cur is only read there: by one of its methods, its parameters, what its request says,
// or as a context.Context. ended is the expression there that is a context.Context which ends with the request, if there is one.
func (c *checker) reads(cur inspector.Cursor) (ended inspector.Cursor, ok bool) {
	switch kind, i := cur.ParentEdge(); kind {
	case edge.SelectorExpr_X:
		switch obj := c.Info.Uses[cur.Parent().Node().(*ast.SelectorExpr).Sel].(type) {
		case *types.Var:
			if obj.Name() == "Request" {
				return c.readsRequest(cur.Parent())
			}
			return ended, obj.Name() == "Params"
		case *types.Func:
			row := c.Row(obj)
			return ended, row != nil && row.Recv == resource.Reads
		}
	case edge.CallExpr_Args:
		call := cur.Parent().Node().(*ast.CallExpr)
		sig, ok := c.Info.TypeOf(call.Fun).Underlying().(*types.Signature)
		if !ok || sig.Params().Len() == 0 {
			return ended, false
		}
		param := sig.Params().At(min(i, sig.Params().Len()-1))
		return cur, resource.IsContext(param.Type()) // the engine may make it end with the request
	}
	return ended, false
}

// requestHeads are the fields and methods of a request that stay as they are when it has been answered.
var requestHeads = map[string]bool{
	"Method": true, "URL": true, "Header": true, "Host": true, "RemoteAddr": true, "RequestURI": true, "Proto": true,
	"UserAgent": true, "Referer": true, "Cookie": true, "Cookies": true, "PathValue": true,
}

// readsRequest is reads for the request that the selector at cur names.
func (c *checker) readsRequest(cur inspector.Cursor) (ended inspector.Cursor, ok bool) {
	if cur.ParentEdgeKind() != edge.SelectorExpr_X {
		return ended, false // who knows what somebody does with it
	}
	sel := cur.Parent()
	name := sel.Node().(*ast.SelectorExpr).Sel.Name
	if name == "Context" && sel.ParentEdgeKind() == edge.CallExpr_Fun {
		return sel.Parent(), true
	}
	return ended, requestHeads[name]
}
