package trace

import (
	"go/ast"
	"go/types"

	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"

	"github.com/shutdownlint/shutdownlint/analyzers/internal/guess"
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
