package lifecycle

import (
	"go/ast"
	"go/token"
	"go/types"
	"strings"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ast/inspector"

	"github.com/shutdownlint/shutdownlint/analyzers/internal/resource"
)

// At returns where e happens, as far as that can be seen in this package: the call that leads to it, if it is in another one.
func (p *Program) At(e *Event) inspector.Cursor {
	for ; e != nil; e = e.Call {
		if e.at.Valid() && p.home(e.Script) {
			return e.at
		}
	}
	return inspector.Cursor{}
}

// Site returns where the root does what leads to e: e itself, or the call that leads to it.
func (p *Program) Site(e *Event) inspector.Cursor {
	var site inspector.Cursor
	for ; e != nil; e = e.Call {
		literal := (e.Kind == Call || e.Kind == Start) && e.Code.Func == p.Root.Script && site.Valid()
		if e.at.Valid() && e.Script != nil && e.Script.Func == p.Root.Script && !literal {
			site = e.at
			if e.Call != nil && e.Call.Kind == Start {
				break // what is in a goroutine is not where that starts
			}
		}
	}
	return site
}

// home reports whether the script is of this package.
func (p *Program) home(s *Script) bool {
	name := s.Func
	if strings.HasPrefix(name, "(") {
		name = strings.TrimLeft(name, "(*")
	}
	rest, ok := strings.CutPrefix(name, p.Pkg.Path()+".")
	return ok && !strings.Contains(rest, "/")
}

// Elsewhere returns the line of another package in which e happens, if it does.
func (p *Program) Elsewhere(e *Event) (token.Pos, bool) {
	if e.Script == nil || p.home(e.Script) {
		return token.NoPos, false
	}
	fn := p.function(e.Script.Func)
	if fn == nil || !fn.Pos().IsValid() {
		return token.NoPos, false
	}
	file := p.fset.File(fn.Pos())
	if file == nil || e.Line < 1 || e.Line > file.LineCount() {
		return token.NoPos, false
	}
	return file.LineStart(e.Line), true
}

// Mention says something of the place where e happens, in this package or in another one, if that is known.
func (p *Program) Mention(e *Event, says string) []analysis.RelatedInformation {
	if at := e.Where(); at.Valid() {
		return []analysis.RelatedInformation{{Pos: at.Node().Pos(), End: at.Node().End(), Message: says}}
	}
	if line, ok := p.Elsewhere(e); ok {
		return []analysis.RelatedInformation{{Pos: line, End: line, Message: says}}
	}
	return nil
}

// function returns the function of another package that has this full name, or nil.
func (l *Lifecycle) function(name string) *types.Func {
	path, method := resource.PackageOf(name), name[strings.LastIndexByte(name, '.')+1:]
	pkg := l.imported(path)
	if pkg == nil {
		return nil
	}
	if name[0] != '(' {
		fn, _ := pkg.Scope().Lookup(method).(*types.Func)
		return fn
	}
	recv := strings.TrimSuffix(name[:strings.LastIndexByte(name, '.')], ")")
	t, ok := pkg.Scope().Lookup(recv[strings.LastIndexByte(recv, '.')+1:]).(*types.TypeName)
	if !ok {
		return nil
	}
	typ := t.Type()
	if !types.IsInterface(typ) {
		typ = types.NewPointer(typ)
	}
	m, _, _ := types.LookupFieldOrMethod(typ, true, pkg, method)
	fn, _ := m.(*types.Func)
	return fn
}

// imported returns the package with the path if this one imports it, directly or not.
func (l *Lifecycle) imported(path string) *types.Package { return l.below(l.Pkg, path) }

// below returns the package of the module with the path if it is pkg, or one that pkg imports, directly or not.
func (l *Lifecycle) below(pkg *types.Package, path string) *types.Package {
	seen := make(map[*types.Package]bool)
	var find func(*types.Package) *types.Package
	find = func(pkg *types.Package) *types.Package {
		if pkg.Path() == path {
			return pkg
		}
		seen[pkg] = true
		for _, imp := range pkg.Imports() {
			if !seen[imp] && l.Own(imp) {
				if found := find(imp); found != nil {
					return found
				}
			}
		}
		return nil
	}
	return find(pkg)
}

// Where returns where e happens if that is in this package.
func (e *Event) Where() inspector.Cursor { return e.at }

// Name returns what the call at cur calls, or the function value there, as the source has it. Of the call of a builtin it is all.
func Name(cur inspector.Cursor) string {
	call, ok := cur.Node().(*ast.CallExpr)
	if !ok {
		return types.ExprString(cur.Node().(ast.Expr))
	}
	if id, ok := call.Fun.(*ast.Ident); ok && id.Name == "close" {
		return types.ExprString(call)
	}
	return types.ExprString(call.Fun)
}
