package signals

import (
	"go/ast"
	"go/constant"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"

	"github.com/shutdownlint/shutdownlint/analyzers/internal/body"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/index"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/origin"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/resource"
)

// A Set is what a registration asks for.
type Set struct {
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
func (set Set) Untrappable() []Name {
	var found []Name
	for _, n := range set.Names {
		if n.Untrappable {
			found = append(found, n)
		}
	}
	return found
}

// A reader finds out which signals an expression can hold.
type reader struct {
	*body.Package
	lists []List // of the packages below
}

func (r *reader) origins() *origin.Origin { return &origin.Origin{Index: r.Index, Elements: true} }

// arguments returns the signals that call names from its argument list on.
func (r *reader) arguments(call inspector.Cursor, list int) Set {
	args := call.Node().(*ast.CallExpr).Args
	if len(args) <= list {
		if len(args) == 1 && list > 0 {
			if _, multi := r.Info.TypeOf(args[0]).(*types.Tuple); multi {
				return Set{Does: resource.OnAll} // f(g())
			}
		}
		return Set{Does: resource.OnAll, Every: true}
	}
	var set Set
	for i := list; i < len(args); i++ {
		r.add(r.origins().Values(call.ChildAt(edge.CallExpr_Args, i)), &set)
	}
	return set
}

// add adds the signals among the values that a signal or a list of signals may have. What importers put into an exported list
// they answer for themselves.
func (r *reader) add(values []origin.Value, set *Set) {
	for _, v := range values {
		switch v.Kind {
		case origin.Zero, origin.Outside:
			continue
		case origin.Param:
			if r.isParam(v.Var) {
				set.Param = true
				continue
			}
		case origin.Global:
			if does, ok := r.list(v.Var); ok {
				set.Does |= does
				continue
			}
		}
		if (v.Kind != origin.Expr && v.Kind != origin.Global) || !r.named(v.Cur, set) {
			set.Does |= resource.OnAll // a channel's element, a field: it may be any signal
		}
	}
}

// list returns the signals in a list of a package below.
func (r *reader) list(v *types.Var) (does resource.Does, ok bool) {
	i := slices.IndexFunc(r.lists, func(l List) bool { return v.Pkg() != nil && l.Var == v.Pkg().Path()+"."+v.Name() })
	if i < 0 {
		return 0, false
	}
	return r.lists[i].Does, true
}

// isParam reports whether v is a parameter of a declared function: what its callers pass is found at their calls, which are
// registrations themselves. A function literal is called from where nobody looks.
func (r *reader) isParam(v *types.Var) bool {
	decl, ok := index.Function(r.Def(v)).Node().(*ast.FuncDecl)
	if !ok {
		return false
	}
	fn, ok := r.Info.Defs[decl.Name].(*types.Func)
	return ok && fn.Signature().Recv() != v
}

// named handles an expression that names a signal of the system: a constant, or a variable of package os.
func (r *reader) named(cur inspector.Cursor, set *Set) bool {
	e := cur.Node().(ast.Expr)
	if r.Info.Types[e].IsNil() {
		return true
	}
	var obj types.Object
	switch e := e.(type) {
	case *ast.Ident:
		obj = r.Info.Uses[e]
	case *ast.SelectorExpr:
		obj = r.Info.Uses[e.Sel]
	}
	name := Name{Cur: cur, Does: resource.OnOther}
	value := r.Info.Types[e].Value
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
