// Package source reads functions of dependencies, one at a time, when a check asks about them.
//
// The declarations of a package are type-checked once, without bodies. A body that is asked for is then parsed again and
// type-checked by itself. So neither syntax nor the types of expressions are kept of packages that are many times larger
// than what is asked about.
package source

import (
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"maps"
	"slices"
	"sync"
	"sync/atomic"

	"github.com/shutdownlint/shutdownlint/analyzers"
	"github.com/shutdownlint/shutdownlint/cmd/shutdownlint/internal/load"
)

// A Source reads functions of the dependencies of a program. It implements analyzers.Source.
type Source struct {
	program *load.Program
	files   cache[string, *file]
	funcs   cache[funcKey, *analyzers.Func]

	bodies atomic.Int64

	mu       sync.Mutex
	packages map[string]*pkg
}

type funcKey struct{ path, name string }

// How much is kept: enough for the several questions that one check asks in a row.
const (
	keptFiles = 8
	keptFuncs = 64
)

// New returns a source of the functions of all packages of p that are neither analysed nor of the standard library.
func New(p *load.Program) *Source {
	return &Source{
		program:  p,
		files:    cache[string, *file]{size: keptFiles},
		funcs:    cache[funcKey, *analyzers.Func]{size: keptFuncs},
		packages: make(map[string]*pkg),
	}
}

// Read returns the paths of the packages that were read so far, and how many bodies.
func (s *Source) Read() (packages []string, bodies int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Sorted(maps.Keys(s.packages)), int(s.bodies.Load())
}

// Func implements analyzers.Source.
func (s *Source) Func(path, name string) *analyzers.Func {
	if s.program.Asked(path) {
		return nil // analysed, so there is a fact
	}
	listed := s.program.Package(path)
	if listed == nil || listed.Standard {
		return nil // nothing to read, or nothing that a table does not say
	}
	p := s.pkg(listed)
	if p == nil {
		return nil
	}
	where, ok := p.decls[name]
	if !ok {
		return nil // assembly, a method of an interface
	}
	return s.funcs.get(funcKey{path, name}, func() *analyzers.Func { return s.check(p, where) })
}

// A pkg is a dependency whose declarations are known.
type pkg struct {
	once  sync.Once
	ok    bool
	types *types.Package
	decls map[string]place // by types.Func.FullName

	checking sync.Mutex // go/types promises nothing about CheckExpr in parallel on one package
}

// A place is where a function is declared.
type place struct {
	file  string
	index int       // in the file's declarations
	name  string    // of the declaration, against changes of the file
	scope token.Pos // where its type parameters are in scope and its parameters are not yet
}

// pkg returns the declarations of a package, or nil if it does not type-check.
func (s *Source) pkg(listed *load.Package) *pkg {
	s.mu.Lock()
	p := s.packages[listed.ImportPath]
	if p == nil {
		p = new(pkg)
		s.packages[listed.ImportPath] = p
	}
	s.mu.Unlock()
	p.once.Do(func() { p.ok = p.read(s.program, listed) })
	if !p.ok {
		return nil
	}
	return p
}

func (p *pkg) read(program *load.Program, listed *load.Package) bool {
	fset := token.NewFileSet()
	var files []*ast.File
	for _, name := range listed.GoSources() {
		f, err := parser.ParseFile(fset, name, nil, parser.SkipObjectResolution)
		if err != nil {
			return false
		}
		files = append(files, f)
	}
	conf := program.TypesConfig(listed)
	conf.IgnoreFuncBodies = true
	info := &types.Info{Defs: make(map[*ast.Ident]types.Object)}
	t, err := conf.Check(listed.Path(), fset, files, info)
	if err != nil {
		return false
	}
	p.types = t
	p.decls = make(map[string]place)
	for _, f := range files {
		for i, decl := range f.Decls {
			decl, ok := decl.(*ast.FuncDecl)
			if !ok || decl.Body == nil || decl.Name.Name == "init" || decl.Name.Name == "_" {
				continue // not a function that anyone can call by name
			}
			if fn, ok := info.Defs[decl.Name].(*types.Func); ok {
				p.decls[fn.FullName()] = place{fset.File(f.FileStart).Name(), i, decl.Name.Name, decl.Type.Params.Opening}
			}
		}
	}
	return true
}

// check type-checks one body, or returns nil if that cannot be done.
func (s *Source) check(p *pkg, where place) *analyzers.Func {
	f := s.files.get(where.file, func() *file { return parse(where.file) })
	if f == nil || where.index >= len(f.syntax.Decls) {
		return nil // the file has changed
	}
	decl, ok := f.syntax.Decls[where.index].(*ast.FuncDecl)
	if !ok || decl.Name.Name != where.name || decl.Body == nil {
		return nil // the file has changed
	}
	fn := &analyzers.Func{
		Pkg: p.types,
		Info: &types.Info{
			Types:      make(map[ast.Expr]types.TypeAndValue),
			Defs:       make(map[*ast.Ident]types.Object),
			Uses:       make(map[*ast.Ident]types.Object),
			Implicits:  make(map[ast.Node]types.Object),
			Selections: make(map[*ast.SelectorExpr]*types.Selection),
			Instances:  make(map[*ast.Ident]types.Instance),
		},
		Type: literal(decl),
		Body: decl.Body,
		Recv: decl.Recv != nil,
	}
	p.checking.Lock()
	defer p.checking.Unlock()
	lit := &ast.FuncLit{Type: fn.Type, Body: fn.Body}
	if err := types.CheckExpr(f.fset, p.types, where.scope, lit, fn.Info); err != nil {
		return nil // a method of Pool[_, V]: a literal has no way to say what _ is
	}
	s.bodies.Add(1)
	return fn
}

// literal is the type of the function literal that does the same as decl: the receiver is its first parameter, and it
// has no type parameters of its own.
func literal(decl *ast.FuncDecl) *ast.FuncType {
	t := *decl.Type
	t.TypeParams = nil
	t.Params = &ast.FieldList{Opening: decl.Type.Params.Opening, Closing: decl.Type.Params.Closing}
	for _, list := range []*ast.FieldList{decl.Recv, decl.Type.Params} {
		if list == nil {
			continue
		}
		for _, field := range list.List {
			if len(field.Names) == 0 { // named and unnamed parameters must not be mixed
				named := *field
				named.Names = []*ast.Ident{{NamePos: field.Type.Pos(), Name: "_"}}
				field = &named
			}
			t.Params.List = append(t.Params.List, field)
		}
	}
	return &t
}

// A file is a parsed file of a dependency.
type file struct {
	fset   *token.FileSet
	syntax *ast.File
}

func parse(name string) *file {
	fset := token.NewFileSet()
	f, err := parser.ParseFile(fset, name, nil, parser.SkipObjectResolution)
	if err != nil {
		return nil
	}
	return &file{fset, f}
}
