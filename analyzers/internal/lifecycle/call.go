package lifecycle

import (
	"go/ast"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"

	"github.com/shutdownlint/shutdownlint/analyzers/internal/facet/exit"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/facet/stops"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/guess"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/index"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/resource"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/trace"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/wait"
)

// call adds to atoms what the call at cur does.
func (w *writer) call(cur inspector.Cursor, atoms []atom) []atom {
	call := cur.Node().(*ast.CallExpr)
	tv := w.Info.Types[call.Fun]
	switch {
	case wait.IsClose(w.Info, call):
		return append(atoms, w.happening(cur, Node{Kind: Tell, Obj: w.object(cur.ChildAt(edge.CallExpr_Args, 0)), On: Nil, Detail: &Detail{Text: types.ExprString(call)}}, 0))
	case tv.IsBuiltin() && types.ExprString(call.Fun) == "panic":
		return append(atoms, w.exits(cur)) // another panic is nothing that a program does on purpose
	case tv.IsType() || tv.IsBuiltin():
		return atoms
	}
	fn := w.Callee(call)
	name := types.ExprString(call.Fun)
	if fn != nil {
		atoms = append(atoms, w.mistakes(cur, fn)...)
	}
	if fn == nil {
		if wait.IsCancel(w.Info.TypeOf(call.Fun)) {
			return append(atoms, w.happening(cur, Node{Kind: Tell, Obj: w.cancelled(cur.ChildAt(edge.CallExpr_Fun, -1)), Name: name}, 0))
		}
		if code, ok := w.code(cur); ok {
			return append(atoms, w.happening(cur, Node{Kind: Call, Code: code, Name: name}, w.errsOf(code, call)))
		}
		if w.Waits().Call(call) != wait.No {
			atoms = append(atoms, w.happening(cur, Node{Kind: Await, Name: name}, 0))
		}
		if found, all := w.Waits().Functions(call.Fun); !all && !w.stranger(cur.ChildAt(edge.CallExpr_Fun, -1)) || slices.ContainsFunc(found, w.mayLeave) {
			atoms = append(atoms, w.happening(cur, Node{Kind: Tell, Name: name}, 0))
		}
		return atoms
	}
	if row := w.Row(fn); row == nil && w.Own(fn.Pkg()) {
		code, ok := w.code(cur)
		if ok && (w.of(code) != nil || !w.endsStore(cur, fn)) {
			return append(atoms, w.happening(cur, Node{Kind: Call, Code: code, Name: name}, w.errsOf(code, call)))
		}
	}
	for _, n := range w.named(cur, w.library(cur, fn, w.receiver(cur))) {
		errs := n.On
		n.On = 0
		atoms = append(atoms, w.happening(cur, n, errs))
	}
	return atoms
}

// mayLeave reports whether f may end the process, or panic.
func (w *writer) mayLeave(f wait.Function) bool {
	switch {
	case f.Lit != nil:
		lit, ok := w.CursorAt(f.Lit)
		if !ok {
			return true
		}
		for call := range lit.Preorder((*ast.CallExpr)(nil)) {
			if !w.MayReturn(call.Node().(*ast.CallExpr)) {
				return true
			}
		}
	case f.Func != nil:
		row := w.Ask(f.Func)
		return row != nil && row.Does.Any(resource.Exits|resource.MayExit|resource.Panics)
	}
	return false
}

// errsOf says what errors a call of the code may return that are to be told apart.
func (w *writer) errsOf(code Code, call *ast.CallExpr) Class {
	t := w.Info.TypeOf(call)
	if tuple, ok := t.(*types.Tuple); ok && tuple.Len() > 0 {
		t = tuple.At(tuple.Len() - 1).Type()
	}
	s := w.of(code)
	switch {
	case s == nil || t == nil || !resource.IsError(t):
		return 0
	case s.Errs && code.Lit == 0:
		return s.returns()
	case s.Errs:
		return Any
	case code.Lit == 0 && s.succeeds():
		return Nil
	}
	return 0
}

