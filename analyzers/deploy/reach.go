package deploy

import (
	"go/ast"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ast/inspector"

	"github.com/shutdownlint/shutdownlint/analyzers/internal/index"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/resource"
)

// uses returns what this package uses of others of its module: the full names of functions, and of the types that it makes
// values of.
func (r *reader) uses() []string {
	var names []string
	for _, fn := range r.Funcs() {
		if r.other(fn.Pkg()) {
			names = append(names, fn.FullName())
		}
	}
	for _, file := range r.Files {
		for cur := range file.Preorder((*ast.CompositeLit)(nil)) {
			if named := namedOf(r.Info.TypeOf(cur.Node().(*ast.CompositeLit))); named != nil && r.other(named.Obj().Pkg()) {
				names = append(names, resource.TypeName(named))
			}
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// other reports whether pkg is one's own and another one than this.
func (r *reader) other(pkg *types.Package) bool { return pkg != r.Pkg && r.Own(pkg) }

func namedOf(t types.Type) *types.Named {
	if t == nil {
		return nil
	}
	if p, ok := t.Underlying().(*types.Pointer); ok {
		t = p.Elem()
	}
	named, _ := types.Unalias(t).(*types.Named)
	return named
}

// doors returns the names of the functions and types of this package through which a program comes to the code at cur:
// those of the function around it and of all that use that function. If it is a method it may also be called through an
// interface, by whoever makes its receiver.
func (r *reader) doors(cur inspector.Cursor) []string {
	var names []string
	seen := make(map[*types.Func]bool)
	var visit func(decl inspector.Cursor)
	visit = func(decl inspector.Cursor) {
		if fn := r.declared(decl); fn != nil && !seen[fn] {
			seen[fn] = true
			names = append(names, fn.FullName())
			for _, use := range r.Uses(fn) {
				visit(index.Declaration(use))
			}
		}
	}
	decl := index.Declaration(cur)
	visit(decl)
	if fn := r.declared(decl); fn != nil && fn.Signature().Recv() != nil {
		if named := namedOf(fn.Signature().Recv().Type()); named != nil {
			names = append(names, resource.TypeName(named))
			for _, use := range r.Uses(named.Origin().Obj()) {
				if maker := index.Declaration(use); maker.Valid() && r.makes(maker, named) {
					visit(maker)
				}
			}
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// declared returns the function that is declared at decl, or nil.
func (r *reader) declared(decl inspector.Cursor) *types.Func {
	if !decl.Valid() {
		return nil
	}
	fn, _ := r.Info.Defs[decl.Node().(*ast.FuncDecl).Name].(*types.Func)
	return fn
}

// makes reports whether the function at decl holds a literal of the type, or returns one.
func (r *reader) makes(decl inspector.Cursor, named *types.Named) bool {
	same := func(t types.Type) bool {
		n := namedOf(t)
		return n != nil && n.Origin() == named.Origin()
	}
	for cur := range decl.Preorder((*ast.CompositeLit)(nil)) {
		if same(r.Info.TypeOf(cur.Node().(*ast.CompositeLit))) {
			return true
		}
	}
	fn := r.declared(decl)
	return fn != nil && resource.Some(fn.Signature().Results(), same)
}
