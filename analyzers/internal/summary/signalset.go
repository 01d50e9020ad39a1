package summary

import (
	"go/ast"
	"go/constant"
	"go/token"
	"go/types"

	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"

	"github.com/shutdownlint/shutdownlint/analyzers/internal/index"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/resource"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/trace"
)

// A SignalSet is what a registration asks for.
type SignalSet struct {
	Does  resource.Does // OnAll where every signal is asked for, or where it cannot be seen which
	Names []Name        // the signals that are named, in the order in which they were met
	Every bool          // no signal is named, which asks for every one
	Param bool          // some come from a parameter: the callers of the function decide
}

// A Name is an expression that names a signal.
type Name struct {
	Cur         inspector.Cursor
	Does        resource.Does
	Untrappable bool // no process can catch it
}

// Untrappable returns the names of signals that no process can catch.
func (set SignalSet) Untrappable() []Name {
	var found []Name
	for _, n := range set.Names {
		if n.Untrappable {
			found = append(found, n)
		}
	}
	return found
}

// A signalReader finds out which signals an expression can hold.
type signalReader struct {
	ix    *index.Index
	pkg   *types.Package
	lists []List // of the packages below
}

func (s *Summary) signalReader() *signalReader {
	return &signalReader{ix: s.Index, pkg: s.Pkg, lists: s.Fact.Lists}
}

// arguments returns the signals that call names from its argument list on.
func (r *signalReader) arguments(call inspector.Cursor, list int) SignalSet {
	args := call.Node().(*ast.CallExpr).Args
	if len(args) <= list {
		if len(args) == 1 && list > 0 {
			if _, multi := r.ix.Info.TypeOf(args[0]).(*types.Tuple); multi {
				return SignalSet{Does: resource.OnAll} // f(g())
			}
		}
		return SignalSet{Does: resource.OnAll, Every: true}
	}
	var set SignalSet
	for i := list; i < len(args); i++ {
		r.expr(call.ChildAt(edge.CallExpr_Args, i), 0, &set)
	}
	return set
}

// expr adds the signals that the expression at cur, a signal or a list of signals, can hold.
func (r *signalReader) expr(cur inspector.Cursor, depth int, set *SignalSet) {
	if depth > 12 {
		return // a list that is built from itself
	}
	e := cur.Node().(ast.Expr)
	if r.named(cur, e, set) {
		return
	}
	switch n := e.(type) {
	case *ast.ParenExpr:
		r.expr(cur.ChildAt(edge.ParenExpr_X, -1), depth+1, set)
	case *ast.Ident:
		r.object(r.ix.Info.Uses[n], depth, set)
	case *ast.SelectorExpr:
		r.object(r.ix.Info.Uses[n.Sel], depth, set)
	case *ast.IndexExpr:
		r.expr(cur.ChildAt(edge.IndexExpr_X, -1), depth+1, set)
	case *ast.SliceExpr:
		r.expr(cur.ChildAt(edge.SliceExpr_X, -1), depth+1, set)
	case *ast.CompositeLit:
		for i := range n.Elts {
			elt := cur.ChildAt(edge.CompositeLit_Elts, i)
			if _, ok := elt.Node().(*ast.KeyValueExpr); ok {
				elt = elt.ChildAt(edge.KeyValueExpr_Value, -1)
			}
			r.expr(elt, depth+1, set)
		}
	case *ast.CallExpr:
		r.call(cur, n, depth, set)
	default:
		set.Does |= resource.OnAll // a channel's element, an assertion: it may be any signal
	}
}

// call handles a conversion, append, make, or a function that returns a list.
func (r *signalReader) call(cur inspector.Cursor, call *ast.CallExpr, depth int, set *SignalSet) {
	tv := r.ix.Info.Types[call.Fun]
	if tv.IsType() {
		r.expr(cur.ChildAt(edge.CallExpr_Args, 0), depth+1, set)
		return
	}
	if id, ok := ast.Unparen(call.Fun).(*ast.Ident); ok && tv.IsBuiltin() {
		if id.Name == "append" {
			for i := range call.Args {
				r.expr(cur.ChildAt(edge.CallExpr_Args, i), depth+1, set)
			}
		}
		return // make holds nothing yet
	}
	fn := r.ix.Callee(call)
	if fn == nil {
		set.Does |= resource.OnAll
		return
	}
	decl, _ := r.ix.Decl(fn)
	if !decl.Valid() || fn.Signature().Results().Len() != 1 || !isSignals(fn.Signature().Results().At(0).Type()) {
		set.Does |= resource.OnAll
		return
	}
	for ret := range decl.Preorder((*ast.ReturnStmt)(nil)) {
		if index.Function(ret) != decl {
			continue
		}
		if len(ret.Node().(*ast.ReturnStmt).Results) == 0 {
			set.Does |= resource.OnAll // a named result
		}
		for i := range ret.Node().(*ast.ReturnStmt).Results {
			r.expr(ret.ChildAt(edge.ReturnStmt_Results, i), depth+1, set)
		}
	}
}

