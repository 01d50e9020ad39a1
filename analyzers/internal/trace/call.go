package trace

import (
	"go/ast"
	"go/types"

	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"

	"github.com/shutdownlint/shutdownlint/analyzers/internal/guess"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/index"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/resource"
)

// selector handles the selector expression at cur, whose operand is the value.
func (f *follower) selector(cur inspector.Cursor) {
	expr := cur.Node().(*ast.SelectorExpr)
	sel := f.Index.Info.Selections[expr]
	if sel == nil {
		if f.Index.Info.Uses[expr.Sel] == nil {
			f.lost(cur) // what does not type-check may be anything
		}
		return // or a qualified identifier
	}
	switch sel.Kind() {
	case types.FieldVal:
		f.fieldOf(cur, sel.Obj().(*types.Var).Origin())
	case types.MethodVal:
		f.methodOf(cur, sel.Obj().(*types.Func))
	}
}

func (f *follower) fieldOf(cur inspector.Cursor, field *types.Var) {
	at := cur
	for at.ParentEdgeKind() == edge.ParenExpr_X {
		at = at.Parent()
	}
	if at.ParentEdgeKind() == edge.AssignStmt_Lhs {
		f.event(Event{Kind: Written, At: cur, Field: field})
		return
	}
	f.event(Event{Kind: Read, At: cur, Field: field})
	switch {
	case resource.IsPart(f.typ, field), f.Within.Valid() && resource.HoldsKind(f.typ) && resource.IsGroup(field.Type()):
		f.expr(cur) // of a struct with an engine, a group beside it is the engine's own, whatever type has it inside
	case (f.Within.Valid() || field.Pkg() != f.Pkg) && resource.HoldsKind(field.Type()):
		f.expr(cur) // a struct that holds a server is a server to its users, and nobody sees what its package put where
	}
}

func (f *follower) methodOf(cur inspector.Cursor, method *types.Func) {
	method = f.concrete(method).Origin()
	var row *resource.Row
	decl, own := f.ownDecl(method)
	if own {
		if id := receiver(decl.Node().(*ast.FuncDecl)); id != nil {
			if v, ok := f.Index.Info.Defs[id].(*types.Var); ok {
				f.variable(v)
			}
		}
	} else {
		row = f.Ask(method)
	}
	effect := resource.Effect(0)
	if row != nil {
		effect = row.Recv
	} else if !own && types.IsInterface(method.Signature().Recv().Type()) {
		effect = resource.Reads // a method of an interface that no table knows: ordinary use
		if guess.Does(method.Name()).Any(guess.Releases) {
			effect |= resource.Releases
		}
	}
	call, called := f.Index.CallOf(cur)
	if !called {
		f.event(Event{Kind: Bound, At: cur, Func: method, Slot: resource.Recv, Effect: effect})
		return
	}
	f.event(Event{Kind: Called, At: call, Func: method, Slot: resource.Recv, Effect: effect})
	f.wraps(call, row, resource.Recv)
}

// concrete returns the method of the followed value's own type that a call of method, perhaps of an interface, reaches.
func (f *follower) concrete(method *types.Func) *types.Func {
	recv := method.Signature().Recv()
	if recv == nil || f.typ == nil || !types.IsInterface(recv.Type()) || types.IsInterface(f.typ) {
		return method
	}
	if m, _, _ := types.LookupFieldOrMethod(f.typ, true, method.Pkg(), method.Name()); m != nil {
		if fn, ok := m.(*types.Func); ok {
			return fn
		}
	}
	return method
}

// ownDecl returns the declaration of fn if the trace may enter it.
func (f *follower) ownDecl(fn *types.Func) (inspector.Cursor, bool) {
	if f.Within.Valid() {
		return inspector.Cursor{}, false
	}
	cur, decl := f.Index.Decl(fn)
	return cur, decl != nil && decl.Body != nil
}

func receiver(decl *ast.FuncDecl) *ast.Ident {
	if decl.Recv == nil || len(decl.Recv.List) == 0 || len(decl.Recv.List[0].Names) == 0 {
		return nil
	}
	return decl.Recv.List[0].Names[0]
}

// wraps follows the value to the results of call that stand for it.
func (f *follower) wraps(call inspector.Cursor, row *resource.Row, slot int) {
	if row == nil {
		return
	}
	for _, w := range row.Wraps {
		if w.Arg == slot {
			f.result(call, w.Result)
		}
	}
}

