// Package trace follows a value: from the expression that makes it, through variables, fields, parameters, results,
// closures, channels and containers, to everything that is done to it.
//
// It asks where a value can go, not in which order: what needs paths belongs in flow. One object stands for a struct
// field in all instances, and a container stands for what it holds, so a trace sees too much rather than too little; a
// check that reports what never happens to a value ("no Shutdown") is safe with that.
package trace

import (
	"go/ast"
	"go/token"
	"go/types"

	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"

	"github.com/shutdownlint/shutdownlint/analyzers/internal/index"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/resource"
)

// A Tracer follows values in one package, or in one function.
type Tracer struct {
	Index *index.Index
	Pkg   *types.Package

	// Ask says what a function does that is declared elsewhere; nil means that nobody knows.
	Ask func(fn *types.Func) *resource.Row

	// Within, if valid, is the function declaration that is not left: calls of functions of the same package are
	// answered by Ask, and what is returned or stored is an event and an end.
	Within inspector.Cursor
}

// An EventKind says how the value is used.
type EventKind uint8

// Kinds of events.
const (
	Called    EventKind = iota + 1 // it is the receiver of Func; At is the call
	Bound                          // its method Func is taken as a value; At is the selector
	Passed                         // it is argument Slot of Func, nil for an unknown function; At is the call
	Read                           // its field Field is read; At is the selector
	Written                        // its field Field is assigned; At is the selector
	Stored                         // it is put into Field, a field or package variable; At is the expression
	Returned                       // it is result Slot of the function Func; At is the return statement or named result
	Left                           // importers can see it, as result Slot of Func or as an exported field or variable
	Lost                           // nobody knows what becomes of it
	Discarded                      // it is assigned to the blank identifier or not used at all
	Received                       // somebody receives from the channel that it is
	SentTo                         // somebody sends on the channel that it is
	Compared                       // it is compared with something, or switched on
)

// An Event is one thing that is done to the followed value.
type Event struct {
	Kind   EventKind
	At     inspector.Cursor
	Effect resource.Effect // of Called, Bound, Passed, Stored and Lost
	Func   *types.Func
	Slot   int
	Field  *types.Var
}

// Parameter returns the type of the parameter as which the value is Passed, or nil.
func (e Event) Parameter(info *types.Info) types.Type {
	sig, ok := info.TypeOf(e.At.Node().(*ast.CallExpr).Fun).Underlying().(*types.Signature)
	if !ok || sig.Params().Len() == 0 || e.Slot < 0 {
		return nil
	}
	i := min(e.Slot, sig.Params().Len()-1)
	t := sig.Params().At(i).Type()
	if s, ok := t.(*types.Slice); ok && sig.Variadic() && i == sig.Params().Len()-1 {
		return s.Elem()
	}
	return t
}

// A Fate is all that is done to a value.
type Fate struct {
	Events []Event
	Effect resource.Effect // of all events
	Views  map[types.Object]bool
}

// Follow returns what becomes of the value of the expression at cur. For a call with several results, result says which.
func (t *Tracer) Follow(cur inspector.Cursor, result int) *Fate {
	e := cur.Node().(ast.Expr)
	typ := t.Index.Info.TypeOf(e)
	if tuple, ok := typ.(*types.Tuple); ok && result < tuple.Len() {
		typ = tuple.At(result).Type()
	}
	f := t.start(typ)
	if _, ok := e.(*ast.CallExpr); ok {
		f.result(cur, result)
	} else {
		f.expr(cur)
	}
	return &f.Fate
}

// FollowVar returns what becomes of the value of v.
func (t *Tracer) FollowVar(v *types.Var) *Fate {
	f := t.start(v.Type())
	f.variable(v)
	return &f.Fate
}

func (t *Tracer) start(typ types.Type) *follower {
	f := &follower{Tracer: t, typ: typ, seen: make(map[inspector.Cursor]bool), calls: make(map[result]bool)}
	f.Views = make(map[types.Object]bool)
	if typ != nil {
		_, f.isChan = typ.Underlying().(*types.Chan)
	}
	return f
}

// A follower follows one value.
type follower struct {
	*Tracer
	Fate
	typ    types.Type // of the value itself
	isChan bool
	seen   map[inspector.Cursor]bool
	calls  map[result]bool // of functions with several results
}

// A result is the i'th result of a call.
type result struct {
	call inspector.Cursor
	i    int
}

func (f *follower) event(e Event) {
	f.Events = append(f.Events, e)
	f.Effect |= e.Effect
}

func (f *follower) lost(at inspector.Cursor) {
	f.event(Event{Kind: Lost, At: at, Effect: resource.Escapes})
}

