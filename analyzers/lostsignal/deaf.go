package lostsignal

import (
	"go/ast"
	"go/token"
	"go/types"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"

	"github.com/shutdownlint/shutdownlint/analyzers/internal/facet/signals"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/fix"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/flow"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/index"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/report"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/resource"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/site"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/wait"
)

// deaf reports a NotifyContext that swallows the second signal for as long as the program takes to end.
func (c *check) deaf(sc *signalContext) {
	if !sc.Set.Does.Any(stops) && !sc.Set.Every || sc.ctx == nil || sc.names[0].Name == "_" || c.listensTwice(sc) {
		return
	}
	if sc.names[1].Name == "_" {
		c.Report(report.Finding{
			Range:    sc.Call.Node(),
			Category: "signal-deaf",
			Message:  "the function that would let go of the signals is dropped: once " + sc.names[0].Name + " has ended, a second Ctrl-C or SIGTERM is swallowed, however long the way out takes",
			Remedy:   "call it once the context has ended",
			Fixes:    c.stopAfter(sc),
		})
		return
	}
	if sc.stop == nil || sc.stop.IsField() || !c.onlyDeferred(sc.stop) {
		return
	}
	for _, wait := range c.waits(sc) {
		if drain := c.drainsAfter(wait); drain.Valid() {
			c.Report(report.Finding{
				Range:    sc.Call.Node(),
				Category: "signal-deaf",
				Message:  sc.names[1].Name + " is deferred past " + c.calleeName(drain) + ", which waits without a limit: until it returns, a second Ctrl-C or SIGTERM is swallowed",
				Remedy:   "call it before that",
				Related:  []analysis.RelatedInformation{report.Related(drain.Node(), "nothing bounds this wait")},
				Fixes:    c.stopAtOnce(sc, wait),
			})
			return
		}
	}
}

// listensTwice reports whether the function asks for signals in another way, too, for the sake of the second one.
func (c *check) listensTwice(sc *signalContext) bool {
	for _, r := range c.registrations {
		if r.Call != sc.Call && sameFunction(r.Call, sc.Call) {
			return true
		}
	}
	return false
}

func within(outer, inner ast.Node) bool {
	return outer.Pos() <= inner.Pos() && inner.End() <= outer.End()
}

// drainsAfter returns a call that waits for a server's requests without a limit and can run after wait, or an invalid cursor.
func (c *check) drainsAfter(wait inspector.Cursor) (drain inspector.Cursor) {
	fn := index.Function(wait)
	g := c.Graph(fn)
	if g == nil {
		return drain
	}
	start, ok := g.After(wait.Node())
	if !ok {
		return drain
	}
	g.Walk(start, nil, func(_ flow.Point, n ast.Node) flow.Action {
		at, ok := fn.FindNode(n)
		if !ok {
			return flow.Go
		}
		for call := range at.Preorder((*ast.CallExpr)(nil)) {
			if site.Inline(call, fn) && c.unbounded(call) {
				drain = call
				return flow.Stop
			}
		}
		return flow.Go
	})
	return drain
}

// unbounded reports whether the call at cur is a graceful stop that waits for as long as it takes.
func (c *check) unbounded(cur inspector.Cursor) bool {
	call := cur.Node().(*ast.CallExpr)
	fn := c.Callee(call)
	row := c.Row(fn)
	if row == nil || !row.Recv.Has(resource.ShutsDown) || c.forced(cur) {
		return false
	}
	if fn.Signature().Params().Len() == 0 {
		return true // GracefulStop
	}
	return len(call.Args) == 1 && c.endless(cur.ChildAt(edge.CallExpr_Args, 0), 0)
}

// endless reports whether the context at cur never ends.
func (c *check) endless(cur inspector.Cursor, depth int) bool {
	switch n := cur.Node().(type) {
	case *ast.ParenExpr:
		return c.endless(cur.ChildAt(edge.ParenExpr_X, -1), depth)
	case *ast.Ident:
		v, ok := c.Info.Uses[n].(*types.Var)
		if !ok || depth > 4 {
			return false
		}
		value, ok := c.Single(v)
		return ok && c.endless(value, depth+1)
	case *ast.CallExpr:
		row := c.Row(c.Callee(n))
		return row != nil && row.Does.Any(resource.Unending|resource.Detaches)
	}
	return false
}

// forced reports whether something in the function around cur cuts the wait short: a Close or Stop, or a timer.
func (c *check) forced(cur inspector.Cursor) bool {
	fn := index.Outermost(cur)
	if !fn.Valid() {
		return false // a package variable's value
	}
	for call := range fn.Preorder((*ast.CallExpr)(nil)) {
		row := c.Row(c.Callee(call.Node().(*ast.CallExpr)))
		if row != nil && (row.Recv.Has(resource.ForceCloses) || row.Does.Has(resource.TakesTime)) {
			return true
		}
	}
	return false
}

// stopAfter gives the dropped function a name and has it called as soon as the context ends.
func (c *check) stopAfter(sc *signalContext) []analysis.SuggestedFix {
	b := fix.At(c.pass, sc.Call.Node().Pos())
	stmt, ok := sc.assign.Node().(*ast.AssignStmt)
	if b == nil || !ok || stmt.Tok != token.DEFINE || !b.GoVersion("go1.21") {
		return nil // context.AfterFunc is of 1.21; elsewhere the variable must be declared first
	}
	if !fix.InList(sc.assign) {
		return nil
	}
	name := b.Fresh("stop")
	b.Replace(sc.names[1], "%s", name)
	b.After(stmt, "%sAfterFunc(%s, %s)", b.Import("context"), sc.names[0].Name, name)
	return []analysis.SuggestedFix{b.Fix("Let go of the signals once the first is in")}
}

