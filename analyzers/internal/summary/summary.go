// Package summary says what each function does to what it is given, in the terms of the table in resource.
//
// It is the one pass with facts. Whatever a check wants to know about a function that is declared elsewhere it asks here,
// by Ask, and gets a row: of the table, computed from the function's body in this package, imported as a fact, or, under a
// driver that runs no pass on dependencies, computed from the dependency's source on demand. The reasoning inside a
// function is the same code in all cases.
package summary

import (
	"go/ast"
	"go/types"
	"reflect"
	"strings"
	"sync"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ast/inspector"

	"github.com/shutdownlint/shutdownlint/analyzers/internal/deps"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/index"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/owner"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/resource"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/result"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/site"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/trace"
)

// Analyzer computes the summary of a package; its result is a *Summary.
var Analyzer = &analysis.Analyzer{
	Name:       "summary",
	Doc:        "learn what each function does to what it is given",
	Requires:   []*analysis.Analyzer{index.Analyzer, deps.Analyzer},
	FactTypes:  []analysis.Fact{new(Package)},
	ResultType: reflect.TypeFor[*Summary](),
	Run:        run,
}

// A Summary knows what the functions of one package and of all packages below it do.
type Summary struct {
	*index.Index
	Pkg  *types.Package
	Fact *Package // of this package, with those of its imports folded in

	home    *owner.Home
	sources *deps.Sources
	rows    map[string]*resource.Row // by full name: of imports and of this package; complete, and read only, after run
	graphs  sync.Map                 // *ast.BlockStmt → *flow.Graph; checks run in parallel
}

// Of returns the summary that pass, whose analyzer requires Analyzer, works with.
func Of(pass *analysis.Pass) *Summary { return result.Of[*Summary](pass) }

func run(pass *analysis.Pass) (any, error) {
	s := &Summary{
		Index:   result.Of[*index.Index](pass),
		Pkg:     pass.Pkg,
		Fact:    new(Package),
		sources: result.Of[*deps.Sources](pass),
		rows:    make(map[string]*resource.Row),
	}
	s.home = owner.New(pass.Pkg.Path(), pass.Module, s.sources.Module())
	for _, imp := range pass.Pkg.Imports() {
		fact := new(Package)
		if pass.ImportPackageFact(imp, fact) {
			s.home.Learn(imp.Path(), fact.Home)
			s.Fact.fold(fact, s.home.Own(imp.Path()))
		}
	}
	s.Fact.Home = s.home.Fact()
	if resource.IsStandard(pass.Pkg.Path()) && s.Fact.Home.Module == "" { // some drivers give it a module without a path
		return s, nil // the table says it all
	}
	for _, row := range s.Fact.Rows {
		if s.home.Own(PackageOf(&row)) {
			s.rows[row.Func] = &row
		} else {
			s.rows[row.Func] = abroad(&row)
		}
	}
	s.Fact.forget()
	s.computeOwn()
	s.signals()
	s.Fact.sort()
	pass.ExportPackageFact(s.Fact) // if only to say of which module the package is
	return s, nil
}

// Own reports whether pkg is of the module under analysis, or of another one of the workspace; see package owner.
func (s *Summary) Own(pkg *types.Package) bool { return pkg != nil && s.home.Own(pkg.Path()) }

// Tracer returns a tracer for the whole package.
func (s *Summary) Tracer() *trace.Tracer {
	return &trace.Tracer{Index: s.Index, Pkg: s.Pkg, Ask: s.Ask}
}

// Sites returns what knows where the code of this package runs.
func (s *Summary) Sites() *site.Finder {
	return &site.Finder{Index: s.Index, Ask: s.Ask, Graph: s.Graph}
}

// Local returns a tracer that does not leave the function declaration at decl.
func (s *Summary) Local(decl inspector.Cursor) *trace.Tracer {
	return &trace.Tracer{Index: s.Index, Pkg: s.Pkg, Ask: s.Ask, Within: decl}
}

