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

// wraps follows the value to the results of call that stand for it, or into its receiver.
func (f *follower) wraps(call inspector.Cursor, row *resource.Row, slot int) {
	if row == nil {
		return
	}
	for _, w := range row.Wraps {
		switch {
		case w.Arg != slot:
		case w.Result == resource.Recv:
			f.receiving(call)
		default:
			f.result(call, w.Result)
		}
	}
}

// receiving follows the value into the receiver of the method that call calls.
func (f *follower) receiving(call inspector.Cursor) {
	fun := call.ChildAt(edge.CallExpr_Fun, -1)
	sel, ok := fun.Node().(*ast.SelectorExpr)
	if !ok {
		f.lost(call)
		return
	}
	if path := index.Path(f.Index.Info.Selections[sel]); len(path) > 0 {
		f.store(path[len(path)-1], call)
		return
	}
	f.into(fun.ChildAt(edge.SelectorExpr_X, -1))
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
