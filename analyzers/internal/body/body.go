// Package body is what is at hand where the row of a function is computed: its body, the package around it, and somebody who says
// what other functions do.
//
// What is computed comes in facets, a package each, which see nothing else. A row is thus the same whether the function is of
// the package under analysis or of a dependency whose source was asked for.
package body

import (
	"go/ast"
	"go/constant"
	"go/token"
	"go/types"
	"iter"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"

	"github.com/shutdownlint/shutdownlint/analyzers/internal/ctxflow"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/flow"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/index"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/owner"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/resource"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/site"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/trace"
)

// A Facet is one side of what functions do: some flags of their rows, and how these are found out.
type Facet struct {
	Name     string
	Effects  resource.Effect // that it computes; what is done to a value by others is handed on in any case
	Does     resource.Does   // that it computes
	Internal resource.Does   // those of Does that concern the module of the function only
	Compute  func(*Function, *resource.Row)
}

// A Package is what is at hand around a body.
type Package struct {
	*index.Index
	Pkg     *types.Package
	Home    *owner.Home
	Fset    *token.FileSet                        // nil if Foreign
	Ask     func(*types.Func) *resource.Row       // says what a function does, or nil if nobody knows
	Graph   func(fn inspector.Cursor) *flow.Graph // of a function declaration or literal, or nil
	Foreign bool                                  // only one function is at hand, of a dependency
}

// Own reports whether pkg is of the module under analysis, or of another one of the workspace; see package owner.
func (p *Package) Own(pkg *types.Package) bool { return pkg != nil && p.Home.Own(pkg.Path()) }

// Bare is a Graph for as long as nobody knows which functions return: all do but panic.
func (p *Package) Bare(fn inspector.Cursor) *flow.Graph {
	body := index.Body(fn)
	if body == nil {
		return nil
	}
	return flow.New(body, func(call *ast.CallExpr) bool { return p.Builtin(call) != "panic" })
}

// Tracer returns a tracer for the whole package.
func (p *Package) Tracer() *trace.Tracer {
	return &trace.Tracer{Index: p.Index, Pkg: p.Pkg, Ask: p.Ask}
}

// Sites returns what knows where the code of the package runs.
func (p *Package) Sites() *site.Finder {
	return &site.Finder{Index: p.Index, Ask: p.Ask, Graph: p.Graph}
}

// Contexts returns what knows where the contexts of the package come from.
func (p *Package) Contexts() *ctxflow.Flow { return &ctxflow.Flow{Index: p.Index, Graph: p.Graph} }

// Place returns file and line of n, from the root of the module.
func (p *Package) Place(n ast.Node) string {
	if p.Fset == nil {
		return ""
	}
	at := p.Fset.Position(n.Pos())
	return path.Join(p.dir(), filepath.Base(at.Filename)) + ":" + strconv.Itoa(at.Line)
}

// dir is the directory of the package, from the root of the module.
func (p *Package) dir() string {
	dir := p.Pkg.Path()
	if module := p.Home.Module(); dir != module {
		return strings.TrimPrefix(dir, module+"/")
	}
	return ""
}

// Find returns the line of another package that is at the place, or token.NoPos where its file is not known. Of files that
// end alike, that of the same module is meant, whichever others happen to be known.
func (p *Package) Find(place string) token.Pos {
	name, number, _ := strings.Cut(place, ":")
	line, err := strconv.Atoi(number)
	if err != nil || p.Fset == nil {
		return token.NoPos
	}
	pos := token.NoPos
	whole := p.root() + "/" + name
	for file := range p.Fset.Iterate {
		if found := filepath.ToSlash(file.Name()); line <= file.LineCount() && strings.HasSuffix(found, "/"+name) {
			pos = file.LineStart(line)
			if found == whole {
				break
			}
		}
	}
	return pos
}

// root is the root of the module, as far as the name of a file tells.
func (p *Package) root() string {
	if len(p.Files) == 0 {
		return ""
	}
	name := filepath.ToSlash(p.Fset.File(p.Files[0].Node().Pos()).Name())
	return strings.TrimSuffix(strings.TrimSuffix(path.Dir(name), p.dir()), "/")
}

// Plain is the row of a function that does nothing known: it looks at what it is given, except that nobody knows what
// becomes of a value that it takes as any.
func Plain(fn *types.Func) *resource.Row {
	row := &resource.Row{Func: fn.FullName()}
	for v := range fn.Signature().Params().Variables() {
		effect := resource.Reads
		if IsAny(v.Type()) {
			effect = resource.Escapes // sync.Map.Store(k, v any); a variadic ...any is a slice
		}
		row.Args = append(row.Args, effect)
	}
	return row
}

