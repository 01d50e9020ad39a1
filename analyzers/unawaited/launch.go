package unawaited

import (
	"go/ast"
	"go/types"

	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"

	"github.com/shutdownlint/shutdownlint/analyzers/internal/index"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/resource"
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
	for range 5 {
		fn := index.Function(cur)
		if !fn.Valid() || !c.tells(fn, cur, l.tell) {
			return l, false
		}
		l.call = cur
		switch n := fn.Node().(type) {
		case *ast.FuncLit:
			switch {
			case fn.ParentEdgeKind() == edge.CallExpr_Fun:
				call := fn.Parent()
				if call.ParentEdgeKind() == edge.GoStmt_Call {
					l.stmt, l.fn = call.Parent(), index.Function(call)
					return l, true
				}
				cur = call // called or deferred where it stands
			case fn.ParentEdgeKind() == edge.CallExpr_Args && c.afterDone(fn.Parent()):
				l.stmt, l.fn = fn.Parent(), index.Function(fn.Parent())
				return l, l.fn.Valid()
			case fn.ParentEdgeKind() == edge.CallExpr_Args:
				return c.registered(l, fn.Parent())
			case fn.ParentEdgeKind() == edge.ValueSpec_Values || fn.ParentEdgeKind() == edge.AssignStmt_Rhs:
				if cur, ok = c.onlyCall(fn); !ok {
					return l, false
				}
				if cur.ParentEdgeKind() == edge.GoStmt_Call {
					l.stmt, l.fn = cur.Parent(), index.Function(cur)
					return l, true
				}
			default:
				return l, false
			}
		case *ast.FuncDecl:
			obj, _ := c.Info.Defs[n.Name].(*types.Func)
			if obj == nil || len(c.Uses(obj)) != 1 {
				return l, false // called from several places, or from none in sight
			}
			if cur, ok = c.CallOf(c.Uses(obj)[0]); !ok {
				return l, false
			}
			if cur.ParentEdgeKind() == edge.GoStmt_Call {
				l.stmt, l.fn = cur.Parent(), index.Function(cur)
				return l, l.fn.Valid()
			}
		}
	}
	return l, false
}

// registered completes l for a stop in a function literal that is an argument of call: of a function that keeps it for a
// goroutine which calls it later, or of a conversion to what such a function takes.
func (c *checker) registered(l launch, call inspector.Cursor) (launch, bool) {
	if c.Info.Types[call.Node().(*ast.CallExpr).Fun].IsType() && call.ParentEdgeKind() == edge.CallExpr_Args {
		call = call.Parent()
	}
	fn := c.Callee(call.Node().(*ast.CallExpr))
	if fn == nil || fn.Pkg() == nil || fn.Pkg() == c.Pkg {
		return l, false
	}
	if row := c.Ask(fn); row == nil || !row.Does.Has(resource.RunsAside) {
		return l, false
	}
	v := c.Subject(call)
	l.stmt, l.fn, l.registry = call, index.Function(call), fn.Pkg()
	l.global = v == nil || v.Exported() || !v.IsField() && v.Parent() == v.Pkg().Scope()
	return l, l.fn.Valid()
}

func (c *checker) afterDone(call inspector.Cursor) bool {
	row := c.Row(c.Callee(call.Node().(*ast.CallExpr)))
	return row != nil && row.Does.Has(resource.AfterDone)
}

// onlyCall returns the one call of the function literal at fn through the variable that holds it.
func (c *checker) onlyCall(fn inspector.Cursor) (inspector.Cursor, bool) {
	var v *types.Var
	kind, i := fn.ParentEdge()
	switch n := fn.Parent().Node().(type) {
	case *ast.ValueSpec:
		if kind == edge.ValueSpec_Values && i < len(n.Names) {
			v, _ = c.Info.Defs[n.Names[i]].(*types.Var)
		}
	case *ast.AssignStmt:
		if id, ok := n.Lhs[min(i, len(n.Lhs)-1)].(*ast.Ident); ok {
			v, _ = c.Info.ObjectOf(id).(*types.Var)
		}
	}
	if v == nil || len(c.Uses(v)) != 1 {
		return fn, false
	}
	return c.CallOf(c.Uses(v)[0])
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