// expr follows the value from the expression at cur, which denotes it, to the syntax around.
func (f *follower) expr(cur inspector.Cursor) {
	if f.seen[cur] {
		return
	}
	f.seen[cur] = true
	kind, i := cur.ParentEdge()
	parent := cur.Parent()
	switch kind {
	case edge.ParenExpr_X, edge.StarExpr_X, edge.TypeAssertExpr_X, edge.SliceExpr_X:
		f.expr(parent)
	case edge.IndexExpr_X:
		f.expr(parent) // an element of a container, or an instance of a generic function
	case edge.UnaryExpr_X:
		switch op := parent.Node().(*ast.UnaryExpr).Op; {
		case op == token.ARROW && f.isChan:
			f.event(Event{Kind: Received, At: parent, Effect: resource.Receives})
		case op == token.AND || op == token.ARROW:
			f.expr(parent)
		}
	case edge.KeyValueExpr_Value:
		f.element(parent.Parent(), parent.Node().(*ast.KeyValueExpr).Key, 0)
	case edge.CompositeLit_Elts:
		f.element(parent, nil, i)
	case edge.AssignStmt_Rhs:
		stmt := parent.Node().(*ast.AssignStmt)
		if len(stmt.Lhs) != len(stmt.Rhs) {
			i = 0 // v, ok := x.(T), <-c or m[k]
		}
		f.assigned(parent, i)
	case edge.ValueSpec_Values:
		f.assigned(parent, i)
	case edge.CallExpr_Args:
		f.argument(parent, i)
	case edge.SelectorExpr_X:
		f.selector(parent)
	case edge.ReturnStmt_Results:
		f.returned(parent, i)
	case edge.SendStmt_Value:
		f.into(parent.ChildAt(edge.SendStmt_Chan, -1))
	case edge.SendStmt_Chan:
		if f.isChan {
			f.event(Event{Kind: SentTo, At: parent})
		}
	case edge.RangeStmt_X:
		f.ranged(parent)
	case edge.BinaryExpr_X, edge.BinaryExpr_Y, edge.SwitchStmt_Tag:
		f.event(Event{Kind: Compared, At: parent, Effect: resource.Reads})
	case edge.ExprStmt_X:
		if parent.Node().(*ast.ExprStmt).X == cur.Node() {
			f.event(Event{Kind: Discarded, At: cur})
		}
	case edge.KeyValueExpr_Key, edge.IndexExpr_Index:
		f.lost(cur) // a key of a map
	}
}

// assigned follows the value to the i'th left-hand side of the assignment or declaration at stmt.
func (f *follower) assigned(stmt inspector.Cursor, i int) {
	switch n := stmt.Node().(type) {
	case *ast.AssignStmt:
		if stmt.ParentEdgeKind() == edge.TypeSwitchStmt_Assign {
			f.typeSwitch(stmt.Parent())
			return
		}
		if i < len(n.Lhs) {
			f.target(stmt.ChildAt(edge.AssignStmt_Lhs, i))
		}
	case *ast.ValueSpec:
		if i < len(n.Names) {
			f.target(stmt.ChildAt(edge.ValueSpec_Names, i))
		}
	}
}

// typeSwitch follows the value to the variable that each clause of switch v := x.(type) declares.
func (f *follower) typeSwitch(stmt inspector.Cursor) {
	for _, clause := range stmt.Node().(*ast.TypeSwitchStmt).Body.List {
		if v, ok := f.Index.Info.Implicits[clause].(*types.Var); ok {
			f.variable(v)
		}
	}
}

// target follows the value to what the left-hand side at cur denotes.
func (f *follower) target(cur inspector.Cursor) {
	switch n := cur.Node().(type) {
	case *ast.ParenExpr:
		f.target(cur.ChildAt(edge.ParenExpr_X, -1))
	case *ast.Ident:
		if n.Name == "_" {
			f.event(Event{Kind: Discarded, At: cur})
		} else if v, ok := f.Index.Info.ObjectOf(n).(*types.Var); ok {
			f.store(v, cur)
		}
	case *ast.SelectorExpr:
		v, ok := f.Index.Info.Uses[n.Sel].(*types.Var)
		switch {
		case ok && v.IsField() && resource.IsHandler(v):
			f.event(Event{Kind: Stored, At: cur, Field: v, Effect: resource.Keeps})
			f.into(cur.ChildAt(edge.SelectorExpr_X, -1)) // the server serves it
		case ok:
			f.store(v, cur)
		}
	case *ast.IndexExpr:
		f.into(cur.ChildAt(edge.IndexExpr_X, -1))
	case *ast.StarExpr:
		f.into(cur.ChildAt(edge.StarExpr_X, -1))
	}
}

