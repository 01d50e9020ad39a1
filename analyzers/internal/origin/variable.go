package origin

import (
	"go/ast"
	"go/token"
	"go/types"

	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"

	"github.com/shutdownlint/shutdownlint/analyzers/internal/flow"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/index"
)

// A def is one way in which a variable gets a value.
type def struct {
	kind  Kind
	id    inspector.Cursor // the identifier
	value inspector.Cursor // the expression, of an Expr
	of    int              // which result of it
}

// variable adds the values that v may have where the expression at p reads it.
func (w *walk) variable(p place, v *types.Var) {
	at := w.Def(v)
	if !at.Valid() {
		w.leaf(Unknown, p, v, inspector.Cursor{})
		return
	}
	global := index.Global(v)
	if (global || v.IsField()) && v.Exported() && v.Pkg().Name() != "main" {
		w.leaf(Outside, p, v, inspector.Cursor{})
	}
	defs := w.defs(v, at)
	if !global && !v.IsField() {
		defs = w.reaching(p.cur, at, defs)
	}
	for _, d := range defs {
		switch {
		case d.kind == Param:
			w.param(p, v, at)
		case d.value.Valid():
			w.expr(place{d.value, d.of, p.in}, d.id)
		default:
			w.leaf(d.kind, p, v, inspector.Cursor{})
		}
	}
}

func isResult(id inspector.Cursor) bool {
	return id.Parent().Parent().ParentEdgeKind() == edge.FuncType_Results
}

// defs returns the ways in which v, declared at the identifier at, gets a value.
func (w *walk) defs(v *types.Var, at inspector.Cursor) []def {
	var all []def
	if at.ParentEdgeKind() == edge.Field_Names && !v.IsField() {
		kind := Param
		if isResult(at) {
			kind = Zero
		}
		all = append(all, def{kind: kind, id: at})
	}
	for _, id := range append([]inspector.Cursor{at}, w.Uses(v)...) {
		if d, ok := w.assigned(id); ok {
			d.id = id
			all = append(all, d)
		}
	}
	if v.IsField() && len(all) == 0 {
		all = append(all, def{kind: Unknown, id: at})
	}
	return all
}

// assigned returns what the syntax around the identifier id gives to the variable or field, if anything.
func (w *walk) assigned(id inspector.Cursor) (d def, ok bool) {
	unknown := def{kind: Unknown}
	if id.ParentEdgeKind() == edge.SelectorExpr_Sel {
		id = id.Parent()
	}
	kind, i := id.ParentEdge()
	if kind == edge.IndexExpr_X && id.Parent().ParentEdgeKind() == edge.AssignStmt_Lhs && w.Elements {
		id = id.Parent() // list[i] = …
		kind, i = id.ParentEdge()
	}
	parent := id.Parent()
	switch kind {
	case edge.AssignStmt_Lhs:
		stmt := parent.Node().(*ast.AssignStmt)
		switch {
		case stmt.Tok != token.ASSIGN && stmt.Tok != token.DEFINE:
			return unknown, true
		case len(stmt.Lhs) == len(stmt.Rhs):
			return def{value: parent.ChildAt(edge.AssignStmt_Rhs, i)}, true
		}
		return def{value: parent.ChildAt(edge.AssignStmt_Rhs, 0), of: i}, true
	case edge.ValueSpec_Names:
		switch spec := parent.Node().(*ast.ValueSpec); len(spec.Values) {
		case 0:
			return def{kind: Zero}, true
		case len(spec.Names):
			return def{value: parent.ChildAt(edge.ValueSpec_Values, i)}, true
		}
		return def{value: parent.ChildAt(edge.ValueSpec_Values, 0), of: i}, true
	case edge.KeyValueExpr_Key:
		if _, isStruct := w.Info.TypeOf(parent.Parent().Node().(ast.Expr)).Underlying().(*types.Struct); isStruct {
			return def{value: parent.ChildAt(edge.KeyValueExpr_Value, -1)}, true
		}
	case edge.RangeStmt_Key, edge.RangeStmt_Value:
		return w.ranged(parent, kind), true
	case edge.IncDecStmt_X:
		return unknown, true
	case edge.UnaryExpr_X:
		return unknown, parent.Node().(*ast.UnaryExpr).Op == token.AND
	}
	return d, false
}

// ranged returns what the range statement at stmt gives to its key or value.
func (w *walk) ranged(stmt inspector.Cursor, kind edge.Kind) def {
	elements := kind == edge.RangeStmt_Value
	if _, isChan := w.Info.TypeOf(stmt.Node().(*ast.RangeStmt).X).Underlying().(*types.Chan); isChan {
		elements = true
	}
	if !elements || !w.Elements {
		return def{kind: Unknown}
	}
	return def{value: stmt.ChildAt(edge.RangeStmt_X, -1)}
}

