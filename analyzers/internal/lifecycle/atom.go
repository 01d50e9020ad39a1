package lifecycle

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"

	"github.com/shutdownlint/shutdownlint/analyzers/internal/resource"
)

// An atom is one thing that a node of the graph does.
type atom struct {
	// happens returns the node for it, and what comes after; ok is false where it turns out to be no event.
	happens func(state) (n Node, next []follow, ok bool)
	defers  inspector.Cursor // or it defers this call
}

// happening returns an atom that is the event n, whose error, if it may be one of errs, goes on in the expression at cur.
func (w *writer) happening(cur inspector.Cursor, n Node, errs Class) atom {
	if !n.at.Valid() {
		n.at = cur
	}
	n.Line = w.fset.Position(n.at.Node().Pos()).Line
	if _, ok := cur.Node().(*ast.CallExpr); ok && n.Kind == Exit {
		n.Stopped = w.overStop(cur)
	}
	return atom{happens: func(st state) (Node, []follow, bool) {
		n, next := n, st
		n.Deferred = st.leaves
		next.atom++
		if n.Kind == Exit {
			if _, ok := cur.Node().(*ast.CallExpr); ok {
				n.On = w.about(cur, st.belief)
			}
			return n, nil, true
		}
		e, ok := cur.Node().(ast.Expr)
		if !ok || errs == 0 || st.leaves {
			return n, []follow{{Any, next}}, true
		}
		var all []follow
		for _, c := range []Class{Nil, Closed, Failed} {
			if errs&c != 0 {
				next.belief = w.believe(c, ast.Unparen(e), nil)
				all = append(all, follow{c, next})
			}
		}
		return n, all, true
	}}
}

// syntaxAtoms returns what the node n of the graph does, in order.
func (w *writer) syntaxAtoms(n ast.Node) []atom {
	if atoms, ok := w.atoms[n]; ok {
		return atoms
	}
	var atoms []atom
	if cur, ok := w.fn.FindNode(n); ok {
		atoms = w.collect(cur)
	}
	w.atoms[n] = atoms
	return atoms
}

// rangeAtoms returns what happens at the head of the loop: if it is over a channel, the wait for its next element.
func (w *writer) rangeAtoms(loop *ast.RangeStmt) []atom {
	t := w.Info.TypeOf(loop.X)
	if t == nil {
		return nil
	}
	if _, ok := t.Underlying().(*types.Chan); !ok {
		return nil
	}
	if atoms, ok := w.atoms[loop]; ok {
		return atoms
	}
	if x, ok := w.fn.FindNode(loop.X); ok {
		w.atoms[loop] = []atom{w.awaits(x, x)}
		if loop.Key != nil {
			w.atoms[loop] = w.takes(w.atoms[loop], x, x)
		}
	}
	return w.atoms[loop]
}

// deferredAtoms returns what the deferred call at cur does when it runs.
func (w *writer) deferredAtoms(cur inspector.Cursor) []atom {
	n := cur.Node()
	if atoms, ok := w.atoms[n]; ok {
		return atoms
	}
	w.atoms[n] = w.call(cur, nil)
	return w.atoms[n]
}

// collect returns the atoms of the syntax at cur: operands first.
func (w *writer) collect(cur inspector.Cursor) (atoms []atom) {
	switch n := cur.Node().(type) {
	case *ast.FuncLit, *ast.BlockStmt:
		return nil
	case *ast.DeferStmt:
		call := cur.ChildAt(edge.DeferStmt_Call, -1)
		return append(w.operands(call), atom{defers: call})
	case *ast.GoStmt:
		call := cur.ChildAt(edge.GoStmt_Call, -1)
		atoms = w.operands(call)
		code, ok := w.code(call)
		if fn := w.Callee(call.Node().(*ast.CallExpr)); !ok && fn != nil {
			code = Code{Does: w.named(call, w.library(call, fn, w.receiver(call)))}
		}
		if ok || code.Does != nil {
			atoms = append(atoms, w.happening(call, Node{Kind: Start, Code: code}, 0))
		}
		return atoms
	case *ast.RangeStmt:
		return nil // what it ranges over is a node of its own
	case *ast.SendStmt:
		for c := range cur.Children() {
			atoms = append(atoms, w.collect(c)...)
		}
		ch := w.object(cur.ChildAt(edge.SendStmt_Chan, -1))
		return append(atoms, atom{happens: func(st state) (Node, []follow, bool) {
			next := st
			next.atom++
			return Node{Kind: Tell, Obj: ch, On: w.classOf(n.Value, st.belief), at: cur, Line: w.fset.Position(n.Pos()).Line,
				Detail: &Detail{Text: types.ExprString(n.Chan) + " <-"}}, []follow{{Any, next}}, true
		}})
	case *ast.CallExpr:
		return w.call(cur, w.operands(cur))
	}
	for c := range cur.Children() {
		atoms = append(atoms, w.collect(c)...)
	}
	if u, ok := cur.Node().(*ast.UnaryExpr); ok && u.Op == token.ARROW {
		ch := cur.ChildAt(edge.UnaryExpr_X, -1)
		atoms = w.takes(append(atoms, w.awaits(cur, ch)), cur, ch)
	}
	return atoms
}

