package body_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ast/inspector"

	"github.com/shutdownlint/shutdownlint/analyzers/internal/body"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/index"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/owner"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/resource"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/snippet"
)

// function type-checks src and returns its function, or method, f.
func function(t *testing.T, src string) *body.Function {
	t.Helper()
	s := snippet.Check(t, src)
	p := &body.Package{Index: s.Index, Pkg: s.Pkg, Home: owner.New(s.Pkg.Path(), nil, nil), Ask: s.Ask, Graph: s.Graph}
	for cur := range s.File.Preorder((*ast.FuncDecl)(nil)) {
		if name := cur.Node().(*ast.FuncDecl).Name; name.Name == "f" {
			return p.Function(s.Info.Defs[name].(*types.Func))
		}
	}
	t.Fatal("there is no f")
	return nil
}

func TestFunction(t *testing.T) {
	tests := []struct {
		src, name, recv, params string
		results                 int
	}{
		{`package p; func f() {}`, "example.com/p.f", "", "", 0},
		{`package p; func f(a, b int, _ string, c ...int) (int, error) { return 1, nil }`, "example.com/p.f", "", "a b _ c", 2},
		{`package p; func f(int, string) (n int) { return }`, "example.com/p.f", "", "_ _", 1},
		{`package p; type t int; func (x *t) f() {}`, "(*example.com/p.t).f", "x", "", 0},
		{`package p; type t int; func (t) f() {}`, "(example.com/p.t).f", "", "", 0},
	}
	for _, test := range tests {
		f := function(t, test.src)
		recv := ""
		if f.Recv != nil {
			recv = f.Recv.Name()
		}
		var params []string
		for _, v := range f.Params {
			if v == nil {
				params = append(params, "_")
			} else {
				params = append(params, v.Name())
			}
		}
		if got := strings.Join(params, " "); f.Name != test.name || recv != test.recv || got != test.params || f.Results != test.results {
			t.Errorf("%s: %s, receiver %q, parameters %q, %d results", test.src, f.Name, recv, got, f.Results)
		}
		if f.Tracer().Within != f.Cur || f.Package.Tracer().Within.Valid() {
			t.Errorf("%s: wrong tracers", test.src)
		}
		if !f.Own(f.Pkg) || f.Own(nil) || f.Own(types.NewPackage("golang.org/x/net", "net")) {
			t.Errorf("%s: wrong about what is one's own", test.src)
		}
		if f.Contexts().Index != f.Index || f.Sites().Index != f.Index {
			t.Errorf("%s: wrong index", test.src)
		}
	}
}

func TestCalls(t *testing.T) {
	f := function(t, `package p
func f() {
	a(b())
	defer c()
	go d()
	func() { e() }()
	if a() == 1 {
		return
	}
	for range b() {
	}
}
func a(...int) int
func b() int
func c()
func d()
func e()
`)
	names := func(calls func(func(inspector.Cursor) bool)) string {
		var names []string
		for cur := range calls {
			if id, ok := cur.Node().(*ast.CallExpr).Fun.(*ast.Ident); ok {
				names = append(names, id.Name)
			} else {
				names = append(names, "literal")
			}
		}
		return strings.Join(names, " ")
	}
	if got := names(slices.Values(f.Inner())); got != "a b c d literal a b" {
		t.Errorf("inner: %s", got)
	}
	if got := names(f.Inline()); got != "a b literal a b" {
		t.Errorf("in line: %s", got)
	}
	for cur := range f.Inline() {
		if names(func(yield func(inspector.Cursor) bool) { yield(cur) }) == "b" {
			return // a loop may end early
		}
	}
}

func TestOnce(t *testing.T) {
	f := function(t, `package p; func f() { g(); g() }; func g()`)
	asked := 0
	for range 3 {
		for cur := range f.Inline() {
			does := f.Once(cur.Node().(*ast.CallExpr), func(*body.Package, *ast.CallExpr) resource.Does { asked++; return resource.Blocks })
			if does != resource.Blocks {
				t.Errorf("does %b", does)
			}
		}
	}
	if asked != 2 {
		t.Errorf("asked %d times of two calls", asked)
	}
}

func TestMentions(t *testing.T) {
	for src, want := range map[string]bool{
		`package p; func f(a int) { g(a) }; func g(int)`:                 true,
		`package p; func f(a int) { g(1 + a*2) }; func g(int)`:           true,
		`package p; func f(a string) { g(len(a)) }; func g(int)`:         false, // is says so
		`package p; func f(a int) { b := a; g(b) }; func g(int)`:         false,
		`package p; func f(_ int, a int) { g(1) }; func g(int)`:          false,
		`package p; func f(a int) { { a := 1; g(a) } }; func g(int)`:     false,
		`package p; func f(_ int) { g(h()) }; func g(int); func h() int`: false,
	} {
		f := function(t, src)
		for _, cur := range f.Inner() {
			got := f.Mentions(cur.Node(), func(v *types.Var) bool { return v.Type() == types.Typ[types.Int] })
			if got != want {
				t.Errorf("%s: %t", src, got)
			}
			break
		}
	}
}

