package lifecycle

import (
	"go/ast"
	"go/token"
	"go/types"
	"path/filepath"
	"slices"

	"golang.org/x/tools/go/ast/inspector"

	"github.com/shutdownlint/shutdownlint/analyzers/internal/facet/stops"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/guess"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/index"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/resource"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/wait"
)

// interest says whether a function has a script.
type interest uint8

const (
	dull interest = iota
	soft          // it waits, tells somebody, or starts a goroutine: it has one if somebody of interest calls it
	core          // it serves, stops, closes or starts something that does
)

const (
	serverEffects = resource.Serves | resource.EndsServing | resource.ShutsDown | resource.ForceCloses | resource.RunsEngine
	coreDoes      = resource.Accepts | resource.OnDrain | resource.RunsAside | resource.LastFirst | resource.FirstFirst
)

// effects says of what interest a call of fn, of another package, is.
func (b *builder) effects(fn *types.Func) interest {
	row := b.Row(fn)
	if index.Abstract(fn) && row == nil {
		row = b.likeServer(fn)
	}
	if row == nil && fn.Pkg() != nil && fn.Pkg() != b.Pkg && !resource.IsStandard(fn.Pkg().Path()) && stops.May(fn) {
		row = b.Ask(fn)
	}
	if row != nil {
		effect := row.Recv
		for _, e := range row.Args {
			effect |= e
		}
		if effect.Any(serverEffects) || row.Does.Any(coreDoes) {
			return core
		}
		if effect.Has(resource.Flushes) || row.Does.Any(resource.EndsWait|resource.TakesTime|resource.EndsGroup|resource.Exits|resource.Delivers|resource.Opens) {
			return soft
		}
	}
	if recv := fn.Signature().Recv(); recv != nil && resource.IsStoreEnd(fn, recv.Type()) {
		return core
	}
	return dull
}

// interest says of what interest the function at decl is by itself, and which functions of the module it calls.
func (b *builder) interest(decl inspector.Cursor) (has interest, calls []*types.Func) {
	if b.getter(decl) || b.keeps(decl) {
		has = soft
	}
	starts, flushes := false, false
	for cur := range decl.Preorder((*ast.Ident)(nil), (*ast.UnaryExpr)(nil), (*ast.SendStmt)(nil), (*ast.GoStmt)(nil), (*ast.RangeStmt)(nil), (*ast.CallExpr)(nil)) {
		switch n := cur.Node().(type) {
		case *ast.SendStmt:
			has = max(has, soft)
		case *ast.GoStmt:
			has, starts = max(has, soft), true
		case *ast.RangeStmt:
			if t := b.Info.TypeOf(n.X); t != nil && carries(t) {
				has = max(has, soft)
			}
		case *ast.UnaryExpr:
			if n.Op == token.ARROW {
				has = max(has, soft)
			}
		case *ast.CallExpr:
			if wait.IsClose(b.Info, n) || wait.IsCancel(b.Info.TypeOf(n.Fun)) {
				has = max(has, soft)
			}
		case *ast.Ident:
			fn, ok := b.Info.Uses[n].(*types.Func)
			if !ok {
				continue
			}
			fn = fn.Origin()
			if index.Abstract(fn) {
				switch impl := b.implementations(fn); {
				case len(impl) == 1:
					fn = impl[0]
				case b.likeServer(fn) != nil:
					has = core
					continue
				case !b.dispatches(fn):
				case len(impl) == 0:
					has = max(has, soft) // a program may know
				case len(impl) <= many && b.listed(cur):
					for _, fn := range impl {
						if fn.Pkg() == b.Pkg {
							calls = append(calls, fn)
						} else if s := b.scripts[fn.FullName()]; s != nil && !s.quiet() {
							has = core
						}
					}
					continue
				}
			}
			if fn.Pkg() == b.Pkg {
				calls = append(calls, fn)
				if recv := fn.Signature().Recv(); recv != nil && resource.IsStoreEnd(fn, recv.Type()) {
					has = core
				}
				continue
			}
			has = max(has, b.effects(fn))
			row := b.Row(fn)
			flushes = flushes || row != nil && row.Recv.Has(resource.Flushes)
			if s := b.scripts[fn.FullName()]; s != nil && !s.quiet() {
				has = core
			}
		}
	}
	if starts && flushes {
		has = core // what it starts may write to what it flushes
	}
	return has, calls
}

