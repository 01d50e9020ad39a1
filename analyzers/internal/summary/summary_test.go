package summary

import (
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"strings"
	"testing"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ast/inspector"

	"github.com/shutdownlint/shutdownlint/analyzers/internal/deps"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/index"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/resource"
)

// A world has packages of a few lines each, of which importers see the facts or the source.
type world struct {
	t        *testing.T
	fset     *token.FileSet
	standard types.Importer
	packages map[string]*loaded
	byFacts  bool
}

type loaded struct {
	pkg    *types.Package
	info   *types.Info
	file   *ast.File
	module *analysis.Module
	fact   *Package
	sum    *Summary
}

func newWorld(t *testing.T, byFacts bool) *world {
	return &world{t, token.NewFileSet(), importer.Default(), make(map[string]*loaded), byFacts}
}

func (w *world) Import(path string) (*types.Package, error) {
	if p := w.packages[path]; p != nil {
		return p.pkg, nil
	}
	return w.standard.Import(path)
}

// add type-checks the source of the package with the given path, of the given module, and summarises it.
func (w *world) add(module, path, src string) *Summary {
	w.t.Helper()
	file, err := parser.ParseFile(w.fset, path+".go", src, parser.SkipObjectResolution)
	if err != nil {
		w.t.Fatal(err)
	}
	p := &loaded{file: file, module: &analysis.Module{Path: module, Main: module == "example.com/app"}, info: &types.Info{
		Types: make(map[ast.Expr]types.TypeAndValue), Instances: make(map[*ast.Ident]types.Instance),
		Defs: make(map[*ast.Ident]types.Object), Uses: make(map[*ast.Ident]types.Object),
		Implicits: make(map[ast.Node]types.Object), Selections: make(map[*ast.SelectorExpr]*types.Selection),
		Scopes: make(map[ast.Node]*types.Scope), FileVersions: make(map[*ast.File]string),
	}}
	if !p.module.Main {
		p.module.Version = "v1.0.0"
	}
	if p.pkg, err = (&types.Config{Importer: w}).Check(path, w.fset, []*ast.File{file}, p.info); err != nil {
		w.t.Fatal(err)
	}
	root, _ := inspector.New([]*ast.File{file}).Root().FirstChild()
	sources := new(deps.Sources)
	if !w.byFacts {
		sources.Source = w
	}
	pass := &analysis.Pass{
		Analyzer: Analyzer, Fset: w.fset, Files: []*ast.File{file}, Pkg: p.pkg, TypesInfo: p.info, Module: p.module,
		ResultOf: map[*analysis.Analyzer]any{
			index.Analyzer: index.New(p.info, resource.WellKnown(), root),
			deps.Analyzer:  sources,
		},
		ImportPackageFact: func(pkg *types.Package, fact analysis.Fact) bool {
			imp := w.packages[pkg.Path()]
			if imp == nil || imp.fact == nil || !w.byFacts && !imp.module.Main { // a driver has those of the module in any case
				return false
			}
			*fact.(*Package) = *imp.fact
			return true
		},
		ExportPackageFact: func(fact analysis.Fact) { p.fact = fact.(*Package) },
	}
	res, err := Analyzer.Run(pass)
	if err != nil {
		w.t.Fatal(err)
	}
	p.sum = res.(*Summary)
	w.packages[path] = p
	pass.ResultOf[Analyzer] = res
	if Of(pass) != p.sum {
		w.t.Error("not the result")
	}
	return p.sum
}

// Func and Module make w a source of dependencies.
func (w *world) Func(path, name string) *deps.Func {
	p := w.packages[path]
	if p == nil {
		return nil
	}
	for _, d := range p.file.Decls {
		decl, ok := d.(*ast.FuncDecl)
		if !ok || decl.Body == nil || p.info.Defs[decl.Name].(*types.Func).FullName() != name {
			continue
		}
		typ := *decl.Type
		if decl.Recv != nil {
			typ.Params = &ast.FieldList{List: append(decl.Recv.List[:1:1], decl.Type.Params.List...)}
		}
		return &deps.Func{Pkg: p.pkg, Info: p.info, Type: &typ, Body: decl.Body, Recv: decl.Recv != nil}
	}
	return nil
}

