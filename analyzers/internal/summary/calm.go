package summary

import (
	"go/ast"
	"go/token"
	"go/types"

	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"

	"github.com/shutdownlint/shutdownlint/analyzers/internal/index"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/resource"
)

// Calm reports whether no panic can leave the function declaration or literal at fn: it does nothing that panics in
// practice, or recovers first.
//
// What counts as calm: communication, locks, assignments, and calls of loggers and of the standard library, which panics
// when it is misused and not because of the data it gets. What does not: calls of other code, indexing, type assertions without ok,
// division.
func (s *Summary) Calm(fn inspector.Cursor) bool { return s.caller().calmer(true).declared(fn) }

// CalmCall reports whether no panic can leave the call at cur, once its arguments have been evaluated.
func (s *Summary) CalmCall(cur inspector.Cursor) bool { return s.caller().calmer(true).call(cur) }

// A calmer finds out whether code can panic.
type calmer struct {
	*function
	enter bool                      // look into functions of the same package whose row says nothing
	seen  map[inspector.Cursor]bool // functions that were entered
}

// calmer returns one for f. Only where all of the package is at hand can it enter other functions.
func (f *function) calmer(enter bool) *calmer {
	return &calmer{function: f, enter: enter, seen: make(map[inspector.Cursor]bool)}
}

// declared reports whether no panic can leave the function at fn.
func (c *calmer) declared(fn inspector.Cursor) bool {
	if c.seen[fn] {
		return true // a cycle adds nothing
	}
	c.seen[fn] = true
	for _, stmt := range statements(fn) {
		if c.stops(stmt) {
			return true
		}
		if !c.code(stmt) {
			return false
		}
	}
	return true
}

// guarded reports whether the function at fn stops the panics of what follows, and nothing before can panic.
func (c *calmer) guarded(fn inspector.Cursor) bool {
	for _, stmt := range statements(fn) {
		if c.stops(stmt) {
			return true
		}
		if !c.code(stmt) {
			return false
		}
	}
	return false
}

func statements(fn inspector.Cursor) []inspector.Cursor {
	kind := edge.FuncDecl_Body
	if _, ok := fn.Node().(*ast.FuncLit); ok {
		kind = edge.FuncLit_Body
	}
	body := fn.ChildAt(kind, -1)
	var stmts []inspector.Cursor
	for i := range body.Node().(*ast.BlockStmt).List {
		stmts = append(stmts, body.ChildAt(edge.BlockStmt_List, i))
	}
	return stmts
}

// stops reports whether stmt defers a call that stops panics.
func (c *calmer) stops(stmt inspector.Cursor) bool {
	if _, ok := stmt.Node().(*ast.DeferStmt); !ok {
		return false
	}
	call := stmt.ChildAt(edge.DeferStmt_Call, -1)
	if lit, ok := c.Lit(call); ok {
		return recovers(c.Index, lit) || c.leaves(lit)
	}
	row := c.ask(c.Callee(call.Node().(*ast.CallExpr)))
	return row != nil && row.Does.Has(resource.Guards)
}

// leaves reports whether the last thing that the function at lit does is to end the process: a panic then changes nothing.
func (c *calmer) leaves(lit inspector.Cursor) bool {
	list := lit.Node().(*ast.FuncLit).Body.List
	if len(list) == 0 {
		return false
	}
	stmt, ok := list[len(list)-1].(*ast.ExprStmt)
	if !ok {
		return false
	}
	call, ok := stmt.X.(*ast.CallExpr)
	return ok && c.callDoes(call).Has(resource.Exits)
}

// code reports whether the syntax at root cannot panic. Goroutines that it starts are not its own.
func (c *calmer) code(root inspector.Cursor) bool {
	calm := true
	root.Inspect([]ast.Node{(*ast.CallExpr)(nil), (*ast.GoStmt)(nil), (*ast.FuncLit)(nil), (*ast.IndexExpr)(nil),
		(*ast.SliceExpr)(nil), (*ast.TypeAssertExpr)(nil), (*ast.BinaryExpr)(nil)}, func(cur inspector.Cursor) bool {
		if !calm {
			return false
		}
		switch n := cur.Node().(type) {
		case *ast.GoStmt:
			for i := range n.Call.Args {
				calm = calm && c.code(cur.ChildAt(edge.GoStmt_Call, -1).ChildAt(edge.CallExpr_Args, i))
			}
			return false
		case *ast.FuncLit:
			calm = c.sheltered(cur) || c.declared(cur)
			return false
		case *ast.CallExpr:
			calm = c.call(cur)
		case *ast.IndexExpr:
			calm = !c.indexes(n.X, n.Index)
		case *ast.SliceExpr:
			calm = n.Low == nil && n.High == nil
		case *ast.TypeAssertExpr:
			calm = n.Type == nil || index.CommaOk(cur)
		case *ast.BinaryExpr:
			calm = n.Op != token.QUO && n.Op != token.REM || c.Info.Types[n.Y].Value != nil
		}
		return calm
	})
	return calm
}

