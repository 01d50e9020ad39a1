package lifecycle

import (
	"go/ast"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"

	"github.com/shutdownlint/shutdownlint/analyzers/internal/facet/changes"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/resource"
)

// A Work is what is done with each item that is taken from a channel, or from a library that delivers them.
type Work struct {
	Item    string   // the type of the items, if it has a name
	Changes []string // see resource.Row
	With    []Store  // the variables in sight that hold stores
}

// A Store is a variable that holds one.
type Store struct {
	Type string
	Obj  Object
}

// takes adds to atoms the event that the receive from ch, at cur, is if it gets an item to work on.
func (w *writer) takes(atoms []atom, cur, ch inspector.Cursor) []atom {
	t := w.Info.TypeOf(ch.Node().(ast.Expr))
	if !carries(t) || cur.ParentEdgeKind() == edge.ExprStmt_X {
		return atoms
	}
	work := w.work(cur)
	work.Item = resource.TypeName(t.Underlying().(*types.Chan).Elem())
	return append(atoms, w.happening(cur, Node{Kind: Take, Work: work}, 0))
}

// carries reports whether t is the type of channels of items: neither of ticks, nor of signals, nor of what only says that something is
// over.
func carries(t types.Type) bool {
	c, ok := t.Underlying().(*types.Chan)
	if !ok || resource.KindOf(t) == resource.SignalChan || resource.TypeName(c.Elem()) == "time.Time" || resource.IsError(c.Elem()) {
		return false
	}
	switch u := c.Elem().Underlying().(type) {
	case *types.Struct:
		return u.NumFields() > 0
	case *types.Basic:
		return u.Info()&types.IsBoolean == 0
	}
	return true
}

// work says what is done with what the expression at cur takes: all that is done in the loop around it, or in the function.
func (w *writer) work(cur inspector.Cursor) *Work {
	around := w.fn
	for c := range cur.Enclosing((*ast.ForStmt)(nil), (*ast.RangeStmt)(nil)) {
		if w.fn.Contains(c) {
			around = c
			break
		}
	}
	work := &Work{Changes: changes.In(w.Package, around)}
	for id := range around.Preorder((*ast.Ident)(nil)) {
		v, ok := w.Info.Uses[id.Node().(*ast.Ident)].(*types.Var)
		if !ok || v.IsField() || !resource.IsStore(v.Type()) {
			continue
		}
		s := Store{resource.TypeName(v.Type()), w.variable(v)}
		if s.Obj.Known() && !slices.Contains(work.With, s) {
			work.With = append(work.With, s)
		}
	}
	return work
}

// ended returns the types of what the call at cur, of fn, ends: that of the value, of which it may be the method of a part, of the
// stores in it, and of the store that has handed it out.
func (w *writer) ended(cur inspector.Cursor, fn *types.Func) (found []string) {
	add := func(t types.Type) {
		if name := resource.TypeName(t); name != "" && !slices.Contains(found, name) {
			found = append(found, name)
		}
	}
	fun := cur
	if _, ok := cur.Node().(*ast.CallExpr); ok {
		fun = cur.ChildAt(edge.CallExpr_Fun, -1)
	}
	fun = w.unparen(fun)
	sel, ok := fun.Node().(*ast.SelectorExpr)
	if !ok || w.Info.Selections[sel] == nil {
		return nil
	}
	t := w.Info.TypeOf(sel.X)
	add(t)
	add(fn.Signature().Recv().Type())
	if p, ok := t.Underlying().(*types.Pointer); ok {
		t = p.Elem()
	}
	if st, ok := t.Underlying().(*types.Struct); ok {
		for f := range st.Fields() {
			if resource.IsStore(f.Type()) {
				add(f.Type())
			}
		}
	}
	v := w.Named(sel.X)
	if v == nil {
		return found
	}
	if value, ok := w.Single(v); ok { // sqlDB, err := orm.DB()
		if call, ok := w.unparen(value).Node().(*ast.CallExpr); ok {
			if of, ok := ast.Unparen(call.Fun).(*ast.SelectorExpr); ok && w.Info.Selections[of] != nil && resource.IsStore(w.Info.TypeOf(of.X)) {
				add(w.Info.TypeOf(of.X))
			}
		}
	}
	return found
}