// into follows the value into the container or pointer that the expression at cur denotes.
func (f *follower) into(cur inspector.Cursor) {
	switch n := cur.Node().(type) {
	case *ast.ParenExpr:
		f.into(cur.ChildAt(edge.ParenExpr_X, -1))
	case *ast.StarExpr:
		f.into(cur.ChildAt(edge.StarExpr_X, -1))
	case *ast.IndexExpr:
		f.into(cur.ChildAt(edge.IndexExpr_X, -1))
	case *ast.SliceExpr:
		f.into(cur.ChildAt(edge.SliceExpr_X, -1))
	case *ast.UnaryExpr:
		f.into(cur.ChildAt(edge.UnaryExpr_X, -1))
	case *ast.Ident:
		if v, ok := f.Index.Info.ObjectOf(n).(*types.Var); ok {
			f.store(v, cur)
			f.outward(v, cur)
		}
	case *ast.SelectorExpr:
		if v, ok := f.Index.Info.Uses[n.Sel].(*types.Var); ok {
			f.store(v, cur)
		}
	default:
		f.lost(cur)
	}
}

// store follows the value into the variable or field v.
func (f *follower) store(v *types.Var, at inspector.Cursor) {
	if !v.IsField() && !index.Global(v) {
		f.variable(v)
		return
	}
	f.event(Event{Kind: Stored, At: at, Field: v.Origin(), Effect: resource.Keeps})
	if f.Within.Valid() {
		return
	}
	if v.Pkg() != f.Pkg {
		f.lost(at) // what its own package does with it cannot be seen from here
	}
	f.variable(v)
}

// variable follows the value through every use of v.
func (f *follower) variable(v *types.Var) {
	v = v.Origin()
	if f.Views[v] {
		return
	}
	f.Views[v] = true
	if (v.IsField() || index.Global(v)) && v.Exported() && f.Pkg.Name() != "main" {
		f.event(Event{Kind: Left, At: f.Index.Def(v), Field: v})
	}
	if v.IsField() {
		for _, sel := range f.Index.Promoted(v) {
			f.selector(sel)
		}
	} else if i, fn := f.namedResult(v); fn.Valid() {
		f.resultOf(fn, i, f.Index.Def(v))
	}
	for _, use := range f.Index.Uses(v) {
		cur := use
		switch cur.ParentEdgeKind() {
		case edge.KeyValueExpr_Key:
			if v.IsField() {
				continue // S{f: x} puts something else into f
			}
		case edge.SelectorExpr_Sel:
			cur = cur.Parent()
		}
		switch cur.ParentEdgeKind() {
		case edge.AssignStmt_Lhs, edge.RangeStmt_Key, edge.RangeStmt_Value:
			continue // gets another value
		}
		f.expr(cur)
	}
}

// element follows the value into the composite literal at lit, as the value of key or as its i'th element.
func (f *follower) element(lit inspector.Cursor, key ast.Expr, i int) {
	t := f.Index.Info.TypeOf(lit.Node().(*ast.CompositeLit))
	if p, ok := t.Underlying().(*types.Pointer); ok {
		t = p.Elem() // an elided &T in a slice of pointers
	}
	st, ok := t.Underlying().(*types.Struct)
	if !ok {
		f.expr(lit) // the container stands for its elements
		return
	}
	var field *types.Var
	if id, ok := key.(*ast.Ident); ok {
		field, _ = f.Index.Info.Uses[id].(*types.Var)
	} else if key == nil && i < st.NumFields() {
		field = st.Field(i)
	}
	if field == nil {
		f.lost(lit)
		return
	}
	if field.Pkg() == f.Pkg {
		f.store(field, lit)
	} else {
		f.event(Event{Kind: Stored, At: lit, Field: field.Origin(), Effect: resource.Keeps})
	}
	if f.Within.Valid() || field.Pkg() != f.Pkg {
		f.expr(lit) // who has the struct has the value
	}
}

// ranged follows the value to the variables of the range statement at cur.
func (f *follower) ranged(cur inspector.Cursor) {
	if f.isChan {
		f.event(Event{Kind: Received, At: cur, Effect: resource.Receives})
		return
	}
	stmt := cur.Node().(*ast.RangeStmt)
	switch t := f.Index.Info.TypeOf(stmt.X); t.Underlying().(type) {
	case *types.Chan:
		if stmt.Key != nil {
			f.target(cur.ChildAt(edge.RangeStmt_Key, -1))
		}
	default:
		if stmt.Value != nil {
			f.target(cur.ChildAt(edge.RangeStmt_Value, -1))
		}
	}
}
