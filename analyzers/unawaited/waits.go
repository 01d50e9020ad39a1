package unawaited

import (
	"go/ast"
	"go/types"

	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"
	"golang.org/x/tools/go/cfg"

	"github.com/shutdownlint/shutdownlint/analyzers/internal/flow"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/index"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/resource"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/serveerr"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/trace"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/wait"
)

// returns gives the places where the function that waits for the call at serve goes on when it returns: the call itself, or,
// where it runs in a goroutine, the one receive of what that goroutine sends, or the Wait of its group.
func (c *checker) returns(serve inspector.Cursor, l launch) []inspector.Cursor {
	at := serve
	for range 4 {
		fn := index.Function(at)
		if !fn.Valid() {
			return nil
		}
		if at.ParentEdgeKind() == edge.GoStmt_Call {
			return nil // its error goes nowhere
		}
		lit, ok := fn.Node().(*ast.FuncLit)
		if !ok {
			next, ok := c.launchedBy(fn)
			if !ok {
				if !c.heardIn(fn, l) {
					return nil // somebody may wait for it: not known where
				}
				return []inspector.Cursor{at}
			}
			at = next
			continue
		}
		if fn.ParentEdgeKind() == edge.CallExpr_Args {
			if len(l.tell) > 0 {
				return nil
			}
			return c.GroupWaits(fn.Parent())
		}
		if fn.ParentEdgeKind() != edge.CallExpr_Fun || fn.Parent().ParentEdgeKind() != edge.GoStmt_Call {
			return nil
		}
		return c.receives(lit, fn, at, l)
	}
	return nil
}

// heardIn reports whether nobody but the function at fn can hear the channels on which the goroutine that stops the server tells
// that it has: each is made and stays there.
func (c *checker) heardIn(fn inspector.Cursor, l launch) bool {
	for o := range l.tell {
		made, ok := c.channel(o)
		if !ok || index.Function(made) != fn {
			return false
		}
		for _, e := range c.Tracer().Follow(made, 0).Events {
			switch e.Kind {
			case trace.Stored, trace.Returned, trace.Lost, trace.Left, trace.Passed:
				return false
			case trace.Received:
				if index.Function(e.At) != fn {
					return false
				}
			}
		}
	}
	return true
}

// launchedBy returns the call of the declared function at fn if that stands in a function literal that runs in a goroutine:
// go func() { errs <- serve(srv) }().
func (c *checker) launchedBy(fn inspector.Cursor) (inspector.Cursor, bool) {
	obj, ok := c.Info.Defs[fn.Node().(*ast.FuncDecl).Name].(*types.Func)
	if !ok || len(c.Uses(obj)) != 1 {
		return fn, false
	}
	call, ok := c.CallOf(c.Uses(obj)[0])
	if !ok {
		return fn, false
	}
	_, inLit := index.Function(call).Node().(*ast.FuncLit)
	return call, inLit && call.ParentEdgeKind() != edge.GoStmt_Call
}

// receives returns the one place where the program receives what the goroutine of the literal at fn sends after serving.
func (c *checker) receives(lit *ast.FuncLit, fn, serve inspector.Cursor, l launch) []inspector.Cursor {
	channels := make(map[types.Object]struct{})
	if !c.tells(fn, serve, channels) || len(channels) > 1 {
		return nil
	}
	for send := range serve.Enclosing((*ast.SendStmt)(nil)) { // errs <- srv.ListenAndServe()
		if !fn.Contains(send) {
			continue
		}
		v := c.Named(send.Node().(*ast.SendStmt).Chan)
		if v == nil {
			return nil
		}
		channels[v] = struct{}{}
	}
	for o := range l.tell {
		if _, same := channels[o]; !same && !c.sameChannel(o, channels) {
			return nil // the stop has a channel of its own
		}
	}
	var at []inspector.Cursor
	for o := range channels {
		made, ok := c.channel(o)
		if !ok {
			return nil
		}
		for _, e := range c.Tracer().Follow(made, 0).Events {
			switch {
			case e.Kind == trace.Received:
				at = append(at, e.At)
			case e.Effect.Has(resource.Escapes):
				return nil
			}
		}
	}
	if len(at) != 1 || at[0].ParentEdgeKind() == edge.RangeStmt_X || inLoop(at[0]) || inSelect(at[0]) {
		return nil
	}
	return at
}

// sameChannel reports whether o, perhaps a parameter, is one of the channels under another name.
func (c *checker) sameChannel(o types.Object, channels map[types.Object]struct{}) bool {
	for other := range channels {
		made, ok := c.channel(other)
		if ok && c.Tracer().Follow(made, 0).Views[o] {
			return true
		}
	}
	return false
}

// channel returns the call of make that is assigned to the variable o.
func (c *checker) channel(o types.Object) (inspector.Cursor, bool) {
	v, ok := o.(*types.Var)
	if !ok {
		return inspector.Cursor{}, false
	}
	made, ok := c.Single(v)
	if !ok {
		return made, false
	}
	_, isCall := made.Node().(*ast.CallExpr)
	return made, isCall
}

func inLoop(cur inspector.Cursor) bool {
	for range cur.Enclosing((*ast.ForStmt)(nil), (*ast.RangeStmt)(nil)) {
		return true
	}
	return false
}

func inSelect(cur inspector.Cursor) bool {
	for clause := range cur.Enclosing((*ast.CommClause)(nil)) {
		comm := clause.Node().(*ast.CommClause).Comm
		return comm != nil && comm.Pos() <= cur.Node().Pos() && cur.Node().End() <= comm.End()
	}
	return false
}

// waitsAfter reports whether the function at fn may wait for something once the call at cur, which serves or leads to a
// call that does, has returned http.ErrServerClosed. Where l tells somebody, and the function does not return but ends the
// process over that error, the error is what is wrong.
func (c *checker) waitsAfter(fn, cur inspector.Cursor, l launch, serves bool) bool {
	g := c.Graph(fn)
	if g == nil {
		return true
	}
	for d := range fn.Preorder((*ast.DeferStmt)(nil)) {
		if index.Function(d) == fn && c.mayWait(d.Node()) {
			return true
		}
	}
	for sel := range fn.Preorder((*ast.SelectStmt)(nil)) {
		if len(sel.Node().(*ast.SelectStmt).Body.List) == 0 && index.Function(sel) == fn {
			return true // select {} leaves no trace in the graph
		}
	}
	from, ok := g.After(cur.Node())
	if !ok {
		return true
	}
	var branch func(*cfg.Block, int) bool
	if _, isCall := cur.Node().(*ast.CallExpr); serves && isCall {
		branch = serveerr.About(c.Index, cur, true).Branch(g)
	}
	first, returns := true, len(l.tell) == 0
	waits := g.Search(from, branch, func(p flow.Point) flow.Action {
		n := p.Node()
		if first && n != nil && n.Pos() <= cur.Node().Pos() && cur.Node().End() <= n.End() {
			n = nil // the rest of the same statement
		}
		first = false
		if n != nil && c.mayWait(n) {
			return flow.Stop
		}
		returns = returns || p.Block.Return() != nil
		return flow.Go
	})
	return waits || !returns
}

// mayWait reports whether evaluating n may wait. What keeps the stop for its goroutine may wait for that goroutine.
func (c *checker) mayWait(n ast.Node) bool {
	w := c.Waits()
	w.Knows = func(fn *types.Func) (wait.Answer, bool) { return wait.Yes, c.registry != nil && fn.Pkg() == c.registry }
	return w.May(n) != wait.No
}
