package nakedgo

import (
	"go/ast"
	"go/types"
	"slices"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"

	"github.com/shutdownlint/shutdownlint/analyzers/internal/ctxflow"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/facet/goroutines"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/facet/heeds"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/fix"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/index"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/report"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/resource"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/trace"
)

// ending reports g if it works with a context that ends when the handler returns, which does not wait for it.
func (c *checker) ending(g goroutines.Goroutine) {
	handler, ok := c.code.Handler(g.Start)
	if !ok {
		return // who calls the function may wait
	}
	work, context, ok := heeds.Work(c.Package, g, c.endsAround(g.Start))
	if !ok || c.meant(g, context) || heeds.Stays(index.Function(g.Start.Parent()), g.Start) || heeds.Stays(handler, g.Start) || c.waits(g) {
		return
	}
	c.Report(report.Finding{
		Range:    g.Start.Node(),
		Category: "request-context-in-goroutine",
		Message: types.ExprString(context.Node().(ast.Expr)) + " ends when the handler returns, which does not wait for this goroutine: " +
			c.Callee(work.Node().(*ast.CallExpr)).Name() + " fails or succeeds by chance",
		Remedy:  "keep its values with context.WithoutCancel, and set a deadline in the goroutine",
		Related: related(g, context),
		Fixes:   c.detachFix(g),
	})
}

// endingElsewhere reports the call at cur if it leaves work with the context of the request to a goroutine. Each goroutine is reported
// once.
func (c *checker) endingElsewhere(cur inspector.Cursor, seen map[string]bool) {
	call := cur.Node().(*ast.CallExpr)
	fn := c.Callee(call)
	if fn == nil || !c.Own(fn.Pkg()) || index.Abstract(fn) || !resource.Some(fn.Signature().Params(), resource.IsContext) {
		return
	}
	if handler, ok := c.code.Handler(cur); !ok || index.Function(cur) != handler || cur.ParentEdgeKind() == edge.GoStmt_Call {
		return // who calls the function may wait, or it is a goroutine of its own
	}
	for i := range call.Args {
		arg := cur.ChildAt(edge.CallExpr_Args, i)
		here := goroutines.Goroutine{Start: cur}
		pooled := c.heldIn(arg)
		if pooled == nil && (!heeds.Ends(c.Package, here, arg, c.endsAround(cur)) || c.meant(here, arg)) {
			continue
		}
		row := c.Ask(fn)
		if row == nil || !row.Slot(trace.Slot(fn, i)).Has(resource.Lingers) || seen[row.LeavesAt] || !c.Sites().Live(cur) {
			continue
		}
		seen[row.LeavesAt] = true
		f := report.Finding{
			Range:    cur.Node(),
			Category: "request-context-in-goroutine",
			Message: types.ExprString(arg.Node().(ast.Expr)) + " ends when the handler returns, but " + fn.Name() + " leaves work with it to a goroutine (" +
				row.LeavesAt + "): that fails or succeeds by chance",
			Remedy:  "keep its values with context.WithoutCancel there",
			Related: report.Elsewhere(c.Find(row.LeavesAt), "the goroutine is started here"),
		}
		if pooled != nil {
			f.Category, f.Message = recycled(pooled)
			f.Remedy = "take the values out before it starts"
			f.Message = fn.Name() + " uses " + types.ExprString(arg.Node().(ast.Expr)) + " in a goroutine (" + row.LeavesAt + ") that nobody waits for: " + f.Message
		}
		c.Report(f)
	}
}

// endsAround returns what says whether a context ends when the handler around the code at cur returns: that of the request, or one
// whose deadline the handler sets and whose cancel function it defers.
func (c *checker) endsAround(cur inspector.Cursor) func(d *ctxflow.Context) bool {
	return func(d *ctxflow.Context) bool {
		if call, ok := d.At.Node().(*ast.CallExpr); ok && d.Does.Has(resource.OfRequest) {
			return c.served(call)
		}
		return d.Does.Has(resource.Limits) && c.defers(cur, d)
	}
}

