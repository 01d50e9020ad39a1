package panics

import (
	"go/ast"
	"go/token"
	"go/types"

	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"

	"github.com/shutdownlint/shutdownlint/analyzers/internal/body"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/chain"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/facet/exit"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/guess"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/index"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/resource"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/site"
)

// A Reader finds out whether code can panic.
//
// What counts as calm: communication, locks, assignments, and calls of loggers and of the standard library, which panics
// when it is misused and not because of the data it gets; and of other libraries what counts, stores, flushes and closes. What
// does not: calls of other code, indexing, type assertions without ok, division.
type Reader struct {
	*body.Package
	enter bool                      // look into functions of the same package whose row says nothing
	seen  map[inspector.Cursor]bool // functions that were entered
}

// In returns a reader that looks into the functions of p.
func In(p *body.Package) *Reader { return &Reader{p, true, make(map[inspector.Cursor]bool)} }

// ByRows returns a reader that knows of other functions what their rows say.
func ByRows(p *body.Package) *Reader { return &Reader{p, false, make(map[inspector.Cursor]bool)} }

// Calm reports whether no panic can leave the function declaration or literal at fn: it does nothing that panics in
// practice, or recovers first.
func (r *Reader) Calm(fn inspector.Cursor) bool {
	if r.seen[fn] {
		return true // a cycle adds nothing
	}
	r.seen[fn] = true
	stops, calm := r.statements(fn)
	return stops || calm
}

// Guards reports whether the function at fn stops the panics of what follows, and nothing before can panic.
func (r *Reader) Guards(fn inspector.Cursor) bool {
	stops, _ := r.statements(fn)
	return stops
}

// statements reports whether a statement of the function at fn stops panics, nothing before it being able to panic, or whether
// none can.
func (r *Reader) statements(fn inspector.Cursor) (stops, calm bool) {
	kind := edge.FuncDecl_Body
	if _, ok := fn.Node().(*ast.FuncLit); ok {
		kind = edge.FuncLit_Body
	}
	body := fn.ChildAt(kind, -1)
	for i := range body.Node().(*ast.BlockStmt).List {
		stmt := body.ChildAt(edge.BlockStmt_List, i)
		if r.stops(stmt) {
			return true, false
		}
		if !r.code(stmt) {
			return false, false
		}
	}
	return false, true
}

// stops reports whether stmt defers a call that stops panics.
func (r *Reader) stops(stmt inspector.Cursor) bool {
	if _, ok := stmt.Node().(*ast.DeferStmt); !ok {
		return false
	}
	call := stmt.ChildAt(edge.DeferStmt_Call, -1)
	if lit, ok := r.Lit(call); ok {
		return chain.Recovers(r.Index, lit) || r.leaves(lit)
	}
	row := r.Ask(r.Callee(call.Node().(*ast.CallExpr)))
	return row != nil && row.Does.Has(resource.Guards)
}

// leaves reports whether the last thing that the function at lit does is to end the process, or it does so because of a panic: that then
// changes nothing.
func (r *Reader) leaves(lit inspector.Cursor) bool {
	list := lit.Node().(*ast.FuncLit).Body.List
	for cur := range lit.Preorder((*ast.CallExpr)(nil)) {
		call := cur.Node().(*ast.CallExpr)
		if !site.Inline(cur, lit) || !exit.Does(r.Package, call).Has(resource.Exits) {
			continue
		}
		if stmt, ok := list[len(list)-1].(*ast.ExprStmt); ok && stmt.X == call || exit.Recovered(r.Package, cur) {
			return true
		}
	}
	return false
}