// argument handles the value as the i'th argument of call.
func (f *follower) argument(call inspector.Cursor, i int) {
	expr := call.Node().(*ast.CallExpr)
	tv := f.Index.Info.Types[expr.Fun]
	switch {
	case tv.IsType():
		f.expr(call) // a conversion
		return
	case tv.IsBuiltin():
		f.builtin(call, i)
		return
	}
	if lit, ok := f.Index.Lit(call); ok {
		f.parameter(lit.Node().(*ast.FuncLit).Type, i)
		return
	}
	fn := f.Index.Resolve(expr)
	if fn == nil {
		f.event(Event{Kind: Passed, At: call, Slot: i, Effect: resource.Escapes})
		return
	}
	fn = fn.Origin()
	if sel, ok := ast.Unparen(expr.Fun).(*ast.SelectorExpr); ok {
		if s := f.Index.Info.Selections[sel]; s != nil && s.Kind() == types.MethodExpr {
			i-- // the first argument is the receiver
		}
	}
	slot := Slot(fn, i)
	if decl, ok := f.ownDecl(fn); ok {
		f.event(Event{Kind: Passed, At: call, Func: fn, Slot: slot})
		if slot >= 0 {
			f.parameter(decl.Node().(*ast.FuncDecl).Type, slot)
		}
		return
	}
	row := f.Ask(fn)
	effect := resource.Escapes
	if row != nil {
		effect = row.Slot(slot)
	}
	e := Event{Kind: Passed, At: call, Func: fn, Slot: slot, Effect: effect}
	if effect.Has(resource.Releases) {
		e.Effect |= f.behind(e.Parameter(f.Index.Info))
	}
	f.event(e)
	f.wraps(call, row, slot)
}

// behind returns what the methods of the followed value's own type do by which a function can release what it knows as an
// interface, param or an element of it: of a server, its Close may give it time.
func (f *follower) behind(param types.Type) resource.Effect {
	iface := held(param)
	if iface == nil || !types.IsInterface(iface) {
		return 0
	}
	var effect resource.Effect
	for m := range types.NewMethodSet(iface).Methods() {
		method := m.Obj().(*types.Func)
		if !guess.Does(method.Name()).Any(guess.Releases) {
			continue
		}
		own := f.concrete(method).Origin()
		if own == method.Origin() {
			continue // nobody knows the type
		}
		if decl, ok := f.ownDecl(own); ok {
			if id := receiver(decl.Node().(*ast.FuncDecl)); id != nil {
				if v, ok := f.Index.Info.Defs[id].(*types.Var); ok {
					f.variable(v)
				}
			}
		} else if row := f.Ask(own); row != nil {
			effect |= row.Recv
		}
	}
	return effect
}

// held returns the type of what a container of type t holds, at any depth, or t.
func held(t types.Type) types.Type {
	for {
		c, ok := types.Unalias(t).(interface{ Elem() types.Type })
		if !ok {
			return t
		}
		t = c.Elem()
	}
}

// Slot returns the parameter of fn that receives the i'th argument.
func Slot(fn *types.Func, i int) int {
	if n := fn.Signature().Params().Len(); i >= n && n > 0 {
		return n - 1 // variadic
	}
	return i
}

func (f *follower) builtin(call inspector.Cursor, i int) {
	name := ""
	if id, ok := ast.Unparen(call.Node().(*ast.CallExpr).Fun).(*ast.Ident); ok {
		name = id.Name
	}
	switch name {
	case "append":
		f.expr(call)
	case "copy":
		if i == 1 {
			f.into(call.ChildAt(edge.CallExpr_Args, 0))
		}
	}
}

// parameter follows the value into the i'th parameter of a function declared here.
func (f *follower) parameter(typ *ast.FuncType, i int) {
	if v := Param(f.Index.Info, typ, i); v != nil {
		f.variable(v)
	}
}

// Param returns the variable of the i'th parameter of a function, or nil if it has no name. Of a variadic parameter,
// every index from its own on is the same variable.
func Param(info *types.Info, typ *ast.FuncType, i int) *types.Var {
	var last *ast.Ident
	for _, field := range typ.Params.List {
		if len(field.Names) == 0 {
			i--
			if i < 0 {
				return nil
			}
		}
		for _, name := range field.Names {
			if i == 0 {
				v, _ := info.Defs[name].(*types.Var)
				return v
			}
			i--
			last = name
		}
	}
	if n := len(typ.Params.List); last != nil && n > 0 {
		if _, ok := typ.Params.List[n-1].Type.(*ast.Ellipsis); ok {
			v, _ := info.Defs[last].(*types.Var)
			return v
		}
	}
	return nil
}

// result follows the i'th result of the call at cur.
func (f *follower) result(cur inspector.Cursor, i int) {
	if tuple, ok := f.Index.Info.TypeOf(cur.Node().(ast.Expr)).(*types.Tuple); !ok || tuple.Len() < 2 {
		f.expr(cur)
		return
	}
	if f.calls[result{cur, i}] {
		return // a function that returns what it returns itself
	}
	f.calls[result{cur, i}] = true
	at := cur
	for at.ParentEdgeKind() == edge.ParenExpr_X {
		at = at.Parent()
	}
	parent := at.Parent()
	switch at.ParentEdgeKind() {
	case edge.AssignStmt_Rhs, edge.ValueSpec_Values:
		f.assigned(parent, i)
	case edge.ReturnStmt_Results:
		f.returned(parent, i)
	case edge.CallExpr_Args:
		f.argument(parent, i) // f(g())
	default:
		f.event(Event{Kind: Discarded, At: cur})
	}
}

