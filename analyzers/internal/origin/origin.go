// Package origin says where a value comes from: which calls, literals, constants, parameters, fields and variables of other
// packages an expression may stand for.
//
// It is the twin of trace, which follows a value forward. A walk goes backward from an expression: through parentheses,
// conversions and assertions, the assignments to a variable, and the results of functions that are declared here, whose
// parameters are the arguments of the call. What it cannot follow it does not know, and says so: Unknown is a value like any
// other, and who passes over it takes "I cannot see" for "there is none".
//
// What it cannot see: what a variable gets through a pointer to it or to the struct around it (Unknown, if the address of the
// variable is taken), the elements of a positional struct literal, and which of several assignments counts where a closure
// makes one of them.
package origin

import (
	"go/ast"
	"go/types"

	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"

	"github.com/shutdownlint/shutdownlint/analyzers/internal/flow"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/index"
)

// An Origin finds out where values come from in one package, or in one function of a dependency.
type Origin struct {
	*index.Index
	// Graph returns the control-flow graph of a function declaration or literal. Without it, everything counts that a variable
	// is ever assigned; with it, of a local variable only what reaches the place that reads it.
	Graph func(fn inspector.Cursor) *flow.Graph

	Elements bool // a list, map or channel stands for what it holds
	Fields   bool // a field stands for all that is ever put into it here
	Callers  bool // a parameter stands for what all callers pass, if they can be seen
	Shallow  bool // a call is a value: what functions that are declared here return is not looked for
}

// A Kind says what a value is.
type Kind uint8

// Kinds of values.
const (
	Expr    Kind = iota // what the expression at Cur yields: a call, a literal, a constant, an operation, a function
	Zero                // that of Var, of which no value has been seen
	Param               // the parameter, receiver or result of a function literal Var
	Field               // the field Var
	Global              // Var, which another package declares
	Outside             // what other packages may assign to Var, an exported variable
	Unknown             // anything; Var, if there is one, may hold it
)

// A Value is one value that an expression may have.
type Value struct {
	Kind   Kind
	Cur    inspector.Cursor // the expression, without parentheses
	Result int              // which result of Cur, a call, or which value of a look-up with two
	Var    *types.Var
	To     inspector.Cursor // the identifier that Cur is assigned to, if it is

	in *frame
}

// limit bounds how many expressions one walk looks at.
const limit = 1000

// Values returns the values that the expression at cur may have, in the order in which they are met.
func (o *Origin) Values(cur inspector.Cursor) []Value { return o.In(Value{}, cur) }

// In is like Values for an expression in the code that made v, such as an argument of the call that v is: what is a parameter
// there is what the callers have passed that the walk came through.
func (o *Origin) In(v Value, cur inspector.Cursor) []Value {
	w := &walk{Origin: o, seen: make(map[place]bool)}
	w.expr(place{cur, 0, v.in}, inspector.Cursor{})
	return w.values
}

// Of returns the values that v may have anywhere.
func (o *Origin) Of(v *types.Var) []Value {
	w := &walk{Origin: o, seen: make(map[place]bool)}
	w.variable(place{cur: o.Def(v)}, v)
	return w.values
}

// One returns the one value that the expression at cur has, if that is an expression.
func (o *Origin) One(cur inspector.Cursor) (inspector.Cursor, bool) {
	values := o.Values(cur)
	if len(values) != 1 || values[0].Kind != Expr || values[0].Result != 0 {
		return cur, false
	}
	return values[0].Cur, true
}

// Maker returns the call of which v is given the first result, if that is all that it is ever given.
func Maker(ix *index.Index, v *types.Var) *ast.CallExpr {
	if v == nil {
		return nil
	}
	var made *ast.CallExpr
	for _, value := range (&Origin{Index: ix, Shallow: true}).Of(v) {
		if value.Kind == Zero {
			continue
		}
		if made != nil || value.Kind != Expr || value.Result != 0 {
			return nil
		}
		call, ok := value.Cur.Node().(*ast.CallExpr)
		if !ok {
			return nil
		}
		made = call
	}
	return made
}

// A frame is a call through which a walk has come to the results of the function at fn.
type frame struct {
	fn, call inspector.Cursor
	up       *frame
}

// A place is an expression, or one of its results, in the code that the frame leads to.
type place struct {
	cur    inspector.Cursor
	result int
	in     *frame
}

type walk struct {
	*Origin
	seen   map[place]bool
	values []Value
}

func (w *walk) leaf(kind Kind, p place, v *types.Var, to inspector.Cursor) {
	w.values = append(w.values, Value{kind, p.cur, p.result, v, to, p.in})
}