// code reports whether the syntax at root cannot panic. Goroutines that it starts are not its own.
func (r *Reader) code(root inspector.Cursor) bool {
	calm := true
	root.Inspect([]ast.Node{(*ast.CallExpr)(nil), (*ast.GoStmt)(nil), (*ast.FuncLit)(nil), (*ast.IndexExpr)(nil),
		(*ast.SliceExpr)(nil), (*ast.TypeAssertExpr)(nil), (*ast.BinaryExpr)(nil)}, func(cur inspector.Cursor) bool {
		if !calm {
			return false
		}
		switch n := cur.Node().(type) {
		case *ast.GoStmt:
			for i := range n.Call.Args {
				calm = calm && r.code(cur.ChildAt(edge.GoStmt_Call, -1).ChildAt(edge.CallExpr_Args, i))
			}
			return false
		case *ast.FuncLit:
			calm = r.sheltered(cur) || r.Calm(cur)
			return false
		case *ast.CallExpr:
			calm = r.Call(cur)
		case *ast.IndexExpr:
			calm = !r.indexes(n.X, n.Index)
		case *ast.SliceExpr:
			calm = n.Low == nil && n.High == nil
		case *ast.TypeAssertExpr:
			calm = n.Type == nil || index.CommaOk(cur)
		case *ast.BinaryExpr:
			calm = n.Op != token.QUO && n.Op != token.REM || r.Info.Types[n.Y].Value != nil
		}
		return calm
	})
	return calm
}

// sheltered reports whether the function literal at lit is handed to a function that recovers what it calls.
func (r *Reader) sheltered(lit inspector.Cursor) bool {
	if lit.ParentEdgeKind() != edge.CallExpr_Args {
		return false
	}
	row := r.Ask(r.Callee(lit.Parent().Node().(*ast.CallExpr)))
	return row != nil && row.Does.Has(resource.Guarded) && !row.Does.Has(resource.Spawns)
}

// indexes reports whether x[i] looks up an element that may not be there.
func (r *Reader) indexes(x, i ast.Expr) bool {
	t := r.Info.TypeOf(x)
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
		return r.Info.Types[i].Value == nil
	}
	return false
}

// Call reports whether the call at cur cannot panic; its arguments and function literals are looked at elsewhere.
func (r *Reader) Call(cur inspector.Cursor) bool {
	call := cur.Node().(*ast.CallExpr)
	tv := r.Info.Types[call.Fun]
	switch {
	case tv.IsType():
		return true
	case tv.IsBuiltin():
		return r.Builtin(call) != "panic"
	}
	if lit, ok := r.Lit(cur); ok {
		return r.Calm(lit)
	}
	fn := r.Callee(call)
	switch {
	case fn == nil:
		return cancels(tv.Type)
	case fn.Pkg() == nil:
		return true // error.Error
	case resource.IsStandard(fn.Pkg().Path()):
		return r.standard(fn, call)
	case !r.Own(fn.Pkg()) && quiet(fn) && !r.handsCode(call):
		return true
	case resource.IsLogger(fn.Pkg().Path()):
		return !exit.Does(r.Package, call).Has(resource.Panics)
	}
	if row := r.Ask(fn); row != nil && row.Does.Any(resource.Guarded|resource.Calm) {
		return true
	}
	if decl, _ := r.Decl(fn); r.enter && decl.Valid() && index.Body(decl) != nil {
		return r.Calm(decl)
	}
	return false
}

// quiet reports whether fn, of a library, only counts, stores, deletes, flushes or closes.
func quiet(fn *types.Func) bool {
	if resource.IsCalm(fn.Pkg().Path()) {
		return true
	}
	does := guess.Does(fn.Name())
	return fn.Signature().Recv() != nil && does.Any(guess.Releases|guess.Ends|guess.Flushes) && !does.Any(guess.Waits) // who waits may hand on a panic
}

func cancels(t types.Type) bool {
	name := resource.TypeName(t)
	return name == "context.CancelFunc" || name == "context.CancelCauseFunc"
}

// standard reports whether the call of fn, of the standard library, cannot panic: it does not run code of others that
// cannot be seen here.
func (r *Reader) standard(fn *types.Func, call *ast.CallExpr) bool {
	if row := r.Row(fn); row != nil && row.Does.Has(resource.Panics) {
		return false
	}
	if recv := fn.Signature().Recv(); recv != nil && fn.Pkg().Path() == "net/http" && fn.Name() == "ServeHTTP" {
		return false // somebody's handler
	}
	return !r.handsCode(call)
}

// handsCode reports whether an argument of call is a function that cannot be seen here.
func (r *Reader) handsCode(call *ast.CallExpr) bool {
	for _, arg := range call.Args {
		t := r.Info.TypeOf(arg)
		if t == nil {
			continue
		}
		if _, ok := t.Underlying().(*types.Signature); ok {
			if _, lit := ast.Unparen(arg).(*ast.FuncLit); !lit && !cancels(t) {
				return true
			}
		}
	}
	return false
}
