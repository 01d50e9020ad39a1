package wait

import (
	"go/ast"
	"go/types"

	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"

	"github.com/shutdownlint/shutdownlint/analyzers/internal/guess"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/index"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/resource"
)

// Told is whom some code tells that it has come so far.
type Told struct {
	// Channels are the variables and fields whose channels it sends on or closes.
	Channels map[types.Object]struct{}
	// Others says that it tells somebody by other means: it counts down a group, wakes who waits for a condition, cancels a
	// context, or calls a function of this package that does any of this.
	Others bool
	// Unknown says that it calls functions of which nothing is known. Who wants to say that nobody is told has to keep silent.
	Unknown bool
}

// Anybody reports whether somebody is told, or may be.
func (t *Told) Anybody() bool { return len(t.Channels) > 0 || t.Others || t.Unknown }

// Tells returns whom the code at cur tells, in goroutines and function literals too. What skip reports does not count.
func (e *Engine) Tells(cur inspector.Cursor, skip func(inspector.Cursor) bool) *Told {
	t := &telling{Engine: e, seen: make(map[ast.Node]bool)}
	return t.code(cur, skip)
}

// A telling is the search for whom something tells. It enters each function once.
type telling struct {
	*Engine
	seen map[ast.Node]bool
}

func (t *telling) code(cur inspector.Cursor, skip func(inspector.Cursor) bool) *Told {
	told := &Told{Channels: make(map[types.Object]struct{})}
	for at := range cur.Preorder((*ast.SendStmt)(nil), (*ast.CallExpr)(nil)) {
		if skip != nil && skip(at) {
			continue
		}
		switch n := at.Node().(type) {
		case *ast.SendStmt:
			t.channel(told, n.Chan)
		case *ast.CallExpr:
			t.call(told, at)
		}
	}
	return told
}

// channel notes that ch is sent on, or closed.
func (t *telling) channel(told *Told, ch ast.Expr) {
	if v := t.Named(ch); v != nil {
		told.Channels[v] = struct{}{}
	} else {
		told.Unknown = true
	}
}

// call notes whom what is called at cur tells.
func (t *telling) call(told *Told, cur inspector.Cursor) {
	call := cur.Node().(*ast.CallExpr)
	switch tv := t.Info.Types[call.Fun]; {
	case IsClose(t.Info, call):
		t.channel(told, call.Args[0])
		return
	case tv.IsType() || tv.IsBuiltin():
		return
	}
	if fn := t.Callee(call); fn != nil {
		t.function(told, fn)
		return
	}
	if _, ok := ast.Unparen(call.Fun).(*ast.FuncLit); ok {
		return // below cur
	}
	if IsCancel(t.Info.TypeOf(call.Fun)) {
		told.Others = told.Others || !t.freesOwn(cur) && !t.cancelsWork(call)
		return
	}
	found, all := t.Functions(call.Fun)
	told.Unknown = told.Unknown || !all
	for _, f := range found {
		switch {
		case f.Lit != nil:
			if lit, ok := t.CursorAt(f.Lit); ok {
				t.inside(told, lit)
			}
		case f.Func != nil:
			t.function(told, f.Func)
		default:
			told.Others = true
		}
	}
}

// IsClose reports whether call closes a channel.
func IsClose(info *types.Info, call *ast.CallExpr) bool {
	id, ok := ast.Unparen(call.Fun).(*ast.Ident)
	return ok && len(call.Args) == 1 && info.Uses[id] == types.Universe.Lookup("close")
}

func (t *telling) function(told *Told, fn *types.Func) {
	if row := t.Row(fn); row != nil {
		told.Others = told.Others || row.Does.Has(resource.EndsWait)
		return
	}
	if cur, decl := t.Decl(fn); decl != nil && decl.Body != nil {
		t.inside(told, cur)
		return
	}
	told.Others = told.Others || fn.Signature().Results().Len() == 0 && guess.Does(fn.Name()).Any(guess.Tells)
}

// inside notes whom the function at fn tells. Its channels go by other names there.
func (t *telling) inside(told *Told, fn inspector.Cursor) {
	if t.seen[fn.Node()] {
		return
	}
	t.seen[fn.Node()] = true
	inner := t.code(fn, nil)
	told.Others = told.Others || inner.Others || len(inner.Channels) > 0
	told.Unknown = told.Unknown || inner.Unknown
}

// freesOwn reports whether the call at cur calls the cancel function of a context that is made in the same function: it only
// frees that.
func (t *telling) freesOwn(cur inspector.Cursor) bool {
	id, ok := ast.Unparen(cur.Node().(*ast.CallExpr).Fun).(*ast.Ident)
	if !ok {
		return false
	}
	def := t.Def(t.Info.Uses[id])
	return def.Valid() && def.ParentEdgeKind() != edge.Field_Names && index.Function(def) == index.Function(cur) && index.Function(cur).Valid()
}

// cancelsWork reports whether call calls a field that holds the cancel functions of contexts which are only handed to work
// in other packages: for their end nobody waits here.
func (t *telling) cancelsWork(call *ast.CallExpr) bool {
	field := t.Named(call.Fun)
	if field == nil || !field.IsField() || field.Exported() {
		return false
	}
	assigned := false
	for _, use := range t.Uses(field) {
		if _, called := t.CallOf(use); called {
			continue
		}
		at := use.Parent() // the selector
		kind, i := at.ParentEdge()
		if kind != edge.AssignStmt_Lhs {
			return false
		}
		stmt := at.Parent().Node().(*ast.AssignStmt)
		if len(stmt.Lhs) != len(stmt.Rhs) || !t.ofWork(stmt.Rhs[i]) {
			return false
		}
		assigned = true
	}
	return assigned
}

// ofWork reports whether the context that cancel, a variable, ends is only ever an argument of other packages' functions.
func (t *telling) ofWork(cancel ast.Expr) bool {
	v := t.Named(cancel)
	if v == nil {
		return false
	}
	def := t.Def(v)
	if !def.Valid() || def.ParentEdgeKind() != edge.AssignStmt_Lhs {
		return false
	}
	lhs := def.Parent().Node().(*ast.AssignStmt).Lhs
	ctx, ok := lhs[0].(*ast.Ident)
	if !ok || len(lhs) != 2 || lhs[1] != def.Node() || t.Info.Defs[ctx] == nil {
		return false
	}
	for _, use := range t.Uses(t.Info.Defs[ctx]) {
		if use.ParentEdgeKind() != edge.CallExpr_Args {
			return false
		}
		if fn := t.Callee(use.Parent().Node().(*ast.CallExpr)); fn == nil || t.Def(fn).Valid() {
			return false
		}
	}
	return true
}
