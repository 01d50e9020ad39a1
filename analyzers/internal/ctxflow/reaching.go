package ctxflow

import (
	"go/ast"
	"go/token"
	"go/types"

	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"

	"github.com/shutdownlint/shutdownlint/analyzers/internal/index"
)

// A def is one assignment to a variable.
type def struct {
	id     inspector.Cursor // the identifier that is assigned to
	value  inspector.Cursor // invalid for a parameter
	cancel *types.Var       // what the same assignment puts the second result into
}

// defs returns all assignments to v; ok is false if some value of it cannot be seen.
func (f *Flow) defs(v *types.Var) (all []def, ok bool) {
	at := f.Index.Def(v)
	if !at.Valid() {
		return nil, false
	}
	if at.ParentEdgeKind() == edge.Field_Names {
		if v.IsField() {
			return nil, false
		}
		all = append(all, def{id: at})
	}
	for _, id := range append([]inspector.Cursor{at}, f.Index.Uses(v)...) {
		d, assigned, ok := f.assigned(id)
		if !ok {
			return nil, false
		}
		if assigned {
			all = append(all, d)
		}
	}
	return all, true
}

func (f *Flow) assigned(id inspector.Cursor) (d def, assigned, ok bool) {
	kind, i := id.ParentEdge()
	parent := id.Parent()
	switch kind {
	case edge.AssignStmt_Lhs:
		stmt := parent.Node().(*ast.AssignStmt)
		if len(stmt.Rhs) == len(stmt.Lhs) {
			return def{id: id, value: parent.ChildAt(edge.AssignStmt_Rhs, i)}, true, true
		}
		// ctx, cancel := …, or g, ctx := errgroup.WithContext(…): the call makes one context only.
		return def{id: id, value: parent.ChildAt(edge.AssignStmt_Rhs, 0), cancel: f.other(stmt.Lhs, i)}, true, true
	case edge.ValueSpec_Names:
		spec := parent.Node().(*ast.ValueSpec)
		switch len(spec.Values) {
		case 0:
			return d, false, true // nil, until it is assigned
		case len(spec.Names):
			return def{id: id, value: parent.ChildAt(edge.ValueSpec_Values, i)}, true, true
		}
		return def{id: id, value: parent.ChildAt(edge.ValueSpec_Values, 0)}, true, true
	case edge.RangeStmt_Key, edge.RangeStmt_Value:
		return d, false, false
	case edge.UnaryExpr_X:
		return d, false, parent.Node().(*ast.UnaryExpr).Op != token.AND
	}
	return d, false, true
}

// other returns the variable on the other left-hand side than i, if there are two.
func (f *Flow) other(lhs []ast.Expr, i int) *types.Var {
	if len(lhs) != 2 {
		return nil
	}
	id, ok := ast.Unparen(lhs[1-i]).(*ast.Ident)
	if !ok {
		return nil
	}
	v, _ := f.Index.Info.ObjectOf(id).(*types.Var)
	return v
}

// reaching returns the assignments whose value the identifier at use may read.
func (f *Flow) reaching(use inspector.Cursor, v *types.Var) ([]def, bool) {
	all, ok := f.defs(v)
	if !ok || len(all) == 0 {
		return nil, false
	}
	if len(all) == 1 {
		return all, true
	}
	home := index.Function(f.Index.Def(v))
	if !home.Valid() {
		return nil, false // a package variable that is assigned more than once
	}
	for _, d := range all {
		if d.value.Valid() && index.Function(d.id) != home {
			return nil, false // a closure assigns it: no telling when
		}
	}
	at := use
	inside := false // in a literal, which runs later than where it stands
	for fn := index.Function(at); fn != home; fn = index.Function(at) {
		if !fn.Valid() {
			return nil, false
		}
		at = fn.Parent()
		inside = true
	}
	g := f.Graph(home)
	if g == nil {
		return nil, false
	}
	to, ok := g.At(at.Node())
	if !ok {
		return nil, false
	}
	var reach []def
	for _, d := range all {
		from := g.Entry()
		if d.value.Valid() {
			if from, ok = g.After(d.id.Parent().Node()); !ok {
				continue // unreachable
			}
		}
		if g.Path(from, to, assignsOther(all, d)) || inside && d.value.Valid() && g.Path(to.Next(), from, nil) {
			reach = append(reach, d)
		}
	}
	return reach, len(reach) > 0
}

// assignsOther accepts the nodes of the graph that hold an assignment of all other than d.
func assignsOther(all []def, d def) func(ast.Node) bool {
	return func(n ast.Node) bool {
		for _, o := range all {
			if o.id != d.id && o.value.Valid() && n.Pos() <= o.id.Node().Pos() && o.id.Node().End() <= n.End() {
				return !isRange(n)
			}
		}
		return false
	}
}

// isRange reports whether n is a range statement, whose node contains its whole body.
func isRange(n ast.Node) bool {
	_, ok := n.(*ast.RangeStmt)
	return ok
}
