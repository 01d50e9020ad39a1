package lifecycle

import (
	"go/ast"
	"go/token"
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
		if found, all := w.Waits().Functions(call.Fun); !all || slices.ContainsFunc(found, w.mayLeave) {
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
	if s := w.of(code); s == nil || !s.Errs || t == nil || !resource.IsError(t) {
		return 0
	}
	return Any
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

// isGo reports whether fn, of a library, is called as what starts a goroutine is in groups of all kinds, and takes a function.
func isGo(fn *types.Func) bool {
	return fn.Name() == "Go" && fn.Signature().Recv() != nil && resource.Some(fn.Signature().Params(), func(t types.Type) bool {
		_, ok := t.Underlying().(*types.Signature)
		return ok
	})
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
			n := Node{Kind: Serve, Obj: g.obj, Early: row.Does.Any(resource.PassesClosed | resource.ReturnsEarly), Given: takesListener(fn)}
			if returnsError(fn) {
				n.On = Nil | Failed
				if row.Does.Has(resource.PassesClosed) {
					n.On = Closed | Failed
				}
			}
			nodes = append(nodes, append(w.drainsItself(cur, g.obj), n)...)
		case g.effect.Has(resource.ShutsDown):
			n := Node{Kind: Drain, Obj: g.obj}
			if returnsError(fn) {
				n.On = Nil | Failed
			}
			nodes = append(nodes, n)
		case g.effect.Has(resource.ForceCloses):
			nodes = append(nodes, Node{Kind: Cut, Obj: g.obj})
		}
	}
	if nodes == nil && (row.Does.Has(resource.Accepts) || row.Recv.Has(resource.RunsEngine)) {
		n := Node{Kind: Serve, Obj: Object{Root: w.place(cur)}, Given: takesListener(fn)}
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

// started returns the functions that the call at cur, of a function of which row is known, starts, or keeps for the way out.
func (w *writer) started(cur inspector.Cursor, row *resource.Row) (nodes []Node) {
	const starts = resource.Spawns | resource.Async | resource.RunsAside | resource.OnDrain | resource.LastFirst | resource.FirstFirst
	if !row.Does.Any(starts) {
		return nil
	}
	call := cur.Node().(*ast.CallExpr)
	for i := range call.Args {
		for _, value := range w.callbacks(cur.ChildAt(edge.CallExpr_Args, i)) {
			code, ok := w.valueCode(value.cur)
			if !ok {
				continue
			}
			n := Node{Kind: Start, Code: code, Obj: w.receiver(cur), Mute: w.mute(cur), at: value.cur}
			switch {
			case row.Does.Has(resource.RunsAside):
				n.Registry = path(w.Callee(call))
			case row.Does.Any(resource.Spawns | resource.Async):
			case row.Does.Has(resource.LastFirst):
				n.Aside = OnStop
				if n.Obj == (Object{}) && cur.ParentEdgeKind() == edge.CallExpr_Args {
					n.Obj = w.receiver(cur.Parent()) // lc.Append(fx.StopHook(stop))
				}
				if value.key != "OnStop" && (value.key != "" || i < len(call.Args)-1) {
					continue
				}
			case row.Does.Has(resource.FirstFirst):
				if i > 0 {
					n.Aside = InOrder
				}
			case row.Does.Has(resource.OnDrain):
				if n.Aside = OnDrain; !n.Obj.Known() && !w.servesItself() {
					continue // of which server?
				}
			}
			if row.Does.Has(resource.AfterDone) {
				ctx := cur.ChildAt(edge.CallExpr_Args, 0)
				n.Until = &Node{Kind: Await, Obj: w.context(ctx), Signal: w.ofSignal(ctx), Name: types.ExprString(ctx.Node().(ast.Expr)) + ".Done()"}
			}
			nodes = append(nodes, n)
		}
	}
	return nodes
}

// mute reports whether the call at cur, which starts a function, is a method of a group that only waits for all of it: a sync.WaitGroup, or
// an errgroup that was made without a context.
func (w *writer) mute(cur inspector.Cursor) bool {
	sel, ok := cur.Node().(*ast.CallExpr).Fun.(*ast.SelectorExpr)
	if !ok {
		return false
	}
	switch resource.TypeName(w.Info.TypeOf(sel.X)) {
	case "sync.WaitGroup":
		return true
	case "golang.org/x/sync/errgroup.Group":
		id, ok := ast.Unparen(sel.X).(*ast.Ident)
		v, _ := w.Info.Uses[id].(*types.Var)
		if !ok || v == nil {
			return false
		}
		if def := w.Def(v); def.Valid() && def.ParentEdgeKind() == edge.ValueSpec_Names && len(def.Parent().Node().(*ast.ValueSpec).Values) == 0 {
			return true // var g errgroup.Group
		}
		value, ok := w.Single(v)
		return ok && isLiteral(value.Node())
	}
	return false
}

// isLiteral reports whether n is a composite literal, or the address of one, or a call of new.
func isLiteral(n ast.Node) bool {
	switch n := n.(type) {
	case *ast.CompositeLit:
		return true
	case *ast.UnaryExpr:
		return isLiteral(n.X)
	case *ast.CallExpr:
		id, ok := n.Fun.(*ast.Ident)
		return ok && id.Name == "new"
	}
	return false
}

// A callback is a function value among the arguments of a call, perhaps as the field key of one.
type callback struct {
	cur inspector.Cursor
	key string
}

func (w *writer) callbacks(arg inspector.Cursor) []callback {
	if _, ok := w.Info.TypeOf(arg.Node().(ast.Expr)).Underlying().(*types.Signature); ok {
		return []callback{{arg, ""}}
	}
	if call, ok := arg.Node().(*ast.CallExpr); ok && w.Info.Types[call.Fun].IsType() {
		return w.callbacks(arg.ChildAt(edge.CallExpr_Args, 0)) // shutdown.Func(func() { … })
	}
	if u, ok := arg.Node().(*ast.UnaryExpr); ok && u.Op == token.AND {
		arg = arg.ChildAt(edge.UnaryExpr_X, -1)
	}
	lit, ok := arg.Node().(*ast.CompositeLit)
	if !ok {
		return nil
	}
	var found []callback
	for i, e := range lit.Elts {
		kv, ok := e.(*ast.KeyValueExpr)
		if !ok {
			continue
		}
		if key, ok := kv.Key.(*ast.Ident); ok {
			for _, c := range w.callbacks(arg.ChildAt(edge.CompositeLit_Elts, i).ChildAt(edge.KeyValueExpr_Value, -1)) {
				found = append(found, callback{c.cur, key.Name})
			}
		}
	}
	return found
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