// of returns the script that the code is of, if it is known.
func (w *writer) of(code Code) *Script { return w.scripts[code.Func] }

// named says where the nodes happen: at cur, a call or a method value.
func (w *writer) named(cur inspector.Cursor, nodes []Node) []Node {
	for i := range nodes {
		e := cur.Node().(ast.Expr)
		if call, ok := e.(*ast.CallExpr); ok {
			e = call.Fun
		}
		if !nodes[i].at.Valid() {
			nodes[i].at = cur
		}
		if nodes[i].Detail == nil {
			w.detail(cur, &nodes[i])
		}
		nodes[i].Name, nodes[i].Line = types.ExprString(e), w.fset.Position(e.Pos()).Line
	}
	return nodes
}

// library returns the events of a call at cur of fn, a method of recv or not, of which there is no script. The errors that they
// return are in On.
func (w *writer) library(cur inspector.Cursor, fn *types.Func, recv Object) (nodes []Node) {
	call, _ := cur.Node().(*ast.CallExpr) // nil for a method value
	row := w.Row(fn)
	if row == nil && !resource.IsStandard(path(fn)) && (w.Own(fn.Pkg()) || stops.May(fn)) {
		row = w.Ask(fn)
	}
	switch {
	case row != nil:
	case index.Abstract(fn):
		row = w.likeServer(fn)
	case isGo(fn):
		row = &resource.Row{Does: resource.Async}
	}
	if call != nil && exit.Does(w.Package, call).Has(resource.Exits) {
		return []Node{{Kind: Exit}}
	}
	if row != nil {
		if nodes = w.served(cur, fn, row, recv); nodes != nil {
			return nodes
		}
		if call != nil {
			if nodes = w.started(cur, row); nodes != nil {
				return nodes
			}
		}
		switch {
		case row.Recv.Has(resource.Flushes):
			nodes = append(nodes, Node{Kind: Flush, Obj: recv, Types: w.ended(cur, fn)})
		case row.Does.Has(resource.EndsWait) && fn.Name() != "Add":
			return []Node{{Kind: Tell, Obj: recv, Group: true}}
		case call != nil && row.Does.Has(resource.Delivers):
			return []Node{{Kind: Take, Work: w.work(cur)}}
		case row.Does.Has(resource.Opens):
			nodes = append(nodes, Node{Kind: Open, On: Nil | Failed})
		case row.Does.Has(resource.TakesTime):
			if cur.ParentEdgeKind() == edge.ExprStmt_X {
				return []Node{{Kind: Delay}}
			}
			return nil
		}
	}
	if n, ok := w.noted(cur, fn); ok {
		return []Node{n}
	}
	if path(fn) == "sync/atomic" && inCondition(cur) {
		return []Node{{Kind: Await}} // a loop that polls
	}
	if w.endsStore(cur, fn) {
		return []Node{{Kind: End, Obj: recv, Types: w.ended(cur, fn)}}
	}
	if fn.Name() == "Wait" && fn.Signature().Recv() != nil {
		n := Node{Kind: Await, Obj: recv}
		if returnsError(fn) {
			n.On = Any
		}
		return []Node{n}
	}
	if call != nil && w.Waits().Call(call) != wait.No {
		nodes = append(nodes, Node{Kind: Await})
	}
	if row == nil && !resource.IsStandard(path(fn)) && fn.Signature().Results().Len() == 0 && guess.Does(fn.Name()).Any(guess.Tells) {
		nodes = append(nodes, Node{Kind: Tell})
	}
	return nodes
}

func path(fn *types.Func) string {
	if fn.Pkg() == nil {
		return "builtin"
	}
	return fn.Pkg().Path()
}