// meant reports whether the context at cur, in g, is to end when the handler returns: that makes it for the sake of its cancel
// function.
func (c *checker) meant(g goroutines.Goroutine, cur inspector.Cursor) bool {
	return heeds.Ends(c.Package, g, cur, func(d *ctxflow.Context) bool { return !d.Does.Has(resource.Limits) && c.defers(g.Start, d) })
}

// served reports whether call asks for the context of a request that the handler around it answers: r.Context(), or
// c.Request.Context().
func (c *checker) served(call *ast.CallExpr) bool {
	v := c.Root(call.Fun)
	if v == nil || len(c.Uses(v)) == 0 {
		return false
	}
	for v != nil {
		def := c.Def(v)
		if !def.Valid() || v.IsField() {
			return false
		}
		if c.IsParameter(v) {
			return slices.Contains(c.code.Handlers, index.Function(def)) && !c.assigned(v)
		}
		value, ok := c.Single(v) // copied := c.Copy(), which has the same request
		if !ok {
			return false
		}
		copied, ok := value.Node().(*ast.CallExpr)
		if !ok || !resource.IsPooled(v.Type()) {
			return false
		}
		v = c.Root(copied.Fun)
	}
	return false
}

// assigned reports whether something else is ever assigned to v.
func (c *checker) assigned(v *types.Var) bool {
	return slices.ContainsFunc(c.Uses(v), func(use inspector.Cursor) bool {
		_, assigned, _ := c.Assigned(use)
		return assigned
	})
}

// defers reports whether the function that makes d, and has the code at cur, ends d by a deferred call.
func (c *checker) defers(cur inspector.Cursor, d *ctxflow.Context) bool {
	if d.Cancel == nil {
		return false
	}
	fn := index.Function(d.At)
	if fn != index.Function(cur.Parent()) {
		return false
	}
	return slices.ContainsFunc(c.Uses(d.Cancel), func(use inspector.Cursor) bool {
		call, ok := c.CallOf(use)
		return ok && call.ParentEdgeKind() == edge.DeferStmt_Call && index.Function(call) == fn
	})
}

// detachFix lets g keep the values of the contexts that end when the handler returns, and no more. A deadline of the handler's own
// would be lost with them: what should take its place is not for a tool to say.
func (c *checker) detachFix(g goroutines.Goroutine) []analysis.SuggestedFix {
	b := fix.At(c.pass, g.Start.Node().Pos())
	if b == nil || !b.GoVersion("go1.21") {
		return nil
	}
	pkg := ""
	for cur := range g.Start.Preorder((*ast.Ident)(nil), (*ast.CallExpr)(nil)) {
		if !c.entersAs(g, cur) {
			continue
		}
		if slices.ContainsFunc(c.Contexts().Of(cur), (*ctxflow.Context).Limited) || !handedOn(cur) {
			return nil
		}
		if pkg == "" {
			pkg = b.Import("context")
		}
		b.Replace(cur.Node(), "%sWithoutCancel(%s)", pkg, b.Text(cur.Node()))
	}
	if pkg == "" {
		return nil
	}
	return []analysis.SuggestedFix{b.Fix("Keep the values of the context, but not its end")}
}

// entersAs reports whether the expression at cur brings a context that ends with the handler into g: a variable from outside, or
// the call that asks a request for it.
func (c *checker) entersAs(g goroutines.Goroutine, cur inspector.Cursor) bool {
	switch n := cur.Node().(type) {
	case *ast.Ident:
		v, ok := c.Info.Uses[n].(*types.Var)
		if !ok || v.IsField() || !c.Def(v).Valid() || g.Start.Contains(c.Def(v)) {
			return false // its own
		}
	case *ast.CallExpr:
		row := c.Row(c.Callee(n))
		if row == nil || !row.Does.Has(resource.OfRequest) {
			return false
		}
	}
	return heeds.Ends(c.Package, g, cur, c.endsAround(g.Start))
}

// handedOn reports whether the expression at cur is an argument of a call, or assigned to something.
func handedOn(cur inspector.Cursor) bool {
	switch cur.ParentEdgeKind() {
	case edge.CallExpr_Args, edge.AssignStmt_Rhs:
		return true
	}
	return false
}
