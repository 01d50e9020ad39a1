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
	"iter"
	"maps"
	"sync"

	"golang.org/x/tools/go/analysis"

	"github.com/shutdownlint/shutdownlint/analyzers/driver"
	"github.com/shutdownlint/shutdownlint/cmd/shutdownlint/internal/load"
)

// A Source reads functions of the dependencies of a program. It implements driver.Source.
type Source struct {
	program  *load.Program
	packages cache[string, *pkg]
	files    cache[string, *file]
	funcs    cache[funcKey, *driver.Func]

	mu     sync.Mutex
	read   map[string]int // how often each package was read
	bodies int
}

type funcKey struct{ path, name string }

// How much is kept: enough for the several questions that one check asks in a row.
const (
	keptPackages = 8
	keptFiles    = 8
	keptFuncs    = 16
)

// New returns a source of the functions of all packages of p that are neither analysed nor of the standard library.
func New(p *load.Program) *Source {
	return &Source{
		program:  p,
		packages: cache[string, *pkg]{size: keptPackages},
		files:    cache[string, *file]{size: keptFiles},
		funcs:    cache[funcKey, *driver.Func]{size: keptFuncs},
		read:     make(map[string]int),
	}
}

// Read returns how often each package was read so far, and how many bodies were.
func (s *Source) Read() (packages map[string]int, bodies int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return maps.Clone(s.read), s.bodies
}

// Module implements driver.Source.
func (s *Source) Module(path string) *analysis.Module { return s.program.Module(path) }

// Func implements driver.Source.
func (s *Source) Func(path, name string) *driver.Func {
	if s.program.Analysed(path) {
		return nil // analysed, so there is a fact
	}
	listed := s.program.Package(path)
	if listed == nil || listed.Standard {
		return nil // nothing to read, or nothing that a table does not say
	}
	p := s.packages.get(path, func() *pkg {
		s.mu.Lock()
		s.read[path]++
		s.mu.Unlock()
		return read(s.program, listed)
	})
	if p == nil {
		return nil // it does not type-check
	}
	where, ok := p.decls[name]
	if !ok {
		return nil // assembly, a method of an interface
	}
	return s.funcs.get(funcKey{path, name}, func() *driver.Func { return s.check(p, where) })
}

// A pkg is a dependency whose declarations are known.
type pkg struct {
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

// read type-checks the declarations of a package; the result is nil if that fails.
func read(program *load.Program, listed *load.Package) *pkg {
	fset := token.NewFileSet()
	var files []*ast.File
	places := make(map[token.Pos]place) // by the position of the name
	for _, name := range listed.GoSources() {
		f, err := parser.ParseFile(fset, name, nil, parser.SkipObjectResolution)
		if err != nil {
			return nil
		}
		for i, decl := range f.Decls {
			if decl, ok := decl.(*ast.FuncDecl); ok && decl.Body != nil {
				places[decl.Name.Pos()] = place{name, i, decl.Name.Name, decl.Type.Params.Opening}
				// Most of the file is bodies. They go before the next one is read.
				decl.Body = &ast.BlockStmt{Lbrace: decl.Body.Lbrace, Rbrace: decl.Body.Rbrace}
			}
		}
		f.Comments = nil
		files = append(files, f)
	}
	conf := program.TypesConfig(listed)
	conf.IgnoreFuncBodies = true
	t, err := conf.Check(listed.Path(), fset, files, nil)
	if err != nil {
		return nil
	}
	p := &pkg{types: t, decls: make(map[string]place)}
	for fn := range functions(t) {
		if where, ok := places[fn.Pos()]; ok {
			p.decls[fn.FullName()] = where
		}
	}
	return p
}

// functions yields the functions and methods that t declares.
func functions(t *types.Package) iter.Seq[*types.Func] {
	return func(yield func(*types.Func) bool) {
		for _, name := range t.Scope().Names() {
			switch obj := t.Scope().Lookup(name).(type) {
			case *types.Func:
				if !yield(obj) {
					return
				}
			case *types.TypeName:
				named, ok := obj.Type().(*types.Named)
				if !ok || obj.IsAlias() {
					continue // methods belong to another name
				}
				for m := range named.Methods() {
					if !yield(m) {
						return
					}
				}
			}
		}
	}
}

// check type-checks one body, or returns nil if that cannot be done.
func (s *Source) check(p *pkg, where place) *driver.Func {
	f := s.files.get(where.file, func() *file { return parse(where.file) })
	if f == nil || where.index >= len(f.syntax.Decls) {
		return nil // the file has changed
	}
	decl, ok := f.syntax.Decls[where.index].(*ast.FuncDecl)
	if !ok || decl.Name.Name != where.name || decl.Body == nil {
		return nil // the file has changed
	}
	fn := &driver.Func{
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
	s.mu.Lock()
	s.bodies++
	s.mu.Unlock()
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
