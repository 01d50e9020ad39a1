package unawaited

import (
	"go/ast"
	"go/types"
	"maps"

	"golang.org/x/tools/go/ast/inspector"

	"github.com/shutdownlint/shutdownlint/analyzers/internal/resource"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/site"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/summary"
)

// A checker looks for who waits for what in one package.
type checker struct {
	*summary.Summary
	registry *types.Package // of the launch in hand: a call of its functions may wait for what is registered
}

// A launch is a goroutine that stops a server.
type launch struct {
	fn   inspector.Cursor          // the function that starts it
	call inspector.Cursor          // in the goroutine, the call that stops the server or leads to that
	stmt inspector.Cursor          // the go statement, or the call of context.AfterFunc
	tell map[types.Object]struct{} // the channels on which it says that it has stopped the server

	registry *types.Package // if the stop is registered with somebody whose goroutine calls it: the package of that
	global   bool           // anybody can reach that registry
}

// launch returns the goroutine in which the stop at cur runs. ok is false where it runs in none, where its function may be
// called otherwise too, and where it tells somebody by other means than channels.
func (c *checker) launch(cur inspector.Cursor) (l launch, ok bool) {
	l.tell = make(map[types.Object]struct{})
	for at := range c.Sites().Chain(cur) {
		l.stmt, l.fn = at.Stmt(), at.Fn
		switch {
		case !at.Fn.Valid():
			return l, false
		case at.At == cur: // its own function
		case at.How == site.Goroutine && at.To == 0, at.To.Has(resource.AfterDone):
			return l, true
		case at.To.Has(resource.RunsAside):
			return c.registered(l, at.At)
		case at.How&^site.Deferred != 0:
			return l, false
		}
		if !c.tells(at.Fn, at.At, l.tell) {
			return l, false
		}
		l.call = at.At
	}
	return l, false
}

// registered completes l for a stop that call hands to a function of another package, which keeps it for a goroutine that calls
// it later.
func (c *checker) registered(l launch, call inspector.Cursor) (launch, bool) {
	fn := c.Callee(call.Node().(*ast.CallExpr))
	if fn.Pkg() == c.Pkg {
		return l, false
	}
	v := c.Subject(call)
	l.registry = fn.Pkg()
	l.global = v == nil || v.Exported() || !v.IsField() && v.Parent() == v.Pkg().Scope()
	return l, true
}

// tells adds the channels on which the function at fn sends, or which it closes, once the call at cur has returned. It
// returns false if others may learn that by other means.
func (c *checker) tells(fn, cur inspector.Cursor, channels map[types.Object]struct{}) bool {
	told := c.Waits().Tells(fn, func(at inspector.Cursor) bool {
		return at.Node().Pos() < cur.Node().Pos() && !deferred(at, fn) || cur.Contains(at) // before the stop
	})
	maps.Copy(channels, told.Channels)
	return !told.Others && !told.Unknown
}

// deferred reports whether the code at cur is deferred by the function at fn.
func deferred(cur, fn inspector.Cursor) bool {
	for d := range cur.Enclosing((*ast.DeferStmt)(nil)) {
		return fn.Contains(d)
	}
	return false
}
