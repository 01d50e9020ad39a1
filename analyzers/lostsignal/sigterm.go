package lostsignal

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"

	"github.com/shutdownlint/shutdownlint/analyzers/internal/facet/signals"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/index"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/report"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/resource"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/site"
)

// noSIGTERM reports a registration of SIGINT in a program that, as far as it can be seen, nobody makes listen to SIGTERM.
// fixed says that the fix of another report does.
func (c *check) noSIGTERM(r signals.Registration, fixed bool) {
	if !r.Set.Does.Has(resource.OnSIGINT) || r.Set.Does.Any(resource.OnSIGTERM|resource.OnAll) {
		return
	}
	if r.Set.Param && index.Outermost(r.Call).Valid() && c.namesNone(r) {
		return // the callers say which signals
	}
	if c.Fact.Signals.HearsSIGTERM(c.Package) || c.idle(r) || !c.service(r) {
		return
	}
	f := report.Finding{
		Range:    r.Call.Node(),
		Category: "signal-no-sigterm",
		Message:  "the program handles SIGINT and not SIGTERM, which Kubernetes, Docker and systemd send: the process dies without cleaning up",
		Remedy:   "ask for syscall.SIGTERM as well",
	}
	if !fixed {
		f.Fixes = c.addSIGTERM(r)
	}
	c.Report(f)
}

func (c *check) namesNone(r signals.Registration) bool { return len(r.Set.Names) == 0 }

// idle reports whether the registration makes no difference that a program could miss at SIGTERM: nobody can receive from the
// channel, which is a way to ignore SIGINT, or who receives does nothing but end the process, as SIGTERM does by itself.
func (c *check) idle(r signals.Registration) bool {
	ch := c.channelOf(r)
	if ch == nil || ch.lost {
		return false
	}
	return ch.inline() || len(ch.receives) > 0 && !slices.ContainsFunc(ch.receives, func(at inspector.Cursor) bool { return !c.onlyExits(at) })
}

// onlyExits reports whether nothing follows the receipt at cur but the end of the process, and perhaps a text.
func (c *check) onlyExits(cur inspector.Cursor) bool {
	stmt := cur.Parent()
	if cur.ParentEdgeKind() != edge.ExprStmt_X || stmt.ParentEdgeKind() != edge.BlockStmt_List {
		return false
	}
	for next, ok := stmt.NextSibling(); ok; next, ok = next.NextSibling() {
		x, ok := next.Node().(*ast.ExprStmt)
		if !ok {
			return false
		}
		call, ok := x.X.(*ast.CallExpr)
		if !ok {
			return false
		}
		if row := c.Row(c.Callee(call)); row != nil && row.Does.Has(resource.Exits) {
			return true
		}
		if sig, ok := c.Info.TypeOf(call.Fun).Underlying().(*types.Signature); !ok || !takesAnything(sig, sig.Params().Len()-1) {
			return false
		}
	}
	return false
}

// service reports whether the function around the registration does more than cancel its own work at a terminal: it waits
// for the signal, has workers to wait for, or belongs to a program that accepts connections.
func (c *check) service(r signals.Registration) bool {
	decl := index.Outermost(r.Call)
	if !decl.Valid() {
		return true // a package variable's value
	}
	if c.hasWorkers(decl, r) {
		return true
	}
	ch := c.channelOf(r)
	if ch != nil && ch.stopped {
		// A prompt, a progress bar or a child process, during which the signal means something else; unless nothing but the
		// signal is waited for.
		return slices.ContainsFunc(ch.receives, func(at inspector.Cursor) bool {
			return index.Outermost(at) == decl && !c.launched(at, decl) && !chosen(at)
		})
	}
	if c.waitsItself(decl) {
		return true
	}
	if ch != nil && slices.ContainsFunc(ch.receives, func(at inspector.Cursor) bool { return index.Outermost(at) == decl && !c.launched(at, decl) }) {
		return true // in a function that is given the channel
	}
	return c.Fact.Serves
}

// waitsItself reports whether the function at decl receives from a channel of signals, or from the Done channel of a
// context, outside goroutines: what waits for the end of the program is no command that does its work and returns.
func (c *check) waitsItself(decl inspector.Cursor) bool {
	for cur := range decl.Preorder((*ast.UnaryExpr)(nil), (*ast.RangeStmt)(nil)) {
		if c.launched(cur, decl) {
			continue
		}
		var x inspector.Cursor
		switch n := cur.Node().(type) {
		case *ast.UnaryExpr:
			if n.Op != token.ARROW {
				continue
			}
			x = cur.ChildAt(edge.UnaryExpr_X, -1)
		case *ast.RangeStmt:
			x = cur.ChildAt(edge.RangeStmt_X, -1)
		}
		if resource.KindOf(c.Info.TypeOf(x.Node().(ast.Expr))) == resource.SignalChan {
			return true
		}
		if call, ok := x.Node().(*ast.CallExpr); ok {
			if row := c.Row(c.Callee(call)); row != nil && row.Does.Has(resource.AwaitsDone) {
				return true
			}
		}
	}
	return false
}

// chosen reports whether the receipt at cur is one of several events that a select statement waits for.
func chosen(cur inspector.Cursor) bool {
	for sel := range cur.Enclosing((*ast.SelectStmt)(nil), (*ast.FuncLit)(nil)) {
		stmt, ok := sel.Node().(*ast.SelectStmt)
		if !ok {
			return false
		}
		for _, clause := range stmt.Body.List {
			if comm := clause.(*ast.CommClause).Comm; comm != nil && within(comm, cur.Node()) {
				return len(stmt.Body.List) > 1
			}
		}
	}
	return false
}

// launched reports whether the code at cur runs in a goroutine, or whenever some other function calls it, rather than in
// the course of the function at fn.
func (c *check) launched(cur, fn inspector.Cursor) bool {
	for at := range c.Sites().Within(cur) {
		if at.Fn == fn && !at.Via.Any(site.Aside) {
			return false
		}
	}
	return true
}

// hasWorkers reports whether the function at decl starts a goroutine that does not merely wait for the signal.
func (c *check) hasWorkers(decl inspector.Cursor, r signals.Registration) bool {
	for stmt := range decl.Preorder((*ast.GoStmt)(nil)) {
		lit, ok := c.Lit(stmt.ChildAt(edge.GoStmt_Call, -1))
		if !ok {
			if c.givenSignals(stmt) {
				continue
			}
			return true
		}
		if !c.waitsItself(lit) && !lit.Contains(r.Call) {
			return true
		}
	}
	return false
}

// givenSignals reports whether the go statement hands a channel of signals to the function that it starts.
func (c *check) givenSignals(stmt inspector.Cursor) bool {
	for _, arg := range stmt.Node().(*ast.GoStmt).Call.Args {
		if resource.KindOf(c.Info.TypeOf(arg)) == resource.SignalChan {
			return true
		}
	}
	return false
}

// channelOf returns the channel that r gives to Notify, or nil if that is not made here.
func (c *check) channelOf(r signals.Registration) *channel {
	for _, ch := range c.channels {
		if slices.Contains(ch.notifies, r.Call) {
			return ch
		}
	}
	return nil
}