// reaching returns those of the defs of a local variable, declared at the identifier at, whose value the expression at use may
// read.
func (w *walk) reaching(use, at inspector.Cursor, defs []def) []def {
	home := index.Function(at)
	if w.Graph == nil || len(defs) < 2 || !home.Valid() {
		return defs
	}
	for _, d := range defs {
		if index.Function(d.id) != home {
			return append(defs, def{kind: Unknown, id: at}) // a closure assigns it: no telling when
		}
	}
	inside := false // in a literal, which runs later than where it stands
	for fn := index.Function(use); fn != home; fn = index.Function(use) {
		if !fn.Valid() {
			return defs
		}
		use, inside = fn.Parent(), true
	}
	g := w.Graph(home)
	if g == nil {
		return defs
	}
	to, ok := g.At(use.Node())
	if !ok {
		return defs // in code that is never reached
	}
	var reach []def
	for _, d := range defs {
		from, ok := point(g, d)
		switch {
		case d.id.ParentEdgeKind() == edge.UnaryExpr_X:
			reach = append(reach, d) // whoever has the address may write at any time
		case ok && (g.Path(from, to, assignsOther(g, defs, d)) || inside && d.kind != Param && g.Path(to.Next(), from, nil)):
			reach = append(reach, d)
		}
	}
	return reach
}

// point returns the point at which d has happened. ok is false if it never does.
func point(g *flow.Graph, d def) (p flow.Point, ok bool) {
	switch d.id.ParentEdgeKind() {
	case edge.Field_Names:
		return g.Entry(), true
	case edge.RangeStmt_Key, edge.RangeStmt_Value:
		return g.After(d.id.Node())
	}
	return g.After(d.id.Parent().Node())
}

// assignsOther accepts the nodes of the graph that hold an assignment of defs other than d.
func assignsOther(g *flow.Graph, defs []def, d def) func(ast.Node) bool {
	return func(n ast.Node) bool {
		for _, o := range defs {
			switch kind := o.id.ParentEdgeKind(); {
			case o.id == d.id, kind == edge.Field_Names, kind == edge.UnaryExpr_X, kind == edge.IndexExpr_X:
				continue // it replaces nothing
			}
			if n.Pos() <= o.id.Node().Pos() && o.id.Node().End() <= n.End() {
				_, isStmt := n.(*ast.AssignStmt)
				return !isStmt || !g.Communication(n) // what a clause receives it assigns where its body begins
			}
		}
		return false
	}
}

// param adds what the parameter v, declared at the identifier at, stands for.
func (w *walk) param(p place, v *types.Var, at inspector.Cursor) {
	fn := index.Function(at)
	for f := p.in; f != nil; f = f.up {
		if f.fn == fn {
			w.argument(p, v, f)
			return
		}
	}
	if w.Callers && w.callers(p, v, fn) {
		return
	}
	w.leaf(Param, p, v, inspector.Cursor{})
}

// argument adds what the call of f passes for v.
func (w *walk) argument(p place, v *types.Var, f *frame) {
	call, sig := f.call.Node().(*ast.CallExpr), index.Signature(w.Info, f.fn)
	if sig == nil {
		w.leaf(Unknown, p, v, inspector.Cursor{})
		return
	}
	if sig.Recv() == v {
		if fun := f.call.ChildAt(edge.CallExpr_Fun, -1); isMethodCall(w.Info, fun) {
			w.expr(place{fun.ChildAt(edge.SelectorExpr_X, -1), 0, f.up}, inspector.Cursor{})
			return
		}
	}
	for i := range sig.Params().Len() {
		if sig.Params().At(i) != v || w.Info.Types[call.Fun].Type == nil {
			continue
		}
		rest := sig.Variadic() && i == sig.Params().Len()-1
		switch {
		case rest && w.Elements:
			for j := i; j < len(call.Args); j++ {
				w.expr(place{f.call.ChildAt(edge.CallExpr_Args, j), 0, f.up}, inspector.Cursor{})
			}
			return
		case !rest && len(call.Args) >= sig.Params().Len()-1 && i < len(call.Args):
			w.expr(place{f.call.ChildAt(edge.CallExpr_Args, i), 0, f.up}, inspector.Cursor{})
			return
		}
	}
	w.leaf(Unknown, p, v, inspector.Cursor{})
}

func isMethodCall(info *types.Info, fun inspector.Cursor) bool {
	sel, ok := fun.Node().(*ast.SelectorExpr)
	return ok && info.Selections[sel] != nil && info.Selections[sel].Kind() == types.MethodVal
}

// callers adds what all callers of the function declaration at fn pass for v. It reports whether all of them can be seen.
func (w *walk) callers(p place, v *types.Var, fn inspector.Cursor) bool {
	decl, ok := fn.Node().(*ast.FuncDecl)
	if !ok {
		return false
	}
	obj, ok := w.Info.Defs[decl.Name].(*types.Func)
	if !ok || obj.Exported() && obj.Pkg().Name() != "main" {
		return false
	}
	var calls []inspector.Cursor
	for _, use := range w.Uses(obj) {
		call, ok := w.CallOf(use)
		if !ok {
			return false // others call it
		}
		calls = append(calls, call)
	}
	for _, call := range calls {
		w.argument(p, v, &frame{fn, call, nil})
	}
	return true
}
