package unawaited

import (
	"go/ast"
	"go/types"

	"golang.org/x/tools/go/ast/inspector"

	"github.com/shutdownlint/shutdownlint/analyzers/internal/index"
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
// returns false if the function also does something else by which others may learn that: it counts down a WaitGroup, calls
// a function value, ends the process.
func (c *checker) tells(fn, cur inspector.Cursor, channels map[types.Object]struct{}) bool {
	for at := range fn.Preorder((*ast.SendStmt)(nil), (*ast.CallExpr)(nil)) {
		if at == cur || at.Node().Pos() < cur.Node().Pos() && !deferred(at, fn) || cur.Contains(at) {
			continue // before the stop
		}
		switch n := at.Node().(type) {
		case *ast.SendStmt:
			if !note(c.Info, n.Chan, channels) {
				return false
			}
		case *ast.CallExpr:
			if !c.silent(n, channels) {
				return false
			}
		}
	}
	return true
}

// silent reports whether call tells nobody anything, a channel that it closes excepted, which is added to channels.
func (c *checker) silent(call *ast.CallExpr, channels map[types.Object]struct{}) bool {
	switch fun := ast.Unparen(call.Fun).(type) {
	case *ast.FuncLit:
		return true // what is in it is looked at by itself
	case *ast.Ident:
		if obj := c.Info.Uses[fun]; obj == types.Universe.Lookup("close") {
			return len(call.Args) == 1 && note(c.Info, call.Args[0], channels)
		}
	}
	if c.Info.Types[call.Fun].IsType() || c.Info.Types[call.Fun].IsBuiltin() {
		return true
	}
	fn := c.Callee(call)
	if fn == nil {
		return c.cancelOfOwn(call) || c.cancelOfWork(call)
	}
	if row := c.Row(fn); row != nil && row.Does.Has(resource.EndsWait) {
		return false
	}
	_, decl := c.Decl(fn)
	return decl == nil || decl.Body == nil || !c.tellsSomething(decl)
}

// cancelOfOwn reports whether call calls the cancel function of a context that was made in the same function literal: it
// only frees that context.
func (c *checker) cancelOfOwn(call *ast.CallExpr) bool {
	id, ok := ast.Unparen(call.Fun).(*ast.Ident)
	if !ok {
		return false
	}
	v, ok := c.Info.Uses[id].(*types.Var)
	if !ok || resource.TypeName(v.Type()) != "context.CancelFunc" {
		return false
	}
	def := c.Def(v)
	return def.Valid() && index.Function(def).Valid() && index.Function(def).Node().Pos() <= call.Pos() && call.End() <= index.Function(def).Node().End() && sameFunction(c, def, call)
}

func sameFunction(c *checker, def inspector.Cursor, call *ast.CallExpr) bool {
	at, ok := index.Function(def).FindNode(call)
	return ok && index.Function(at) == index.Function(def)
}

// tellsSomething reports whether the function sends, closes a channel, counts down or calls a function value.
func (c *checker) tellsSomething(decl *ast.FuncDecl) bool {
	found := false
	ast.Inspect(decl.Body, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.SendStmt:
			found = true
		case *ast.CallExpr:
			if id, ok := ast.Unparen(n.Fun).(*ast.Ident); ok && c.Info.Uses[id] == types.Universe.Lookup("close") {
				found = true
			}
			if row := c.Row(c.Callee(n)); row != nil && row.Does.Has(resource.EndsWait) {
				found = true
			}
		}
		return !found
	})
	return found
}

// note adds the variable or field that the channel expression names.
func note(info *types.Info, e ast.Expr, channels map[types.Object]struct{}) bool {
	switch e := ast.Unparen(e).(type) {
	case *ast.Ident:
		if v, ok := info.Uses[e].(*types.Var); ok {
			channels[v] = struct{}{}
			return true
		}
	case *ast.SelectorExpr:
		if v, ok := info.Uses[e.Sel].(*types.Var); ok {
			channels[v.Origin()] = struct{}{}
			return true
		}
	}
	return false
}

// deferred reports whether the code at cur is deferred by the function at fn.
func deferred(cur, fn inspector.Cursor) bool {
	for d := range cur.Enclosing((*ast.DeferStmt)(nil)) {
		return fn.Contains(d)
	}
	return false
}