// sheltered reports whether the function literal at lit is handed to a function that recovers what it calls.
func (c *calmer) sheltered(lit inspector.Cursor) bool {
	if lit.ParentEdgeKind() != edge.CallExpr_Args {
		return false
	}
	row := c.ask(c.Callee(lit.Parent().Node().(*ast.CallExpr)))
	return row != nil && row.Does.Has(resource.Guarded) && !row.Does.Has(resource.Spawns)
}

// indexes reports whether x[i] looks up an element that may not be there.
func (c *calmer) indexes(x, i ast.Expr) bool {
	t := c.Info.TypeOf(x)
	if t == nil {
		return false // an instance of a generic function
	}
	u := t.Underlying()
	if p, ok := u.(*types.Pointer); ok {
		u = p.Elem().Underlying()
	}
	switch u.(type) {
	case *types.Slice, *types.Basic:
		return true
	case *types.Array:
		return c.Info.Types[i].Value == nil
	}
	return false
}

// call reports whether the call at cur cannot panic; its arguments and function literals are looked at elsewhere.
func (c *calmer) call(cur inspector.Cursor) bool {
	call := cur.Node().(*ast.CallExpr)
	tv := c.Info.Types[call.Fun]
	switch {
	case tv.IsType():
		return true
	case tv.IsBuiltin():
		return !isPanic(c.Info, call)
	}
	if lit, ok := c.Lit(cur); ok {
		return c.declared(lit)
	}
	fn := c.Callee(call)
	switch {
	case fn == nil:
		return cancels(tv.Type)
	case fn.Pkg() == nil:
		return true // error.Error
	case resource.IsStandard(fn.Pkg().Path()):
		return c.standard(fn, call)
	case resource.IsLogger(fn.Pkg().Path()):
		return !c.callDoes(call).Has(resource.Panics)
	}
	if row := c.ask(fn); row != nil && row.Does.Any(resource.Guarded|resource.Calm) {
		return true
	}
	if decl, _ := c.Decl(fn); c.enter && decl.Valid() && decl.Node().(*ast.FuncDecl).Body != nil {
		return c.declared(decl)
	}
	return false
}

func cancels(t types.Type) bool {
	name := resource.TypeName(t)
	return name == "context.CancelFunc" || name == "context.CancelCauseFunc"
}

// standard reports whether the call of fn, of the standard library, cannot panic: it does not run code of others that
// cannot be seen here.
func (c *calmer) standard(fn *types.Func, call *ast.CallExpr) bool {
	if row := c.Row(fn); row != nil && row.Does.Has(resource.Panics) {
		return false
	}
	if recv := fn.Signature().Recv(); recv != nil && fn.Pkg().Path() == "net/http" && fn.Name() == "ServeHTTP" {
		return false // somebody's handler
	}
	for _, arg := range call.Args {
		t := c.Info.TypeOf(arg)
		if t == nil {
			continue
		}
		if _, ok := t.Underlying().(*types.Signature); ok {
			if _, lit := ast.Unparen(arg).(*ast.FuncLit); !lit && !cancels(t) {
				return false
			}
		}
	}
	return true
}

// communicates reports whether f sends, receives, waits or locks: the mark of a function that is meant for a goroutine, and
// the only ones of which it is worth telling importers that they are calm.
func (f *function) communicates() bool {
	for cur := range f.cur.Preorder((*ast.SendStmt)(nil), (*ast.UnaryExpr)(nil), (*ast.SelectStmt)(nil), (*ast.CallExpr)(nil)) {
		switch n := cur.Node().(type) {
		case *ast.UnaryExpr:
			if n.Op != token.ARROW {
				continue
			}
		case *ast.CallExpr:
			if fn := f.Callee(n); fn == nil || fn.Pkg() == nil || fn.Pkg().Path() != "sync" || fn.Name() != "Lock" {
				continue
			}
		}
		return true
	}
	return false
}