// stopAtOnce calls the stop function right after wait.
func (c *check) stopAtOnce(sc *signalContext, wait inspector.Cursor) []analysis.SuggestedFix {
	b := fix.At(c.pass, wait.Node().Pos())
	if b == nil || !c.visible(sc, wait) {
		return nil
	}
	stmt := wait.Parent()
	if wait.ParentEdgeKind() != edge.ExprStmt_X {
		return nil
	}
	switch stmt.ParentEdgeKind() {
	case edge.BlockStmt_List, edge.CaseClause_Body, edge.CommClause_Body:
		b.After(stmt.Node(), "%s()", sc.names[1].Name)
	case edge.CommClause_Comm:
		body := stmt.Parent().Node().(*ast.CommClause).Body
		if len(body) == 0 {
			return nil
		}
		b.Before(body[0], "%s()", sc.names[1].Name)
	default:
		return nil
	}
	return []analysis.SuggestedFix{b.Fix("Let go of the signals once the first is in")}
}

// visible reports whether the name of the stop function means the same at cur as where it is declared.
func (c *check) visible(sc *signalContext, cur inspector.Cursor) bool {
	scope := c.Pkg.Scope().Innermost(cur.Node().Pos())
	if scope == nil {
		return false
	}
	_, obj := scope.LookupParent(sc.stop.Name(), cur.Node().Pos())
	return obj == sc.stop
}

// closedAgain reports a loop in which each signal closes the same channel: the second close panics.
func (c *check) closedAgain(ch *channel) {
	for _, at := range ch.receives {
		loop := enclosingLoop(at)
		if !loop.Valid() {
			continue
		}
		for call := range loop.Preorder((*ast.CallExpr)(nil)) {
			if c.closesEachTime(call, loop, at) {
				c.Report(report.Finding{
					Range:    call.Node(),
					Category: "signal-deaf",
					Message:  "each signal closes " + naming(call.Node().(*ast.CallExpr).Args[0]) + ", and the second one panics instead of ending the process",
					Remedy:   "receive once",
					Related:  []analysis.RelatedInformation{report.Related(ch.notifies[0].Node(), "the signals are asked for here")},
				})
				return
			}
		}
	}
}

// enclosingLoop returns the loop around the receipt at cur, in its own function; a range over the channel is its own loop.
func enclosingLoop(cur inspector.Cursor) inspector.Cursor {
	for c := range cur.Enclosing((*ast.ForStmt)(nil), (*ast.RangeStmt)(nil), (*ast.FuncLit)(nil), (*ast.FuncDecl)(nil)) {
		switch c.Node().(type) {
		case *ast.ForStmt, *ast.RangeStmt:
			return c
		}
		break
	}
	return inspector.Cursor{}
}

// closesEachTime reports whether the call closes a channel that outlives the loop, on each turn on which a signal was
// received at at, and the loop goes on.
func (c *check) closesEachTime(call, loop, at inspector.Cursor) bool {
	n := call.Node().(*ast.CallExpr)
	if !wait.IsClose(c.Info, n) || index.Function(call) != index.Function(at) || !c.outlives(n.Args[0], loop) {
		return false
	}
	for cur := call.Parent(); cur != loop; cur = cur.Parent() {
		switch n := cur.Node().(type) {
		case *ast.ExprStmt, *ast.BlockStmt, *ast.SelectStmt:
		case *ast.CommClause:
			if n.Comm == nil || !within(n.Comm, at.Node()) {
				return false // another event
			}
		default:
			return false // under a condition
		}
	}
	g := c.Graph(index.Function(call))
	p, ok := g.Find(n)
	return ok && g.Reaches(p, p)
}

// outlives reports whether e is a variable that is declared outside the loop and not assigned in it.
func (c *check) outlives(e ast.Expr, loop inspector.Cursor) bool {
	v := c.Named(e)
	if v == nil || within(loop.Node(), &ast.BadExpr{From: v.Pos(), To: v.Pos()}) {
		return false
	}
	for _, use := range c.Uses(v) {
		if !loop.Contains(use) {
			continue
		}
		cur := use
		if cur.ParentEdgeKind() == edge.SelectorExpr_Sel {
			cur = cur.Parent()
		}
		if cur.ParentEdgeKind() == edge.AssignStmt_Lhs {
			return false
		}
	}
	return true
}

// ignored reports calls that make the process ignore SIGTERM.
func (c *check) ignored() {
	for _, r := range signals.Ignored(c.Package, &c.Fact.Signals) {
		if !r.Set.Does.Has(resource.OnSIGTERM) && !r.Set.Every || c.restored() {
			continue
		}
		c.Report(report.Finding{
			Range:    r.Call.Node(),
			Category: "signal-unheard",
			Message:  "the process ignores SIGTERM from here on: nothing but SIGKILL can end it, and that after the whole grace period",
			Remedy:   "do not ignore it",
		})
	}
}

// restored reports whether this package asks for SIGTERM, or takes the orders about signals back, somewhere else.
func (c *check) restored() bool {
	for _, r := range c.registrations {
		if r.Set.Does.Any(resource.OnSIGTERM | resource.OnAll) {
			return true
		}
	}
	for _, fn := range c.Funcs() {
		if row := c.Row(fn); row != nil && row.Does.Has(resource.Resets) {
			return true
		}
	}
	return false
}
