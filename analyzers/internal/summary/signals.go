package summary

import (
	"go/ast"
	"go/types"

	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"

	"github.com/shutdownlint/shutdownlint/analyzers/internal/resource"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/trace"
)

// signals notes which signals this package asks for, and which exported variables hold lists of them.
func (s *Summary) signals() {
	for _, fn := range s.Funcs() {
		row := s.Ask(fn)
		if row == nil {
			continue
		}
		for i, effect := range row.Args {
			if !effect.Has(resource.Registers) {
				continue
			}
			for call := range s.Calls(fn) {
				s.Fact.Signals |= s.SignalArgs(call, i)
			}
		}
	}
	if s.Pkg.Name() == "main" {
		return
	}
	scope := s.Pkg.Scope()
	for _, name := range scope.Names() {
		v, ok := scope.Lookup(name).(*types.Var)
		if !ok || !v.Exported() || !isSignals(v.Type()) {
			continue
		}
		if does := s.signalsOf(v, 0); does != 0 {
			s.Fact.Lists = append(s.Fact.Lists, List{Var: s.Pkg.Path() + "." + name, Does: does})
		}
	}
}

func isSignals(t types.Type) bool {
	if sl, ok := t.Underlying().(*types.Slice); ok {
		t = sl.Elem()
	}
	return resource.TypeName(t) == "os.Signal"
}

// SignalArgs returns the signals that call names from its i'th argument on. A call that names none asks for all.
func (s *Summary) SignalArgs(call inspector.Cursor, i int) resource.Does {
	args := call.Node().(*ast.CallExpr).Args
	if len(args) <= i {
		return resource.OnAll
	}
	var does resource.Does
	for j := range args[i:] {
		does |= s.SignalsIn(call.ChildAt(edge.CallExpr_Args, i+j))
	}
	return does
}

// SignalsIn returns the signals that the expression at cur, a signal or a list of signals, can hold; OnOther stands for
// any that is neither SIGINT nor SIGTERM, and 0 for what cannot be seen from here.
func (s *Summary) SignalsIn(cur inspector.Cursor) resource.Does { return s.signalsIn(cur, 0) }

func (s *Summary) signalsIn(cur inspector.Cursor, depth int) resource.Does {
	if depth > 8 {
		return 0 // a list that is built from itself
	}
	switch n := cur.Node().(type) {
	case *ast.ParenExpr:
		return s.signalsIn(cur.ChildAt(edge.ParenExpr_X, -1), depth+1)
	case *ast.Ident:
		return s.signalObject(s.Info.Uses[n], depth)
	case *ast.SelectorExpr:
		return s.signalObject(s.Info.Uses[n.Sel], depth)
	case *ast.IndexExpr:
		return s.signalsIn(cur.ChildAt(edge.IndexExpr_X, -1), depth+1)
	case *ast.SliceExpr:
		return s.signalsIn(cur.ChildAt(edge.SliceExpr_X, -1), depth+1)
	case *ast.CompositeLit:
		var does resource.Does
		for i := range n.Elts {
			elt := cur.ChildAt(edge.CompositeLit_Elts, i)
			if _, ok := elt.Node().(*ast.KeyValueExpr); ok {
				elt = elt.ChildAt(edge.KeyValueExpr_Value, -1)
			}
			does |= s.signalsIn(elt, depth+1)
		}
		return does
	case *ast.CallExpr: // append, a conversion, or a function that returns a list
		var does resource.Does
		for i := range n.Args {
			does |= s.signalsIn(cur.ChildAt(edge.CallExpr_Args, i), depth+1)
		}
		if fn := s.Callee(n); fn != nil {
			does |= s.signalResults(fn, depth)
		}
		return does
	}
	return 0
}

// signalResults returns the signals that the results of fn, declared here, hold.
func (s *Summary) signalResults(fn *types.Func, depth int) resource.Does {
	var does resource.Does
	cur, decl := s.Decl(fn)
	if decl == nil || fn.Signature().Results().Len() != 1 || !isSignals(fn.Signature().Results().At(0).Type()) {
		return 0
	}
	for ret := range cur.Preorder((*ast.ReturnStmt)(nil)) {
		for i := range ret.Node().(*ast.ReturnStmt).Results {
			does |= s.signalsIn(ret.ChildAt(edge.ReturnStmt_Results, i), depth+1)
		}
	}
	return does
}

func (s *Summary) signalObject(obj types.Object, depth int) resource.Does {
	if obj == nil || obj.Pkg() == nil {
		return 0
	}
	switch obj.Pkg().Path() {
	case "os", "syscall", "golang.org/x/sys/unix", "golang.org/x/sys/windows":
		switch obj.Name() {
		case "Interrupt", "SIGINT":
			return resource.OnSIGINT
		case "SIGTERM":
			return resource.OnSIGTERM
		}
		return resource.OnOther
	}
	v, ok := obj.(*types.Var)
	if !ok {
		return 0
	}
	return s.signalsOf(v, depth)
}

// signalsOf returns the signals that are ever put into v.
func (s *Summary) signalsOf(v *types.Var, depth int) resource.Does {
	if v.Pkg() != s.Pkg {
		for _, l := range s.Fact.Lists {
			if l.Var == v.Pkg().Path()+"."+v.Name() {
				return l.Does
			}
		}
		return resource.OnAll // cannot be seen: it may name every signal
	}
	def := s.Def(v)
	if !def.Valid() {
		return resource.OnAll
	}
	var does resource.Does
	if v.IsField() {
		return resource.OnAll
	}
	if def.ParentEdgeKind() == edge.Field_Names {
		return s.signalParam(v, def, depth)
	}
	for _, id := range append([]inspector.Cursor{def}, s.Uses(v)...) {
		if value, assigned, _ := s.Assigned(id); assigned && value.Valid() {
			does |= s.signalsIn(value, depth+1)
		}
		switch id.ParentEdgeKind() {
		case edge.RangeStmt_Value, edge.RangeStmt_Key:
			does |= s.signalsIn(id.Parent().ChildAt(edge.RangeStmt_X, -1), depth+1)
		}
	}
	return does
}

// signalParam returns the signals that the calls in this package pass for the parameter v.
func (s *Summary) signalParam(v *types.Var, def inspector.Cursor, depth int) resource.Does {
	var does resource.Does
	fn := def.Parent().Parent().Parent().Parent()
	decl, ok := fn.Node().(*ast.FuncDecl)
	if !ok {
		return resource.OnAll
	}
	obj, ok := s.Info.Defs[decl.Name].(*types.Func)
	if !ok {
		return resource.OnAll
	}
	for call := range s.Calls(obj) {
		for i := range call.Node().(*ast.CallExpr).Args {
			if trace.Param(s.Info, decl.Type, i) == v {
				does |= s.signalsIn(call.ChildAt(edge.CallExpr_Args, i), depth+1)
			}
		}
	}
	return does
}