// Ask says what fn does, or returns nil if nobody knows.
func (s *Summary) Ask(fn *types.Func) *resource.Row {
	if fn == nil {
		return nil
	}
	fn = fn.Origin()
	if row := s.Row(fn); row != nil {
		return row
	}
	if fn.Pkg() == nil || ofKind(fn) {
		return plain(fn) // error.Error, or a method of a well-known type of which the table has all that matters
	}
	if recv := fn.Signature().Recv(); recv != nil && types.IsInterface(recv.Type()) {
		return nil
	}
	if fn.Pkg() != s.Pkg && resource.IsStandard(fn.Pkg().Path()) {
		if _, known := s.rows[fn.FullName()]; !known {
			return plain(fn)
		}
	}
	name := fn.FullName()
	if row, ok := s.rows[name]; ok {
		return row
	}
	if s.sources.Source != nil && fn.Pkg() != s.Pkg {
		if row, ok := s.demand(fn, name); ok {
			return row
		}
	}
	return plain(fn)
}

// ofKind reports whether fn is a method of a type that is a kind.
func ofKind(fn *types.Func) bool {
	recv := fn.Signature().Recv()
	return recv != nil && resource.KindOf(recv.Type()) != ""
}

// plain is the row of a function that does nothing known: it looks at what it is given, except that nobody knows what
// becomes of a value that it takes as any.
func plain(fn *types.Func) *resource.Row {
	row := &resource.Row{Func: fn.FullName()}
	sig := fn.Signature()
	for i := range sig.Params().Len() {
		effect := resource.Reads
		if it, ok := sig.Params().At(i).Type().Underlying().(*types.Interface); ok && it.Empty() {
			effect = resource.Escapes // sync.Map.Store(k, v any); a variadic ...any is a slice
		}
		row.Args = append(row.Args, effect)
	}
	return row
}

// computeOwn computes the rows of this package's functions, callees first. The functions of a cycle are computed
// again until their rows no longer change.
func (s *Summary) computeOwn() {
	for _, component := range s.components() {
		for range 8 { // rows only grow, so a few rounds are enough; the bound is for safety
			changed := false
			for _, fn := range component {
				row := s.compute(s.function(fn))
				if old := s.rows[row.Func]; old == nil || !old.Equal(row) {
					changed = true
					s.rows[row.Func] = row
				}
			}
			if !changed || len(component) == 1 && !s.callsItself(component[0]) {
				break
			}
		}
	}
	for name, row := range s.rows {
		if row.IsZero() {
			delete(s.rows, name)
		} else if PackageOf(row) == s.Pkg.Path() && exported(name) {
			s.Fact.Rows = append(s.Fact.Rows, *row)
		}
	}
}

// exported reports whether other packages can call the function with the given full name.
func exported(name string) bool { return ast.IsExported(name[strings.LastIndexByte(name, '.')+1:]) }

// PackageOf returns the path of the package that declares the function of row.
func PackageOf(row *resource.Row) string { return resource.PackageOf(row.Func) }

// A function is one function whose body is at hand: of this package, or of a dependency.
type function struct {
	*index.Index
	name    string
	pkg     *types.Package
	home    *owner.Home
	cur     inspector.Cursor // of the *ast.FuncDecl
	decl    *ast.FuncDecl
	recv    *types.Var   // nil for a function, or if it has no name
	params  []*types.Var // nil for one without a name
	results int
	ask     func(*types.Func) *resource.Row
	own     func(*types.Func) *function // a function of the same package; nil where the rest of it is not at hand
	foreign bool                        // of a dependency, read on demand
	depth   int                         // of calls with known arguments
}

func (s *Summary) function(fn *types.Func) *function {
	cur, decl := s.Decl(fn)
	f := &function{Index: s.Index, name: fn.FullName(), pkg: s.Pkg, home: s.home, cur: cur, decl: decl, ask: s.Ask, own: s.function}
	f.bind(decl.Recv, decl.Type)
	return f
}