// operands returns the atoms of the arguments of the call at cur, and of what it is a method of.
func (w *writer) operands(cur inspector.Cursor) (atoms []atom) {
	for c := range cur.Children() {
		atoms = append(atoms, w.collect(c)...)
	}
	return atoms
}

// awaits is the receive at cur from the channel ch.
func (w *writer) awaits(cur, ch inspector.Cursor) atom {
	n := Node{Kind: Await, Name: types.ExprString(ch.Node().(ast.Expr))}
	var errs Class
	t := w.Info.TypeOf(ch.Node().(ast.Expr))
	if c, ok := t.Underlying().(*types.Chan); ok && resource.IsError(c.Elem()) {
		errs = Any
	}
	if call, ok := ast.Unparen(ch.Node().(ast.Expr)).(*ast.CallExpr); ok {
		row := w.Row(w.Callee(call))
		switch {
		case row != nil && row.Does.Has(resource.TakesTime):
			n.Kind, n.Choice = Delay, choice(cur)
			w.detail(ch, &n)
			return w.happening(cur, n, 0)
		case row != nil && row.Does.Has(resource.AwaitsDone):
			of := ch.ChildAt(edge.CallExpr_Fun, -1)
			if _, ok := of.Node().(*ast.SelectorExpr); ok {
				x := of.ChildAt(edge.SelectorExpr_X, -1)
				n.Obj, n.Signal, n.Either = w.context(x), w.ofSignal(x), choice(cur)
				if all := w.contexts(x); len(all) > 0 {
					n.Contexts = n.Obj.besides(all[:1])
				}
				n.Detail = &Detail{Limit: w.limit(x)}
			}
			return w.happening(cur, n, 0)
		}
	}
	n.Obj, n.Choice = w.object(ch), choice(cur)
	n.Signal = resource.KindOf(t) == resource.SignalChan
	n.Ever = w.silent(ch)
	return w.happening(cur, n, errs)
}

// silent reports whether the channel at cur is a variable that only ever is received from.
func (w *writer) silent(cur inspector.Cursor) bool {
	id, ok := w.unparen(cur).Node().(*ast.Ident)
	if !ok {
		return false
	}
	v, ok := w.Info.Uses[id].(*types.Var)
	if !ok {
		return false
	}
	made, ok := w.Single(v)
	if !ok {
		return false
	}
	call, ok := made.Node().(*ast.CallExpr)
	return ok && w.Builtin(call) == "make" && !slices.ContainsFunc(w.Uses(v), func(use inspector.Cursor) bool {
		return use.ParentEdgeKind() != edge.UnaryExpr_X
	})
}

// choice reports whether the receive at cur is one case of a select statement with more than one.
func choice(cur inspector.Cursor) bool {
	for c := range cur.Enclosing((*ast.CommClause)(nil)) {
		comm := c.Node().(*ast.CommClause).Comm
		return comm != nil && comm.Pos() <= cur.Node().Pos() && cur.Node().End() <= comm.End() &&
			len(c.Parent().Node().(*ast.BlockStmt).List) > 1
	}
	return false
}

// ofSignal reports whether the context at cur ends at a signal.
func (w *writer) ofSignal(cur inspector.Cursor) bool {
	for _, c := range w.Contexts().Of(cur) {
		for _, root := range c.Root() {
			if root.Does.Has(resource.OnSignal) || c.Does.Has(resource.OnSignal) {
				return true
			}
		}
	}
	return false
}
