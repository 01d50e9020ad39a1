package site

import (
	"go/ast"
	"go/types"

	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"

	"github.com/shutdownlint/shutdownlint/analyzers/internal/index"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/resource"
)

// Value returns the sites from which the function value of the expression at cur is called, handed on, or lost sight of.
func (f *Finder) Value(cur inspector.Cursor) []Site {
	v := &values{Finder: f, seen: make(map[*types.Var]bool)}
	v.value(cur)
	return v.sites
}

// Named returns those of the function or variable that the identifier at id names.
func (f *Finder) Named(id inspector.Cursor) []Site {
	v := &values{Finder: f, seen: make(map[*types.Var]bool)}
	v.used(id)
	return v.sites
}

// Callers returns those of the function declaration or literal at fn.
func (f *Finder) Callers(fn inspector.Cursor) []Site {
	decl, ok := fn.Node().(*ast.FuncDecl)
	if !ok {
		return f.Value(fn)
	}
	v := &values{Finder: f, seen: make(map[*types.Var]bool)}
	obj, ok := f.Info.Defs[decl.Name].(*types.Func)
	if !ok {
		return []Site{{How: Unknown, Via: Unknown}} // of a dependency, most of which is not at hand
	}
	for _, use := range f.Uses(obj) {
		v.used(use)
	}
	recv := obj.Signature().Recv()
	switch {
	case recv == nil && (obj.Name() == "main" && obj.Pkg().Name() == "main" || obj.Name() == "init"):
		v.sites = append(v.sites, Site{})
	case f.Incomplete, abroad(obj), recv != nil && f.Dynamic(obj.Name()):
		v.sites = append(v.sites, Site{How: Unknown, Via: Unknown})
	}
	return v.sites
}

// abroad reports whether other packages can use obj by its name.
func abroad(obj types.Object) bool { return obj.Exported() && obj.Pkg().Name() != "main" }

// values collects where function values go.
type values struct {
	*Finder
	sites []Site
	seen  map[*types.Var]bool
}

// used adds where the function or variable goes that the identifier at id names.
func (v *values) used(id inspector.Cursor) {
	cur := id
	for {
		switch cur.ParentEdgeKind() {
		case edge.SelectorExpr_Sel, edge.IndexExpr_X, edge.IndexListExpr_X:
			cur = cur.Parent()
		default:
			v.value(cur)
			return
		}
	}
}

// value adds where the function value of the expression at cur goes.
func (v *values) value(cur inspector.Cursor) {
	kind, i := cur.ParentEdge()
	parent := cur.Parent()
	switch kind {
	case edge.ParenExpr_X:
		v.value(parent)
	case edge.CallExpr_Fun:
		v.sites = append(v.sites, Own(parent))
	case edge.CallExpr_Args:
		if v.Info.Types[parent.Node().(*ast.CallExpr).Fun].IsType() {
			v.value(parent)
			return
		}
		v.handed(parent, i, "")
	case edge.KeyValueExpr_Value:
		key, ok := parent.Node().(*ast.KeyValueExpr).Key.(*ast.Ident)
		lit := parent.Parent()
		if list, at := lit.ParentEdge(); ok && list == edge.CallExpr_Args {
			v.handed(lit.Parent(), at, key.Name)
			return
		}
		v.lost(cur)
	case edge.AssignStmt_Rhs:
		stmt := parent.Node().(*ast.AssignStmt)
		if len(stmt.Lhs) != len(stmt.Rhs) {
			v.lost(cur)
			return
		}
		v.assigned(cur, stmt.Lhs[i])
	case edge.ValueSpec_Values:
		v.assigned(cur, parent.Node().(*ast.ValueSpec).Names[i])
	case edge.AssignStmt_Lhs, edge.BinaryExpr_X, edge.BinaryExpr_Y:
		// a variable gets another value, or is compared with nil
	default:
		v.lost(cur)
	}
}

func (v *values) lost(cur inspector.Cursor) {
	v.sites = append(v.sites, Site{Fn: index.Function(cur.Parent()), At: cur, How: Unknown, Via: Unknown})
}

// assigned adds where the value of the expression at cur goes, which is assigned to lhs.
func (v *values) assigned(cur inspector.Cursor, lhs ast.Expr) {
	id, ok := lhs.(*ast.Ident)
	if !ok {
		v.lost(cur)
		return
	}
	to, ok := v.Info.ObjectOf(id).(*types.Var)
	if !ok || v.seen[to] {
		return // blank, or assigned to itself
	}
	v.seen[to] = true
	for _, use := range v.Uses(to) {
		v.used(use)
	}
	if v.IsParameter(to) || to.Parent() == to.Pkg().Scope() && abroad(to) {
		v.lost(cur) // a result, or what other packages may call
	}
}

// handed adds the call as the one that gets the value, as its i'th argument or as the field of that with the name key.
func (v *values) handed(call inspector.Cursor, i int, key string) {
	s := Own(call)
	if fn := v.Callee(call.Node().(*ast.CallExpr)); fn != nil {
		if row := v.Ask(fn); row != nil {
			s.To = row.Does
		}
	}
	const kept = resource.OnDrain | resource.RunsAside | resource.LastFirst | resource.FirstFirst
	switch {
	case s.To.Any(resource.Spawns | resource.Async):
		s.How |= Goroutine
	case s.To.Has(resource.FirstFirst) && i == 0:
		s.How |= Goroutine // an actor, of which the second argument is the stop
	case s.To.Any(kept) && (key == "" || key == "OnStop"):
		s.How |= Hook
	default:
		s.How |= Callback
	}
	s.Via = s.How
	v.sites = append(v.sites, s)
}