func TestGiven(t *testing.T) {
	for call, want := range map[string]string{
		`f(1, "a", x)`:  "1 \"a\" -",
		`f(x, c, 1+2)`:  "- \"c\" -",
		`f(two())`:      "- - -",
		`f(1, "a", 3)`:  "1 \"a\" -", // n gets another value
		`f(-1, "", *p)`: "-1 \"\" -",
	} {
		f := function(t, `package p
func f(a int, b string, n int, _ ...int) { n++; println(a, b) }
const c = "c"
var x, p = 1, new(int)
func two() (int, string, int)
var _ = func() { `+call+` }`)
		var got []string
		for cur := range f.Files[0].Preorder((*ast.CallExpr)(nil)) {
			call := cur.Node().(*ast.CallExpr)
			if f.Callee(call) == nil || f.Callee(call).Name() != "f" {
				continue
			}
			given := f.Given(call)
			for _, v := range f.Params[:3] {
				if value := given[v]; value != nil {
					got = append(got, value.ExactString())
				} else {
					got = append(got, "-")
				}
			}
		}
		if got := strings.Join(got, " "); got != want {
			t.Errorf("%s: %s, want %s", call, got, want)
		}
	}
}

// Of a function of which nobody knows more, somebody who takes anything may keep it.
func TestPlain(t *testing.T) {
	f := function(t, `package p; func f(a int, b any, c error, d ...any) {}`)
	row := body.Plain(f.Info.Defs[f.Cur.Node().(*ast.FuncDecl).Name].(*types.Func))
	for i, want := range []resource.Effect{resource.Reads, resource.Escapes, resource.Reads, resource.Reads} {
		if row.Slot(i) != want {
			t.Errorf("parameter %d: %v", i, row.Slot(i))
		}
	}
}

// TestBare tries whether the function can return.
func TestBare(t *testing.T) {
	for src, want := range map[string]bool{
		`package p; func f() {}`:                               true,
		`package p; func f() { panic(1) }`:                     false,
		`package p; func f() { exit() }; func exit() {}`:       true,
		`package p; func f() { panic(1) }; func panic(int) {}`: true,
		`package p; func f(b bool) { if b { panic(1) } }`:      true,
		`package p; func f() { for {} }`:                       false,
	} {
		f := function(t, src)
		if got := len(f.Bare(f.Cur).Exits()) > 0; got != want {
			t.Errorf("%s: %t", src, got)
		}
	}
	f := function(t, `package p; func f()`)
	if f.Bare(f.Cur) != nil {
		t.Error("a graph without a body")
	}
}

// A place is in the module of the package, though files of other modules end alike.
func TestFindInModule(t *testing.T) {
	for _, test := range []struct{ path, own string }{
		{"example.com/app", "/home/app/main.go"},
		{"example.com/app/cmd/app", "/home/app/cmd/app/main.go"},
	} {
		s := snippet.CheckAs(t, test.path, "package p\nfunc f() {}\n")
		fset := token.NewFileSet()
		syntax, err := parser.ParseFile(fset, test.own, "package p\nfunc f() {}\n", 0)
		if err != nil {
			t.Fatal(err)
		}
		root, _ := inspector.New([]*ast.File{syntax}).Root().FirstChild()
		p := &body.Package{
			Index: index.New(s.Info, s.Table, root), Pkg: s.Pkg, Home: owner.New(test.path, &analysis.Module{Path: "example.com/app"}, nil), Fset: fset,
		}
		for _, name := range []string{"/go/src/net/server.go", "/home/app/server.go", "/home/other/server.go"} {
			fset.AddFile(name, -1, 100).AddLine(10)
		}
		if got := fset.Position(p.Find("server.go:2")).Filename; got != "/home/app/server.go" {
			t.Errorf("from %s, found it in %s", test.own, got)
		}
	}
}

// A place is told from the root of the module, wherever that is.
func TestPlace(t *testing.T) {
	for _, test := range []struct{ path, module, want string }{
		{"example.com/app/api", "example.com/app", "api/snippet.go:2"},
		{"example.com/app", "example.com/app", "snippet.go:2"},
		{"example.com/app", "", "example.com/app/snippet.go:2"},
		{"example.com/apparatus", "example.com/app", "example.com/apparatus/snippet.go:2"},
	} {
		s := snippet.CheckAs(t, test.path, "package p\nfunc f() {}\n")
		module := &analysis.Module{Path: test.module}
		p := &body.Package{Index: s.Index, Pkg: s.Pkg, Home: owner.New(test.path, module, nil), Fset: s.Fset}
		decl := s.File.Node().(*ast.File).Decls[0]
		if got := p.Place(decl); got != test.want {
			t.Errorf("%s of %s: %s, want %s", test.path, test.module, got, test.want)
		}
		file := s.Fset.AddFile("/home/app/api/other.go", -1, 100)
		file.AddLine(10)
		if got := s.Fset.Position(p.Find("api/other.go:2")); got.Line != 2 {
			t.Errorf("found %v", got)
		}
		for _, place := range []string{"api/other.go:3", "other/api.go:1", "other.go", ""} {
			if p.Find(place).IsValid() {
				t.Errorf("found %q", place)
			}
		}
		p.Fset = nil
		if got := p.Place(decl); got != "" {
			t.Errorf("of a dependency: %s", got)
		}
		if p.Find("api/other.go:2").IsValid() {
			t.Error("found without files")
		}
	}
}