func (w *world) Module(path string) *analysis.Module {
	if p := w.packages[path]; p != nil {
		return p.module
	}
	return nil
}

// asked returns the row of the function or method that is used by the name.
func asked(t *testing.T, s *Summary, name string) *resource.Row {
	t.Helper()
	for _, fn := range s.Funcs() {
		if fn.Name() == name {
			return s.Ask(fn)
		}
	}
	t.Fatalf("%s is not used", name)
	return nil
}

const kit = `package kit

import ("net/http"; "os"; "os/signal"; "syscall")

var Signals = []os.Signal{syscall.SIGTERM}
type Server struct { srv *http.Server }
func New() *http.Server { return &http.Server{ReadTimeout: 1} }
func (s *Server) Run() error { return s.srv.ListenAndServe() }
func Shut(s *http.Server) { stop(s, 9) }
func stop(s *http.Server, n int) { if n > 0 { stop(s, n-1) }; s.Close() }
func Die() { os.Exit(1) }
func Nothing(x any) { }
func Circle(s *http.Server, n int) { if n > 0 { Back(s, n) } }
func Back(s *http.Server, n int) { Circle(s, n-1); s.Close() }
func Assembly(s *http.Server)
func Listen() { signal.Notify(make(chan os.Signal, 1), syscall.SIGINT) }
type Closer interface { Close() error }
`

const app = `package main

import ("example.com/kit"; "errors"; "net/http"; "strings")

func main() {
	s := kit.New()
	new(kit.Server).Run()
	kit.Shut(s)
	kit.Nothing(s)
	kit.Circle(s, 1)
	kit.Back(s, 1)
	kit.Assembly(s)
	kit.Listen()
	var c kit.Closer
	c.Close()
	_ = errors.New("").Error()
	strings.Cut("", "")
	s.Handler = http.NotFoundHandler()
	local(s)
	kit.Die()
}

func local(s *http.Server) { kit.Shut(s) }
`

// Of a function of another module facts tell, or its source.
func TestAsk(t *testing.T) {
	for _, byFacts := range []bool{true, false} {
		w := newWorld(t, byFacts)
		w.add("example.com/kit", "example.com/kit", kit)
		s := w.add("example.com/app", "example.com/app", app)
		if got := asked(t, s, "New").Makes; len(got) != 1 || got[0].Kind != "net/http.Server" || got[0].Effect != resource.SetsTimeout {
			t.Errorf("New makes %+v", got)
		}
		if got := asked(t, s, "Run"); got.Recv != resource.Serves || !got.Does.Has(resource.PassesClosed) || got.Does.Has(resource.Blocks) {
			t.Errorf("Run: %+v", got)
		}
		effects := map[string]resource.Effect{"Shut": resource.ForceCloses, "Circle": resource.ForceCloses, "Back": resource.ForceCloses,
			"local": resource.ForceCloses, "Assembly": resource.Reads, "Cut": resource.Reads}
		if byFacts {
			effects["Nothing"] = resource.Escapes // a fact does not tell of what does nothing
		} else {
			for _, name := range []string{"Shut", "Circle", "Back", "local"} {
				effects[name] |= resource.Escapes // a circle of functions is not read to its end
			}
			effects["Nothing"] = 0
		}
		for name, want := range effects {
			if got := asked(t, s, name).Slot(0); got != want {
				t.Errorf("by facts %t: %s: %v, want %v", byFacts, name, got, want)
			}
		}
		if got := asked(t, s, "Die"); got.Does != 0 {
			t.Errorf("Die is told abroad: %+v", got)
		}
		if got := asked(t, s, "Close"); got != nil {
			t.Errorf("somebody knows what an interface does: %+v", got)
		}
		if got := s.Ask(nil); got != nil {
			t.Errorf("nobody: %+v", got)
		}
		if got := asked(t, s, "Error"); got == nil || !got.IsZero() {
			t.Errorf("Error: %+v", got)
		}
		if asked(t, s, "Listen").Does != resource.OnSIGINT {
			t.Errorf("Listen: %+v", asked(t, s, "Listen"))
		}
		if s.Fact.Signals.Does != 0 || s.Fact.Serves || len(s.Fact.Signals.Lists) != 0 {
			t.Errorf("a library says something about the program: %+v", s.Fact)
		}
		if s.Own(w.packages["example.com/kit"].pkg) || !s.Own(s.Pkg) {
			t.Error("wrong about what is one's own")
		}
	}
}