// expr adds the values of the expression at p, which is assigned to the identifier at to if that is valid.
func (w *walk) expr(p place, to inspector.Cursor) {
	for {
		if _, ok := p.cur.Node().(*ast.ParenExpr); !ok {
			break
		}
		p.cur = p.cur.ChildAt(edge.ParenExpr_X, -1)
	}
	switch {
	case w.seen[p]:
		return // made from itself
	case len(w.seen) == limit:
		w.leaf(Unknown, p, nil, to)
		return
	}
	w.seen[p] = true
	child := func(kind edge.Kind) place { return place{p.cur.ChildAt(kind, -1), 0, p.in} }
	if tv := w.Info.Types[p.cur.Node().(ast.Expr)]; tv.Value != nil || tv.IsNil() {
		w.leaf(Expr, p, nil, to)
		return
	}
	switch n := p.cur.Node().(type) {
	case *ast.Ident:
		w.object(p, w.Info.Uses[n], to)
		return
	case *ast.SelectorExpr:
		w.object(p, w.Info.Uses[n.Sel], to)
		return
	case *ast.CallExpr:
		w.call(p, n, to)
		return
	case *ast.TypeAssertExpr:
		if p.result == 0 {
			w.expr(child(edge.TypeAssertExpr_X), to)
			return
		}
	case *ast.IndexExpr:
		if w.Elements && p.result == 0 {
			w.expr(child(edge.IndexExpr_X), to)
			return
		}
	case *ast.SliceExpr:
		if w.Elements {
			w.expr(child(edge.SliceExpr_X), to)
			return
		}
	case *ast.CompositeLit:
		if _, isStruct := w.Info.TypeOf(n).Underlying().(*types.Struct); w.Elements && !isStruct {
			for i := range n.Elts {
				elt := p.cur.ChildAt(edge.CompositeLit_Elts, i)
				if _, ok := elt.Node().(*ast.KeyValueExpr); ok {
					elt = elt.ChildAt(edge.KeyValueExpr_Value, -1)
				}
				w.expr(place{elt, 0, p.in}, inspector.Cursor{})
			}
			return
		}
	}
	w.leaf(Expr, p, nil, to)
}

func (w *walk) object(p place, obj types.Object, to inspector.Cursor) {
	v, ok := obj.(*types.Var)
	switch {
	case !ok:
		w.leaf(Expr, p, nil, to)
	case v.IsField() && !w.Fields:
		w.leaf(Field, p, v.Origin(), to)
	case index.Global(v) && !w.Def(v).Valid():
		w.leaf(Global, p, v, to)
	default:
		w.variable(p, v.Origin())
	}
}

// call adds the values of a call: of a conversion what it converts, of append what it is given, of a function or literal that
// is known what it returns.
func (w *walk) call(p place, call *ast.CallExpr, to inspector.Cursor) {
	tv := w.Info.Types[call.Fun]
	if tv.IsType() {
		w.expr(place{p.cur.ChildAt(edge.CallExpr_Args, 0), 0, p.in}, to)
		return
	}
	if id, ok := ast.Unparen(call.Fun).(*ast.Ident); ok && tv.IsBuiltin() && w.Elements {
		if id.Name == "append" {
			for i := range call.Args {
				w.expr(place{p.cur.ChildAt(edge.CallExpr_Args, i), 0, p.in}, inspector.Cursor{})
			}
			return
		}
		if id.Name == "make" {
			return // it holds nothing yet
		}
	}
	fn, ok := w.Lit(p.cur)
	if callee := w.Callee(call); callee != nil {
		var decl *ast.FuncDecl
		fn, decl = w.Decl(callee)
		ok = decl != nil && decl.Body != nil
	}
	if !ok || w.Shallow {
		w.leaf(Expr, p, nil, to)
		return
	}
	for f := p.in; f != nil; f = f.up {
		if f.call == p.cur {
			w.results(fn, p.result, f) // recursion
			return
		}
	}
	w.results(fn, p.result, &frame{fn, p.cur, p.in})
}

// Results returns the values of the i'th result of the function declaration or literal at fn.
func (o *Origin) Results(fn inspector.Cursor, i int) []Value {
	w := &walk{Origin: o, seen: make(map[place]bool)}
	w.results(fn, i, nil)
	return w.values
}

func (w *walk) results(fn inspector.Cursor, i int, in *frame) {
	for ret := range fn.Preorder((*ast.ReturnStmt)(nil)) {
		if index.Function(ret) != fn {
			continue
		}
		switch n := len(ret.Node().(*ast.ReturnStmt).Results); {
		case n == 0:
			if v := result(w.Info, fn, i); v != nil {
				w.variable(place{ret, i, in}, v)
			}
		case n == 1:
			w.expr(place{ret.ChildAt(edge.ReturnStmt_Results, 0), i, in}, inspector.Cursor{}) // return f(), if i is not 0
		default:
			w.expr(place{ret.ChildAt(edge.ReturnStmt_Results, i), 0, in}, inspector.Cursor{})
		}
	}
}

// result returns the named i'th result of the function at fn, or nil.
func result(info *types.Info, fn inspector.Cursor, i int) *types.Var {
	if sig := index.Signature(info, fn); sig != nil && i < sig.Results().Len() {
		return sig.Results().At(i)
	}
	return nil
}
