package summary

import (
	"go/ast"
	"go/types"

	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"

	"github.com/shutdownlint/shutdownlint/analyzers/internal/index"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/resource"
)

// A Goroutine is code that begins to run in a goroutine of its own.
type Goroutine struct {
	Start inspector.Cursor // the go statement, or the call that starts it: g.Go(f)
	Call  inspector.Cursor // what a go statement calls; invalid otherwise
	Value inspector.Cursor // the function value that is handed to Start; invalid for a go statement
	Lit   inspector.Cursor // the function literal that runs, if it is one
	Func  *types.Func      // the function that runs, if it is known by name
	Param *types.Var       // the parameter of the declared function around that runs, if it is one
	Safe  bool             // whoever starts it recovers its panics
}

// Goroutines returns what begins to run in a goroutine of its own because of the call at cur: that of a go statement, or
// of a function that calls its argument so.
func (s *Summary) Goroutines(cur inspector.Cursor) []Goroutine { return s.caller().goroutines(cur) }

func (f *function) goroutines(cur inspector.Cursor) []Goroutine {
	call := cur.Node().(*ast.CallExpr)
	param := f.param
	if !inDecl(cur) {
		param = func(ast.Expr) *types.Var { return nil } // a literal runs later, and not for whoever calls f
	}
	if cur.ParentEdgeKind() == edge.GoStmt_Call {
		g := Goroutine{Start: cur.Parent(), Call: cur, Func: f.Callee(call)}
		if lit, ok := f.Lit(cur); ok {
			g.Lit = lit
		}
		g.Param = param(call.Fun)
		return []Goroutine{g}
	}
	if fn := f.Callee(call); fn == nil || f.Row(fn) == nil && !takesFunc(fn) {
		return nil
	}
	does := f.callDoes(call)
	if !does.Any(resource.Spawns | resource.Async) {
		return nil
	}
	var found []Goroutine
	for i, arg := range call.Args {
		if _, ok := f.Info.TypeOf(arg).Underlying().(*types.Signature); !ok {
			continue
		}
		g := Goroutine{Start: cur, Value: cur.ChildAt(edge.CallExpr_Args, i), Func: f.FuncOf(arg), Param: param(arg), Safe: !does.Has(resource.Spawns)}
		if lit, ok := f.LitOf(g.Value); ok {
			g.Lit = lit
		}
		found = append(found, g)
	}
	return found
}

func takesFunc(fn *types.Func) bool {
	for v := range fn.Signature().Params().Variables() {
		if _, ok := v.Type().Underlying().(*types.Signature); ok {
			return true
		}
	}
	return false
}

// param returns the parameter of a declared function that e names, if it is one.
func (f *function) param(e ast.Expr) *types.Var {
	id, ok := ast.Unparen(e).(*ast.Ident)
	if !ok {
		return nil
	}
	v, ok := f.Info.Uses[id].(*types.Var)
	if !ok {
		return nil
	}
	def := f.Def(v)
	if !def.Valid() || def.ParentEdgeKind() != edge.Field_Names {
		return nil
	}
	if fields := def.Parent().Parent(); fields.ParentEdgeKind() != edge.FuncType_Params {
		return nil
	} else if _, ok := fields.Parent().Parent().Node().(*ast.FuncDecl); !ok {
		return nil
	}
	return v
}

// starts reports whether the call at cur starts a goroutine that can panic and that nothing recovers. A function that is
// handed in is its caller's business.
func (f *function) starts(cur inspector.Cursor) bool {
	for _, g := range f.goroutines(cur) {
		c := f.calmer(false)
		switch {
		case g.Param != nil || g.Safe:
		case g.Lit.Valid():
			if !c.declared(g.Lit) && !f.runsParam(g.Lit) {
				return true
			}
		case g.Call.Valid():
			if !c.call(g.Call) {
				return true
			}
		case g.Func == nil:
			return true
		default:
			if row := f.ask(g.Func); row == nil || !row.Does.Any(resource.Guarded|resource.Calm) {
				return true
			}
		}
	}
	return false
}

// spawns says whether the call at cur starts a goroutine that calls a parameter of f.
func (f *function) spawns(cur inspector.Cursor) resource.Does {
	var does resource.Does
	for _, g := range f.goroutines(cur) {
		switch {
		case g.Param == nil && !(g.Lit.Valid() && f.runsParam(g.Lit)):
		case g.Safe || g.Lit.Valid() && f.calmer(false).guarded(g.Lit):
			does |= resource.Async
		default:
			does |= resource.Spawns
		}
	}
	return does
}

// RunsParam reports whether the function literal at lit calls a parameter of the declared function around it, so that
// what runs there is for the callers to say.
func (s *Summary) RunsParam(lit inspector.Cursor) bool { return s.caller().runsParam(lit) }

func (f *function) runsParam(lit inspector.Cursor) bool {
	if !inDecl(lit.Parent()) {
		return false
	}
	for cur := range lit.Preorder((*ast.CallExpr)(nil)) {
		if f.param(cur.Node().(*ast.CallExpr).Fun) != nil && index.Function(cur) == lit {
			return true
		}
	}
	return false
}

// inDecl reports whether the innermost function around cur is a declared one.
func inDecl(cur inspector.Cursor) bool {
	fn := index.Function(cur)
	if !fn.Valid() {
		return false
	}
	_, ok := fn.Node().(*ast.FuncDecl)
	return ok
}