// Of the module itself everything is told.
func TestOwn(t *testing.T) {
	w := newWorld(t, false)
	lib := w.add("example.com/app", "example.com/app/kit", kit)
	s := w.add("example.com/app", "example.com/app", strings.ReplaceAll(app, "example.com/kit", "example.com/app/kit"))
	if got := asked(t, s, "Die"); !got.Does.Has(resource.Exits) {
		t.Errorf("Die: %+v", got)
	}
	if !s.Fact.Serves || s.Fact.Signals.Does != resource.OnSIGINT || len(s.Fact.Signals.Lists) != 1 {
		t.Errorf("%+v", s.Fact)
	}
	for _, row := range s.Fact.Rows {
		if row.Func == "example.com/app/kit.Die" || row.Func == "example.com/app.local" {
			t.Errorf("importers are told of %s", row.Func)
		}
	}
	if got := lib.Fact.String(); !strings.HasPrefix(got, "summary(") {
		t.Error(got)
	}
	lib.Fact.AFact()

	calls := make(map[string]*ast.CallExpr)
	for cur := range s.Files[0].Preorder((*ast.CallExpr)(nil)) {
		call := cur.Node().(*ast.CallExpr)
		if fn := s.Callee(call); fn != nil {
			calls[fn.Name()] = call
		}
	}
	if s.MayReturn(calls["Die"]) || !s.MayReturn(calls["Nothing"]) {
		t.Error("wrong about what may return")
	}
	decls := s.Files[0].Node().(*ast.File).Decls
	cur, _ := s.Files[0].FindNode(decls[1]) // main ends with Die
	if g := s.Graph(cur); g == nil || len(g.Exits()) != 0 || s.Graph(cur) != g {
		t.Error("wrong graph")
	}
	if s.Local(cur).Within != cur || s.Chains().Graph == nil || s.Waits().Index != s.Index {
		t.Error("wrong engines")
	}
	lit, _ := lib.Decl(w.packages["example.com/app/kit"].pkg.Scope().Lookup("Assembly").(*types.Func))
	if lib.Graph(lit) != nil {
		t.Error("a graph of assembly")
	}
}

// The table says all of the standard library.
func TestStandard(t *testing.T) {
	w := newWorld(t, true)
	file := "package errors\nimport \"os\"\nfunc Die() { os.Exit(1) }\n"
	s := w.add("", "errors", file)
	if w.packages["errors"].fact != nil || len(s.Fact.Rows) != 0 {
		t.Errorf("%+v", s.Fact)
	}
}

// Callees come first, and functions that call each other come together.
func TestComponents(t *testing.T) {
	w := newWorld(t, true)
	s := w.add("example.com/app", "example.com/app", `package main
func main() { a(); e() }
func a() { b() }
func b() { c(); d() }
func c() { b() }
func d() { d() }
func e() {}
func f() {}
type t struct{}
func (t) g() { f() }
`)
	var got []string
	for component, cyclic := range s.components() {
		var names []string
		for _, fn := range component {
			names = append(names, fn.Name())
		}
		text := strings.Join(names, "+")
		if cyclic {
			text += "*"
		}
		got = append(got, text)
	}
	if got, want := strings.Join(got, " "), "d* c+b* a e main f g"; got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	for range s.components() {
		break
	}
}