// named handles an expression that names a signal of the system: a constant, or a variable of package os.
func (r *signalReader) named(cur inspector.Cursor, e ast.Expr, set *SignalSet) bool {
	if r.ix.Info.Types[e].IsNil() {
		return true
	}
	var obj types.Object
	switch e := e.(type) {
	case *ast.Ident:
		obj = r.ix.Info.Uses[e]
	case *ast.SelectorExpr:
		obj = r.ix.Info.Uses[e.Sel]
	}
	name := Name{Cur: cur, Does: resource.OnOther}
	value := r.ix.Info.Types[e].Value
	switch {
	case obj != nil && obj.Pkg() != nil && systemSignal(obj):
		switch obj.Name() {
		case "Interrupt", "SIGINT":
			name.Does = resource.OnSIGINT
		case "SIGTERM":
			name.Does = resource.OnSIGTERM
		case "Kill", "SIGKILL", "SIGSTOP":
			name.Untrappable = true
		}
	case value != nil && value.Kind() == constant.Int: // a constant of the program's own, or syscall.Signal(15)
		switch n, _ := constant.Int64Val(value); n {
		case 2:
			name.Does = resource.OnSIGINT
		case 9:
			name.Untrappable = true
		case 15:
			name.Does = resource.OnSIGTERM
		}
	default:
		return false
	}
	set.Does |= name.Does
	set.Names = append(set.Names, name)
	return true
}

// systemSignal reports whether obj is a signal that a package of the system declares.
func systemSignal(obj types.Object) bool {
	switch obj.Pkg().Path() {
	case "os":
		return obj.Name() == "Interrupt" || obj.Name() == "Kill"
	case "syscall", "golang.org/x/sys/unix", "golang.org/x/sys/windows":
		_, ok := obj.(*types.Const)
		return ok
	}
	return false
}

func (r *signalReader) object(obj types.Object, depth int, set *SignalSet) {
	if v, ok := obj.(*types.Var); ok {
		r.variable(v, depth, set)
		return
	}
	set.Does |= resource.OnAll
}

// variable adds the signals that are ever put into v.
func (r *signalReader) variable(v *types.Var, depth int, set *SignalSet) {
	if v.Pkg() != r.pkg {
		for _, l := range r.lists {
			if v.Pkg() != nil && l.Var == v.Pkg().Path()+"."+v.Name() {
				set.Does |= l.Does
				return
			}
		}
		set.Does |= resource.OnAll
		return
	}
	def := r.ix.Def(v)
	if !def.Valid() || v.IsField() || depth > 12 {
		set.Does |= resource.OnAll // who fills a field, and when, is not followed
		return
	}
	if def.ParentEdgeKind() == edge.Field_Names {
		r.param(v, def, set)
	}
	for _, id := range append([]inspector.Cursor{def}, r.ix.Uses(v)...) {
		r.use(id, depth, set)
	}
}

// param handles a parameter: what the callers in this package pass is found at their calls, which are registrations
// themselves; a function literal is called from where nobody looks.
func (r *signalReader) param(v *types.Var, def inspector.Cursor, set *SignalSet) {
	typ := def.Parent().Parent().Parent()
	if decl, ok := typ.Parent().Node().(*ast.FuncDecl); ok && decl.Type == typ.Node() {
		for i := range decl.Type.Params.NumFields() {
			if trace.Param(r.ix.Info, decl.Type, i) == v {
				set.Param = true
				return
			}
		}
	}
	set.Does |= resource.OnAll
}

// use adds what the syntax around the identifier id of a variable puts into it.
func (r *signalReader) use(id inspector.Cursor, depth int, set *SignalSet) {
	switch kind, _ := id.ParentEdge(); kind {
	case edge.RangeStmt_Value:
		r.expr(id.Parent().ChildAt(edge.RangeStmt_X, -1), depth+1, set)
		return
	case edge.RangeStmt_Key:
		if _, ok := r.ix.Info.TypeOf(id.Parent().Node().(*ast.RangeStmt).X).Underlying().(*types.Map); ok {
			set.Does |= resource.OnAll
		}
		return
	case edge.Field_Names:
		return
	case edge.IndexExpr_X: // list[i] = …
		elt := id.Parent()
		if kind, i := elt.ParentEdge(); kind == edge.AssignStmt_Lhs {
			if stmt := elt.Parent().Node().(*ast.AssignStmt); len(stmt.Lhs) == len(stmt.Rhs) {
				r.expr(elt.Parent().ChildAt(edge.AssignStmt_Rhs, i), depth+1, set)
			} else {
				set.Does |= resource.OnAll
			}
		}
		return
	case edge.UnaryExpr_X:
		if id.Parent().Node().(*ast.UnaryExpr).Op == token.AND {
			set.Does |= resource.OnAll
		}
		return
	}
	value, assigned, ok := r.ix.Assigned(id)
	switch {
	case !assigned && ok:
	case assigned && value.Valid():
		r.expr(value, depth+1, set)
	default:
		set.Does |= resource.OnAll
	}
}