func (f *function) bind(recv *ast.FieldList, typ *ast.FuncType) {
	if vars := f.vars(recv); len(vars) > 0 {
		f.recv = vars[0]
	}
	f.params = f.vars(typ.Params)
	if typ.Results != nil {
		f.results = typ.Results.NumFields()
	}
}

func (f *function) vars(list *ast.FieldList) []*types.Var {
	if list == nil {
		return nil
	}
	var vars []*types.Var
	for _, field := range list.List {
		for _, name := range field.Names {
			v, _ := f.Info.Defs[name].(*types.Var) // nil for _
			vars = append(vars, v)
		}
		if len(field.Names) == 0 {
			vars = append(vars, nil)
		}
	}
	return vars
}

// compute returns the row of f.
func (s *Summary) compute(f *function) *resource.Row {
	row := &resource.Row{Func: f.name}
	if f.decl.Body == nil {
		return row // assembly
	}
	tracer := &trace.Tracer{Index: f.Index, Pkg: f.pkg, Ask: f.ask, Within: f.cur}
	if f.recv != nil && s.Matters(f.recv.Type()) {
		row.Recv = f.slot(row, tracer, tracer.FollowVar(f.recv), resource.Recv)
	}
	for i, v := range f.params {
		if v == nil || !s.Matters(v.Type()) && !isAny(v.Type()) {
			continue
		}
		if effect := f.slot(row, tracer, tracer.FollowVar(v), i); effect != 0 {
			for len(row.Args) <= i {
				row.Args = append(row.Args, 0)
			}
			row.Args[i] = effect
		}
	}
	f.made(row, tracer)
	f.boundsStop(row)
	row.Does = f.does()
	if f.endsStore() {
		row.Does |= resource.EndsStore
	}
	if f.passesClosed(row) {
		row.Does |= resource.PassesClosed
	}
	if s.runsAside(f) {
		row.Does |= resource.RunsAside
	}
	if f.reader(tracer).Recovering(f.cur) {
		row.Does |= resource.Recovering
	}
	return row
}

func isAny(t types.Type) bool {
	it, ok := t.Underlying().(*types.Interface)
	return ok && it.Empty()
}

// remembered are the effects that a caller can do something with.
const remembered = ^(resource.Reads)

// slot returns what fate says of the value in slot i, and notes the results that stand for it.
func (f *function) slot(row *resource.Row, tracer *trace.Tracer, fate *trace.Fate, i int) resource.Effect {
	effect := f.chained(tracer, fate, fate.Effect) & remembered
	for _, e := range fate.Events {
		switch e.Kind {
		case trace.Returned:
			row.Wraps = addWrap(row.Wraps, resource.Wrap{Arg: i, Result: e.Slot})
		case trace.Written:
			effect |= f.written(e)
		}
	}
	return effect
}

func addWrap(ws []resource.Wrap, w resource.Wrap) []resource.Wrap {
	for _, have := range ws {
		if have == w {
			return ws
		}
	}
	return append(ws, w)
}

// made notes the results that f creates.
func (f *function) made(row *resource.Row, tracer *trace.Tracer) {
	if f.results == 0 {
		return
	}
	for _, c := range creations(f.Index, f.cur, f.ask) {
		fate := tracer.Follow(c.Cur, c.Result)
		for _, e := range fate.Events {
			if e.Kind == trace.Returned {
				effect := f.madeEffect(tracer, &c, fate) & remembered
				if f.Resource(c.Kind) == nil {
					effect &^= resource.Keeps // a server that a struct keeps is its user's all the same
				}
				row.Makes = addMade(row.Makes, resource.Made{Result: e.Slot, Kind: c.Kind, Effect: effect})
			}
		}
	}
}

func addMade(ms []resource.Made, m resource.Made) []resource.Made {
	for i, have := range ms {
		if have.Result == m.Result && have.Kind == m.Kind {
			const either = resource.Recovers | resource.UsesArgs | resource.Covers | resource.Escapes
			ms[i].Effect = ms[i].Effect&m.Effect | (ms[i].Effect|m.Effect)&either // what is true of whichever is returned
			return ms
		}
	}
	return append(ms, m)
}