// returned handles the value as the i'th result of the return statement at cur.
func (f *follower) returned(cur inspector.Cursor, i int) { f.resultOf(index.Function(cur), i, cur) }

// resultOf follows the value, the i'th result of the function at fn, to the callers.
func (f *follower) resultOf(fn inspector.Cursor, i int, at inspector.Cursor) {
	if !fn.Valid() {
		return
	}
	if lit, ok := fn.Node().(*ast.FuncLit); ok {
		f.resultOfLit(fn, lit, i)
		return
	}
	decl := fn.Node().(*ast.FuncDecl)
	obj, _ := f.Index.Info.Defs[decl.Name].(*types.Func) // nil for the function of a dependency
	f.event(Event{Kind: Returned, At: at, Func: obj, Slot: i})
	if f.Within.Valid() || obj == nil {
		return
	}
	if obj.Exported() && f.Pkg.Name() != "main" {
		f.event(Event{Kind: Left, At: at, Func: obj, Slot: i})
	}
	uses := f.Index.Uses(obj)
	if len(uses) == 0 && f.Index.Incomplete {
		f.lost(at) // the caller may be what does not type-check
	}
	for _, use := range uses {
		if call, ok := f.Index.CallOf(use); ok {
			f.result(call, i)
		} else {
			f.lost(use) // the function is handed on as a value, so others call it
		}
	}
}

// resultOfLit follows the value out of a function literal that is called where it stands or through its variable.
func (f *follower) resultOfLit(fn inspector.Cursor, lit *ast.FuncLit, i int) {
	cur := fn
	for cur.ParentEdgeKind() == edge.ParenExpr_X {
		cur = cur.Parent()
	}
	switch kind, j := cur.ParentEdge(); kind {
	case edge.CallExpr_Fun:
		f.result(cur.Parent(), i)
		return
	case edge.AssignStmt_Rhs:
		stmt := cur.Parent().Node().(*ast.AssignStmt)
		if id, ok := stmt.Lhs[min(j, len(stmt.Lhs)-1)].(*ast.Ident); ok {
			if v, ok := f.Index.Info.ObjectOf(id).(*types.Var); ok && !v.IsField() {
				for _, use := range f.Index.Uses(v) {
					if call, ok := f.Index.CallOf(use); ok {
						f.result(call, i)
					} else if use.ParentEdgeKind() != edge.AssignStmt_Lhs {
						f.lost(use)
					}
				}
				return
			}
		}
	}
	f.lost(fn)
}

// namedResult returns the function whose named result v is, and its index.
func (f *follower) namedResult(v *types.Var) (int, inspector.Cursor) {
	return f.position(v, edge.FuncType_Results)
}

// position returns the index of v in the parameters or results of a function, and the function.
func (f *follower) position(v *types.Var, list edge.Kind) (int, inspector.Cursor) {
	def := f.Index.Def(v)
	if !def.Valid() || def.ParentEdgeKind() != edge.Field_Names {
		return 0, inspector.Cursor{}
	}
	fields := def.Parent().Parent()
	if fields.ParentEdgeKind() != list {
		return 0, inspector.Cursor{}
	}
	n := 0
	for _, field := range fields.Node().(*ast.FieldList).List {
		for _, name := range field.Names {
			if name == def.Node() {
				return n, fields.Parent().Parent()
			}
			n++
		}
		if len(field.Names) == 0 {
			n++
		}
	}
	return 0, inspector.Cursor{}
}

// outward follows a value that was put into what the parameter v points to or holds: the caller has it now.
func (f *follower) outward(v *types.Var, at inspector.Cursor) {
	i, fn := f.position(v, edge.FuncType_Params)
	if !fn.Valid() {
		return
	}
	decl, ok := fn.Node().(*ast.FuncDecl)
	if !ok {
		f.lost(at)
		return
	}
	if f.Within.Valid() {
		f.event(Event{Kind: Stored, At: at, Effect: resource.Keeps})
		return
	}
	obj, ok := f.Index.Info.Defs[decl.Name].(*types.Func)
	if !ok {
		return
	}
	if obj.Exported() && f.Pkg.Name() != "main" {
		f.event(Event{Kind: Left, At: at, Func: obj, Slot: i})
	}
	for call := range f.Index.Calls(obj) {
		if i < len(call.Node().(*ast.CallExpr).Args) {
			f.into(call.ChildAt(edge.CallExpr_Args, i))
		}
	}
}