// receiver returns what the call at cur is a method of.
func (w *writer) receiver(cur inspector.Cursor) Object {
	fun := w.unparen(cur.ChildAt(edge.CallExpr_Fun, -1))
	if _, ok := fun.Node().(*ast.SelectorExpr); !ok {
		return Object{}
	}
	return w.object(fun)
}

// served returns what a call of fn, of which row is known, does to servers.
func (w *writer) served(cur inspector.Cursor, fn *types.Func, row *resource.Row, recv Object) []Node {
	type given struct {
		effect resource.Effect
		obj    Object
	}
	all := []given{{row.Recv, recv}}
	call, _ := cur.Node().(*ast.CallExpr)
	for i := 0; call != nil && i < len(call.Args); i++ {
		if e := row.Slot(trace.Slot(fn, i)); e.Any(resource.Serves | resource.ShutsDown | resource.ForceCloses) {
			all = append(all, given{e, w.object(cur.ChildAt(edge.CallExpr_Args, i))})
		}
	}
	var nodes []Node
	for _, g := range all {
		switch {
		case g.effect.Has(resource.Serves):
			n := Node{Kind: Serve, Obj: g.obj, Early: row.Does.Any(resource.PassesClosed | resource.ReturnsEarly), Given: takesListener(fn), Side: w.side(cur)}
			if returnsError(fn) {
				n.On = Nil | Failed
				if row.Does.Has(resource.PassesClosed) {
					n.On = Closed | Failed
				}
			}
			nodes = append(nodes, append(w.drainsItself(cur, g.obj), n)...)
		case g.effect.Has(resource.ShutsDown):
			n := Node{Kind: Drain, Obj: g.obj, Contexts: w.bounding(cur, fn, row)}
			if returnsError(fn) {
				n.On = Nil | Failed
			}
			nodes = append(nodes, n)
		case g.effect.Has(resource.ForceCloses):
			nodes = append(nodes, Node{Kind: Cut, Obj: g.obj})
		}
	}
	if nodes == nil {
		nodes = w.servesUntil(cur, fn, row)
	}
	if nodes == nil && (row.Does.Has(resource.Accepts) || row.Recv.Has(resource.RunsEngine)) {
		n := Node{Kind: Serve, Obj: Object{Root: w.place(cur)}, Given: takesListener(fn), Side: w.side(cur), Own: true}
		if returnsError(fn) {
			n.On = Failed
		}
		nodes = append(nodes, n)
	}
	return nodes
}

// takesListener reports whether fn is given a listener.
func takesListener(fn *types.Func) bool {
	return resource.Some(fn.Signature().Params(), func(t types.Type) bool { return resource.TypeName(t) == "net.Listener" })
}

// returnsError reports whether the last result of fn is an error.
func returnsError(fn *types.Func) bool {
	res := fn.Signature().Results()
	return res.Len() > 0 && resource.IsError(res.At(res.Len()-1).Type())
}

// endsStore reports whether the call at cur, of fn, closes something that requests share.
func (w *writer) endsStore(cur inspector.Cursor, fn *types.Func) bool {
	e := cur.Node().(ast.Expr)
	if call, ok := e.(*ast.CallExpr); ok {
		e = call.Fun
	}
	if sel, ok := ast.Unparen(e).(*ast.SelectorExpr); ok && w.Info.Selections[sel] != nil {
		return resource.IsStoreEnd(fn, w.Info.TypeOf(sel.X))
	}
	if fn.Signature().Recv() != nil || resource.IsStandard(path(fn)) || w.Own(fn.Pkg()) {
		return false
	}
	row := w.Row(fn)
	return row != nil && row.Does.Has(resource.EndsStore)
}

// inCondition reports whether the call at cur stands in the condition of a loop.
func inCondition(cur inspector.Cursor) bool {
	for c := cur; c.Valid(); c = c.Parent() {
		switch c.ParentEdgeKind() {
		case edge.ForStmt_Cond:
			return true
		case edge.BlockStmt_List:
			return false
		}
	}
	return false
}
