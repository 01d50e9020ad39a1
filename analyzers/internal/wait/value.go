package wait

import (
	"go/ast"
	"go/types"

	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"

	"github.com/shutdownlint/shutdownlint/analyzers/internal/index"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/resource"
)

// A Function is what a function value can be.
type Function struct {
	Lit  *ast.FuncLit
	Func *types.Func
	// Neither: it cancels a context.
}

// Functions returns what the function value e can be: what is anywhere assigned to a variable or field, given as a parameter,
// or returned by a function of this package. all is false where it may be something else too.
func (e *Engine) Functions(x ast.Expr) (found []Function, all bool) {
	s := &search{Engine: e, seen: make(map[any]bool)}
	all = s.value(x)
	return s.found, all
}

// A search collects the functions that a value can be. Its methods report whether there are no others.
type search struct {
	*Engine
	found []Function
	seen  map[any]bool // variables, and results of functions
}

func (s *search) value(x ast.Expr) bool {
	x = ast.Unparen(x)
	if s.Info.Types[x].IsNil() {
		return true
	}
	if IsCancel(s.Info.TypeOf(x)) {
		return s.add(Function{})
	}
	switch x := x.(type) {
	case *ast.FuncLit:
		return s.add(Function{Lit: x})
	case *ast.CallExpr:
		return s.result(x, 0)
	case *ast.Ident, *ast.SelectorExpr, *ast.IndexExpr, *ast.IndexListExpr:
		if fn := s.FuncOf(x); fn != nil {
			return s.add(Function{Func: fn.Origin()})
		}
	}
	v := s.Named(x)
	return v != nil && s.variable(v)
}

func (s *search) add(f Function) bool {
	s.found = append(s.found, f)
	return true
}

// IsCancel reports whether t is the type of functions that end a context.
func IsCancel(t types.Type) bool {
	if t == nil {
		return false
	}
	name := resource.TypeName(t)
	return name == "context.CancelFunc" || name == "context.CancelCauseFunc"
}

// variable looks at whatever v is given.
func (s *search) variable(v *types.Var) bool {
	if s.seen[v] {
		return true
	}
	s.seen[v] = true
	def := s.Def(v)
	if !def.Valid() || v.Exported() && v.Pkg().Name() != "main" && (v.IsField() || v.Parent() == v.Pkg().Scope()) {
		return false
	}
	assigned, all := s.given(def)
	for _, use := range s.Uses(v) {
		if n, ok := s.given(use); n {
			assigned, all = true, all && ok
		}
	}
	return assigned && all
}

// given looks at what the variable that the identifier at cur names is given there, if anything.
func (s *search) given(cur inspector.Cursor) (assigned, all bool) {
	v, _ := s.Info.ObjectOf(cur.Node().(*ast.Ident)).(*types.Var)
	for cur.ParentEdgeKind() == edge.SelectorExpr_Sel || cur.ParentEdgeKind() == edge.ParenExpr_X {
		cur = cur.Parent()
	}
	kind, i := cur.ParentEdge()
	switch n := cur.Parent().Node().(type) {
	case *ast.AssignStmt:
		if kind == edge.AssignStmt_Lhs {
			return true, s.ith(n.Rhs, i, len(n.Lhs))
		}
	case *ast.ValueSpec:
		if kind == edge.ValueSpec_Names && len(n.Values) > 0 {
			return true, s.ith(n.Values, i, len(n.Names))
		}
	case *ast.KeyValueExpr:
		if kind == edge.KeyValueExpr_Key && v != nil && v.IsField() {
			return true, s.value(n.Value)
		}
	case *ast.UnaryExpr, *ast.RangeStmt:
		return kind != edge.RangeStmt_X, false // its address, or one of several
	case *ast.Field:
		list := cur.Parent().Parent()
		if v != nil && !v.IsField() && list.ParentEdgeKind() != edge.FuncType_Results {
			return true, s.parameter(list.Parent().Parent(), v)
		}
	}
	return false, true
}

// ith looks at the i'th of n values, which may all be results of one call.
func (s *search) ith(values []ast.Expr, i, n int) bool {
	if len(values) == n {
		return s.value(values[i])
	}
	call, ok := ast.Unparen(values[0]).(*ast.CallExpr)
	return ok && s.result(call, i)
}

// parameter looks at the arguments that are v, a parameter of the function at fn, if all calls of it are in sight.
func (s *search) parameter(fn inspector.Cursor, v *types.Var) bool {
	decl, ok := fn.Node().(*ast.FuncDecl)
	if !ok || decl.Recv != nil {
		return false
	}
	obj, ok := s.Info.Defs[decl.Name].(*types.Func)
	if !ok || obj.Exported() && obj.Pkg().Name() != "main" || obj.Signature().Variadic() {
		return false
	}
	all := len(s.Uses(obj)) > 0
	for _, use := range s.Uses(obj) {
		at, called := s.CallOf(use)
		call, _ := at.Node().(*ast.CallExpr)
		params := obj.Signature().Params()
		if !called || len(call.Args) != params.Len() {
			return false
		}
		for i, arg := range call.Args {
			if params.At(i) == v {
				all = s.value(arg) && all
			}
		}
	}
	return all
}

// result looks at the i'th result of the call.
func (s *search) result(call *ast.CallExpr, i int) bool {
	if s.Info.Types[call.Fun].IsType() {
		return s.value(call.Args[0])
	}
	if tuple, ok := s.Info.TypeOf(call).(*types.Tuple); ok && IsCancel(tuple.At(i).Type()) {
		return s.add(Function{})
	}
	fn := s.Callee(call)
	if fn == nil {
		return false
	}
	if fn.FullName() == "sync.OnceFunc" {
		return s.value(call.Args[0])
	}
	cur, decl := s.Decl(fn)
	if decl == nil || decl.Body == nil {
		return false
	}
	key := [2]any{fn, i}
	if s.seen[key] {
		return true
	}
	s.seen[key] = true
	all := true
	for ret := range cur.Preorder((*ast.ReturnStmt)(nil)) {
		if index.Function(ret) != cur {
			continue
		}
		results := ret.Node().(*ast.ReturnStmt).Results
		if len(results) == 0 {
			all = s.variable(fn.Signature().Results().At(i)) && all
		} else {
			all = s.ith(results, i, fn.Signature().Results().Len()) && all
		}
	}
	return all
}