// keeps reports whether the function at decl puts a parameter with which others wait, tell or stop into a field.
func (b *builder) keeps(decl inspector.Cursor) bool {
	for cur := range decl.Preorder((*ast.Ident)(nil)) {
		v, ok := b.Info.Uses[cur.Node().(*ast.Ident)].(*types.Var)
		if !ok || !shares(v.Type()) {
			continue
		}
		if _, field := b.Into(cur); field != nil && b.IsParameter(v) {
			return true
		}
	}
	return false
}

// shares reports whether code waits, tells or stops by values of type t.
func shares(t types.Type) bool {
	_, channel := t.Underlying().(*types.Chan)
	return channel || resource.IsContext(t) || wait.IsCancel(t) || resource.HoldsKind(t)
}

// getter reports whether the function at decl does nothing but return a field with which others wait, tell or stop.
func (b *builder) getter(decl inspector.Cursor) bool {
	body := index.Body(decl)
	if len(body.List) != 1 {
		return false
	}
	ret, ok := body.List[0].(*ast.ReturnStmt)
	if !ok || len(ret.Results) != 1 {
		return false
	}
	sel, ok := ast.Unparen(ret.Results[0]).(*ast.SelectorExpr)
	if !ok || b.Info.Selections[sel] == nil {
		return false
	}
	return shares(b.Info.TypeOf(sel))
}

// likeServer returns the row of what *http.Server does for fn, a method of an interface that it implements, and no type of the module
// but what stands in for it in tests: that is what the interface is for.
func (b *builder) likeServer(fn *types.Func) *resource.Row {
	if _, named := types.Unalias(fn.Signature().Recv().Type()).(*types.Named); !named || !b.Own(fn.Pkg()) || len(b.implementations(fn)) > 0 {
		return nil
	}
	imports := slices.Concat(b.Pkg.Imports(), fn.Pkg().Imports())
	i := slices.IndexFunc(imports, func(p *types.Package) bool { return p.Path() == "net/http" })
	if i < 0 {
		return nil
	}
	http := imports[i]
	it, ok := fn.Signature().Recv().Type().Underlying().(*types.Interface)
	server := types.NewPointer(http.Scope().Lookup("Server").Type())
	if !ok || !types.Implements(server, it) {
		return nil
	}
	m, _, _ := types.LookupFieldOrMethod(server, true, http, fn.Name())
	method, ok := m.(*types.Func)
	if !ok {
		return nil
	}
	return b.Row(method)
}

// double reports whether t only stands in for others.
func (b *builder) double(t *types.TypeName) bool {
	return guess.Double(t.Name(), guess.Dir(t.Pkg().Path(), b.Home.Module()), filepath.ToSlash(b.fset.Position(t.Pos()).Filename))
}

// implementations returns the methods of the module's types that a call of fn, a method of an interface, can be, as far as they
// can be seen from here. What stands in for others in tests is none of them.
func (b *builder) implementations(fn *types.Func) []*types.Func {
	if found, ok := b.impls[fn]; ok {
		return found
	}
	if fn.Signature().Recv() == nil {
		return nil
	}
	var found []*types.Func
	recv := fn.Signature().Recv().Type()
	it, ok := recv.Underlying().(*types.Interface)
	if named, isNamed := types.Unalias(recv).(*types.Named); ok && isNamed && named.Obj().Pkg() != nil && b.Own(named.Obj().Pkg()) && it.NumMethods() > 0 {
		seen := make(map[*types.Package]bool)
		trial := guess.Trial(guess.Dir(b.Pkg.Path(), b.Home.Module()), "")
		var visit func(*types.Package)
		visit = func(p *types.Package) {
			if seen[p] || !b.Own(p) {
				return
			}
			seen[p] = true
			for _, name := range p.Scope().Names() {
				t, ok := p.Scope().Lookup(name).(*types.TypeName)
				if !ok || t.IsAlias() || types.IsInterface(t.Type()) {
					continue
				}
				if n, ok := t.Type().(*types.Named); !ok || n.TypeParams().Len() > 0 || !trial && b.double(t) {
					continue
				}
				if ptr := types.NewPointer(t.Type()); types.Implements(ptr, it) {
					if m, _, _ := types.LookupFieldOrMethod(ptr, true, fn.Pkg(), fn.Name()); m != nil {
						if f, ok := m.(*types.Func); ok {
							found = append(found, f.Origin())
						}
					}
				}
			}
			for _, imp := range p.Imports() {
				visit(imp)
			}
		}
		visit(b.Pkg)
	}
	b.impls[fn] = found
	return found
}