// IsAny reports whether t is an interface without methods.
func IsAny(t types.Type) bool {
	it, ok := t.Underlying().(*types.Interface)
	return ok && it.Empty()
}

// A Function is one function whose body is at hand.
type Function struct {
	*Package
	Name    string
	Cur     inspector.Cursor // of the *ast.FuncDecl
	Body    *ast.BlockStmt   // nil if it is written in assembly
	Recv    *types.Var       // nil for a function, or if it has no name
	Params  []*types.Var     // nil for one without a name
	Results int

	inner []inspector.Cursor
	does  map[*ast.CallExpr]resource.Does
}

// Function returns the function fn, which is declared in p.
func (p *Package) Function(fn *types.Func) *Function {
	cur, _ := p.Decl(fn)
	return p.Declared(fn.FullName(), cur)
}

// Declared returns the function with the given name whose declaration is at cur.
func (p *Package) Declared(name string, cur inspector.Cursor) *Function {
	decl := cur.Node().(*ast.FuncDecl)
	f := &Function{Package: p, Name: name, Cur: cur, Body: decl.Body, Params: p.vars(decl.Type.Params)}
	if recv := p.vars(decl.Recv); len(recv) > 0 {
		f.Recv = recv[0]
	}
	if decl.Type.Results != nil {
		f.Results = decl.Type.Results.NumFields()
	}
	return f
}

// Given returns the values of those parameters of f to which call, of f, passes constants, and to which nothing else is assigned.
func (f *Function) Given(call *ast.CallExpr) map[*types.Var]constant.Value {
	values := make(map[*types.Var]constant.Value)
	for i, arg := range call.Args {
		v := f.Info.Types[arg].Value
		if v == nil || i >= len(f.Params) || f.Params[i] == nil {
			continue
		}
		if !slices.ContainsFunc(f.Uses(f.Params[i]), func(use inspector.Cursor) bool {
			_, assigned, ok := f.Assigned(use)
			return assigned || !ok
		}) {
			values[f.Params[i]] = v
		}
	}
	return values
}

func (p *Package) vars(list *ast.FieldList) []*types.Var {
	if list == nil {
		return nil
	}
	var vars []*types.Var
	for _, field := range list.List {
		for _, name := range field.Names {
			v, _ := p.Info.Defs[name].(*types.Var) // nil for _
			vars = append(vars, v)
		}
		if len(field.Names) == 0 {
			vars = append(vars, nil)
		}
	}
	return vars
}

// Tracer returns a tracer that does not leave f.
func (f *Function) Tracer() *trace.Tracer {
	t := f.Package.Tracer()
	t.Within = f.Cur
	return t
}

// Inner returns the calls that f makes itself: a function literal runs when somebody calls it.
func (f *Function) Inner() []inspector.Cursor {
	if f.inner == nil {
		f.inner = []inspector.Cursor{}
		for cur := range f.Cur.Preorder((*ast.CallExpr)(nil)) {
			if index.Function(cur) == f.Cur {
				f.inner = append(f.inner, cur)
			}
		}
	}
	return f.inner
}

// Inline yields those calls of f itself that run in its course: neither when it returns nor in a goroutine.
func (f *Function) Inline() iter.Seq[inspector.Cursor] {
	return func(yield func(inspector.Cursor) bool) {
		for _, cur := range f.Inner() {
			kind := cur.ParentEdgeKind()
			if kind != edge.GoStmt_Call && kind != edge.DeferStmt_Call && !yield(cur) {
				return
			}
		}
	}
}

// Once returns what find says of a call in f, and asks it once only: several facets want to know.
func (f *Function) Once(call *ast.CallExpr, find func(*Package, *ast.CallExpr) resource.Does) resource.Does {
	does, ok := f.does[call]
	if !ok {
		if f.does == nil {
			f.does = make(map[*ast.CallExpr]resource.Does)
		}
		does = find(f.Package, call)
		f.does[call] = does
	}
	return does
}

// Mentions reports whether n names a parameter of f, of which is says so.
func (f *Function) Mentions(n ast.Node, is func(*types.Var) bool) bool {
	found := false
	ast.Inspect(n, func(n ast.Node) bool {
		if id, ok := n.(*ast.Ident); ok && !found {
			for _, p := range f.Params {
				found = found || p != nil && f.Info.Uses[id] == p && is(p)
			}
		}
		return !found
	})
	return found
}
