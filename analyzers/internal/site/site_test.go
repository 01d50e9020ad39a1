package site_test

import (
	"go/ast"
	"go/types"
	"iter"
	"strings"
	"testing"

	"golang.org/x/tools/go/ast/inspector"

	"github.com/shutdownlint/shutdownlint/analyzers/internal/index"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/resource"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/site"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/snippet"
)

// prelude declares the code that is looked for, and functions that nothing is known about, or what their names say.
var prelude = strings.Replace(snippet.Imports("context", "net/http", "sync", "time"), "package p", "package main", 1) + `
func code() {}
func keep(func())
func later(func())
func spawn(func())
func guarded(func())
func lifecycle(hook)
func actors(run func() error, stop func(error))

type hook struct{ OnStart, OnStop func() }
type doer interface{ Do() }
`

// known is what is known of the functions of the prelude, by name.
var known = map[string]resource.Does{
	"later": resource.RunsAside, "spawn": resource.Spawns, "guarded": resource.Async, "lifecycle": resource.LastFirst, "actors": resource.FirstFirst,
}

func find(t *testing.T, src string) (*snippet.Snippet, *site.Finder) {
	t.Helper()
	if !strings.HasPrefix(src, "package") {
		src = prelude + src
	}
	s := snippet.Check(t, src)
	ask := func(fn *types.Func) *resource.Row {
		if does, ok := known[fn.Name()]; ok {
			return &resource.Row{Does: does}
		}
		return s.Ask(fn)
	}
	return s, &site.Finder{Index: s.Index, Ask: ask, Graph: s.Graph}
}

// describe names the function of a site, the first line of what is there, and how that gets to the code.
func describe(s *snippet.Snippet, at site.Site) string {
	where := "outside"
	if at.Fn.Valid() {
		where = "literal"
		if decl, ok := at.Fn.Node().(*ast.FuncDecl); ok {
			where = decl.Name.Name
		}
	}
	if at.At.Valid() {
		what := s.Text(at.Stmt())
		if short, _, cut := strings.Cut(what, "{"); cut {
			what = short + "{"
		}
		where += " " + what
	}
	if at.How != 0 {
		where += " " + at.How.String()
	}
	return where
}

func sites(t *testing.T, src string, of func(*site.Finder, inspector.Cursor) iter.Seq[site.Site]) string {
	t.Helper()
	s, f := find(t, src)
	var got []string
	for at := range of(f, s.Call(t, "code")) {
		got = append(got, describe(s, at))
	}
	return strings.Join(got, "; ")
}

func TestOf(t *testing.T) {
	tests := []struct{ name, src, want string }{
		{"entry", `func main() { code() }`, "main code(); outside"},
		{"init", `func init() { code() }`, "init code(); outside"},
		{"nobody calls it", `func f() { code() }`, "f code()"},
		{"nobody but itself", `func f() { code(); f() }`, "f code(); f f()"},
		{"caller", `func main() { f() }; func f() { code() }`, "f code(); main f(); outside"},
		{"two callers", `func a() { f() }; func b() { f() }; func f() { code() }`, "f code(); a f(); b f()"},
		{"two calls", `func a() { f(1); f(2) }; func f(int) { code() }`, "f code(); a f(1); a f(2)"},
		{"method", `type t struct{}; func (t) f() { code() }; func a(x t) { x.f() }`, "f code(); a x.f()"},
		{"promoted method", `type t struct{}; func (t) f() { code() }; type u struct{ t }; func a(x u) { x.f() }`, "f code(); a x.f()"},
		{"generic", `func f[T any](T) { code() }; func a() { f[int](1) }; func b() { (f(2)) }`, "f code(); a f[int](1); b f(2)"},
		{"goroutine", `func a() { go code() }`, "a go code() goroutine"},
		{"argument of a go statement", `func a() { go f(g()) }; func f(int) {}; func g() int { code(); return 1 }`, "g code(); a g()"},
		{"deferred", `func a() { defer code() }`, "a defer code() deferred"},
		{"caller defers", `func a() { defer f() }; func f() { code() }`, "f code(); a defer f() deferred"},
		{"caller starts", `func a() { go f() }; func f() { code() }`, "f code(); a go f() goroutine"},

		{"literal called", `func a() { func() { code() }() }`, "literal code(); a func() {"},
		{"literal in parentheses", `func a() { (func() { code() })() }`, "literal code(); a (func() {"},
		{"literal deferred", `func a() { defer func() { code() }() }`, "literal code(); a defer func() { deferred"},
		{"literal started", `func a() { go func() { code() }() }`, "literal code(); a go func() { goroutine"},
		{"literal in a literal", `func a() { go func() { defer func() { code() }() }() }`, "literal code(); literal defer func() { deferred; a go func() { goroutine"},
		{"literal that returns", `func a() func() { return func() { code() } }`, "literal code(); a func() { unknown"},
		{"literal in a field", `type t struct{ f func() }; func a(x *t) { x.f = func() { code() } }`, "literal code(); a func() { unknown"},
		{"literal in a container", `func a() { f := []func(){func() { code() }}; f[0]() }`, "literal code(); a func() { unknown"},
		{"literal of two results", `func a() { f, g := func() { code() }, 1; f(); _ = g }`, "literal code(); a f()"},

		{"variable", `func a() { f := func() { code() }; f() }`, "literal code(); a f()"},
		{"variable declared", `func a() { var f func(); f = func() { code() }; if f != nil { f() } }`, "literal code(); a f()"},
		{"variable with a value", `func a() { var f = func() { code() }; go f() }`, "literal code(); a go f() goroutine"},
		{"variable called twice", `func a() { f := func() { code() }; f(); defer f() }`, "literal code(); a f(); a defer f() deferred"},
		{"variable of a variable", `func a() { f := func() { code() }; g := f; g() }`, "literal code(); a g()"},
		{"variable of itself", `func a() { f := func() { code() }; g := f; f = g; g() }`, "literal code(); a g()"},
		{"variable handed on", `func a() { f := func() { code() }; keep(f) }`, "literal code(); a keep(f) callback"},
		{"variable's address", `func a() { f := func() { code() }; g(&f) }; func g(*func()) {}`, "literal code(); a f unknown"},
		{"variable that recurses", `func a() { var f func(); f = func() { code(); f() }; f() }`, "literal code(); literal f(); a f()"},
		{"variable nobody calls", `var f = func() { code() }`, "literal code()"},
		{"blank", `func a() { _ = func() { code() } }`, "literal code()"},
		{"named result", `func a() (f func()) { f = func() { code() }; return }`, "literal code(); a func() { unknown"},
		{"package variable", `var f = func() { code() }; func a() { f() }`, "literal code(); a f()"},
		{"initial value", `var x = f(); func f() int { code(); return 1 }`, "f code(); outside f()"},
		{"initial value that keeps it", `var x = hook{OnStop: func() { code() }}`, "literal code(); outside func() { unknown"},

		{"function value", `func a() { f := g; f() }; func g() { code() }`, "g code(); a f()"},
		{"method value", `type t struct{}; func (t) f() { code() }; func a(x t) { go keep(x.f) }`, "f code(); a go keep(x.f) goroutine|callback"},
		{"conversion", `type fn func(); func a() { keep(fn(g)) }; func g() { code() }`, "g code(); a keep(fn(g)) callback"},
		{"appended", `func a(l []func()) { l = append(l, g) }; func g() { code() }`, "g code(); a append(l, g) callback"},

		{"callback", `func a() { keep(func() { code() }) }`, "literal code(); a keep(func() { callback"},
		{"callback of a method value", `func a(k func(func())) { k(func() { code() }) }`, "literal code(); a k(func() { callback"},
		{"deferred callback", `func a(o *sync.Once) { defer o.Do(func() { code() }) }`, "literal code(); a defer o.Do(func() { deferred|callback"},
		{"spawns", `func a() { spawn(func() { code() }) }`, "literal code(); a spawn(func() { goroutine"},
		{"spawns and recovers", `func a() { guarded(g) }; func g() { code() }`, "g code(); a guarded(g) goroutine"},
		{"wait group", `func a(wg *sync.WaitGroup) { wg.Go(func() { code() }) }`, "literal code(); a wg.Go(func() { goroutine"},
		{"timer", `func a() { time.AfterFunc(1, g) }; func g() { code() }`, "g code(); a time.AfterFunc(1, g) goroutine"},
		{"on drain", `func a(srv *http.Server) { srv.RegisterOnShutdown(g) }; func g() { code() }`, "g code(); a srv.RegisterOnShutdown(g) hook"},
		{"kept for a goroutine", `func a() { later(g) }; func g() { code() }`, "g code(); a later(g) hook"},
		{"life cycle's end", `func a() { lifecycle(hook{OnStop: func() { code() }}) }`, "literal code(); a lifecycle(hook{ hook"},
		{"life cycle's start", `func a() { lifecycle(hook{OnStart: g}) }; func g() { code() }`, "g code(); a lifecycle(hook{ callback"},
		{"actor", `func a() { actors(func() error { code(); return nil }, func(error) {}) }`, "literal code(); a actors(func() error { goroutine"},
		{"actor's stop", `func a() { actors(func() error { return nil }, func(error) { code() }) }`, "literal code(); a actors(func() error { hook"},

		{"exported in main", `func F() { code() }`, "F code()"},
		{"exported", `package p; func F() { code() }; func code() {}`, "F code(); outside unknown"},
		{"exported method", `package p; type t struct{}; func (t) F() { code() }; func code() {}`, "F code(); outside unknown"},
		{"exported variable", `package p; var F = func() { code() }; func code() {}`, "literal code(); outside func() { unknown"},
		{"main of a library", `package p; func main() { code() }; func code() {}`, "main code()"},
		{"called by an interface", `type t struct{}; func (t) Do() { code() }; func a(d doer) { d.Do() }`, "Do code(); outside unknown"},
		{"method of no interface", `type t struct{}; func (t) Did() { code() }`, "Did code()"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got := sites(t, test.src, (*site.Finder).Of)
			if got != test.want {
				t.Errorf("%s\ngot  %s\nwant %s", test.src, got, test.want)
			}
		})
	}
}

func TestWithin(t *testing.T) {
	tests := []struct{ name, src, want string }{
		{"declared", `func main() { f() }; func f() { code() }`, "f code()"},
		{"literal", `func main() { f() }; func f() { go func() { code() }() }`, "literal code(); f go func() { goroutine"},
		{"outside", `var f = func() { code() }; func a() { f() }; func b() { a() }`, "literal code(); a f()"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got := sites(t, test.src, (*site.Finder).Within)
			if got != test.want {
				t.Errorf("%s\ngot  %s\nwant %s", test.src, got, test.want)
			}
		})
	}
}

func TestVia(t *testing.T) {
	tests := []struct{ name, src, want string }{
		{"called", `func a() { f() }; func f() { code() }`, ""},
		{"started below", `func a() { f() }; func f() { go func() { code() }() }`, "goroutine"},
		{"started, then deferred", `func a() { go f() }; func f() { defer code() }`, "deferred|goroutine"},
		{"both", `func a() { f() }; func f() { go g(); g() }; func g() { code() }`, "goroutine "},
		{"handed on below", `func a() { f() }; func f() { keep(g) }; func g() { code() }`, "callback"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			s, f := find(t, test.src)
			var got []string
			for at := range f.Of(s.Call(t, "code")) {
				if decl, ok := at.Fn.Node().(*ast.FuncDecl); ok && decl.Name.Name == "a" {
					got = append(got, at.Via.String())
				}
			}
			if got := strings.Join(got, " "); got != test.want {
				t.Errorf("%s\ngot  %q\nwant %q", test.src, got, test.want)
			}
		})
	}
}

func TestInline(t *testing.T) {
	tests := []struct {
		name, src string
		want      bool
	}{
		{"called", `func a() { code() }`, true},
		{"elsewhere", `func a() {}; func b() { code() }`, false},
		{"deferred", `func a() { defer code() }`, false},
		{"started", `func a() { go code() }`, false},
		{"in a literal", `func a() { func() { code() }() }`, false},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			s, _ := find(t, test.src)
			decl, _ := s.Decl(s.Pkg.Scope().Lookup("a").(*types.Func))
			if got := site.Inline(s.Call(t, "code"), decl); got != test.want {
				t.Errorf("%s: got %v", test.src, got)
			}
		})
	}
}

// TestBound checks that the last of too many sites says that there are others.
func TestBound(t *testing.T) {
	s, f := find(t, `func main() { `+strings.Repeat("f(); ", 300)+`}; func f() { code() }`)
	var last site.Site
	n := 0
	for at := range f.Of(s.Call(t, "code")) {
		last = at
		n++
	}
	if n > 250 || last.Fn.Valid() || !last.How.Has(site.Unknown) {
		t.Errorf("%d sites, the last of which is %q", n, describe(s, last))
	}
}

func TestLive(t *testing.T) {
	tests := []struct {
		name, src string
		want      bool
	}{
		{"main", `func main() { a() }; func a() { code() }`, true},
		{"dead", `func main() {}; func a() { b() }; func b() { code() }`, false},
		{"cycle", `func a() { b() }; func b() { a(); code() }`, false},
		{"exported to nobody", `func A() { code() }`, false},
		{"exported", `package p; func A() { a() }; func a() { code() }; func code() {}`, true},
		{"interface", `type t struct{}; func (t) Do() { code() }; var d doer`, true},
		{"interface of a field", `type t struct{}; func (t) ServeHTTP(http.ResponseWriter, *http.Request) { code() }; func main() { println(&http.Server{Handler: t{}}) }`, true},
		{"named by what runs", `func main() { var f any = a; println(f) }; func a() { code() }`, true},
		{"named by what is dead", `func b() { var f any = a; println(f) }; func a() { code() }`, false},
		{"initial value", `var f = hook{OnStop: a}; func a() { code() }`, true},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			s, f := find(t, test.src)
			if got := f.Live(s.Call(t, "code")); got != test.want {
				t.Errorf("%s: got %v", test.src, got)
			}
		})
	}
	s, f := find(t, `func a() { code() }`)
	f.Incomplete = true
	if !f.Live(s.Call(t, "code")) {
		t.Error("in a package with errors, nothing is known to be dead")
	}
}

func TestStarted(t *testing.T) {
	tests := []struct {
		name, src string
		want      bool
	}{
		{"here", `func main() { go code() }`, true},
		{"by a caller", `func main() { go a() }; func a() { code() }`, true},
		{"by a caller of one's caller", `func main() { go b() }; func b() { a() }; func a() { code() }`, true},
		{"or called", `func main() { go a(); a() }; func a() { code() }`, false},
		{"called", `func main() { a() }; func a() { code() }`, false},
		{"by nobody", `func a() { code() }`, false},
		{"or by others", `package p; func A() { code() }; func main() { go A() }; func code() {}`, false},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			s, f := find(t, test.src)
			if got := f.Started(s.Call(t, "code")); got != test.want {
				t.Errorf("%s: got %v", test.src, got)
			}
		})
	}
}

func TestSingle(t *testing.T) {
	tests := []struct {
		name, src string
		want      bool
	}{
		{"main", `func main() { code() }`, true},
		{"init", `package p; func init() { code() }; func code() {}`, true},
		{"called by main", `func main() { a() }; func a() { b() }; func b() { code() }`, true},
		{"started by main", `func main() { go a() }; func a() { code() }`, true},
		{"deferred", `func main() { defer a() }; func a() { code() }`, true},
		{"in a loop", `func main() { for { code() } }`, false},
		{"called in a loop", `func main() { for range 3 { a() } }; func a() { code() }`, false},
		{"before a loop", `func main() { for x := a(); x; {} }; func a() bool { code(); return true }`, true},
		{"callback", `func main() { keep(func() { code() }) }`, false},
		{"dead", `func a() { code() }`, false},
		{"exported", `package p; func A() { code() }; func code() {}`, false},
		{"goes out of sight", `func main() { f := []func(){a}; f[0]() }; func a() { code() }`, false},
		{"initial value", `package p; var x = a(); func a() int { code(); return 1 }; func code() {}`, true},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			s, f := find(t, test.src)
			if got := f.Single(s.Call(t, "code")); got != test.want {
				t.Errorf("%s: got %v", test.src, got)
			}
		})
	}
}

func TestEarly(t *testing.T) {
	tests := []struct {
		name, src string
		want      bool
	}{
		{"begins", `package p; func Init() { code() }; func code() {}`, true},
		{"called by it", `package p; func Init() { a() }; func a() { code() }; func code() {}`, true},
		{"or by others", `package p; func Init() { a() }; func B() { a() }; func a() { code() }; func code() {}`, false},
		{"unexported", `func Init() { a() }; func a() { code() }`, false},
		{"in a loop", `package p; func Init() { for { code() } }; func code() {}`, false},
		{"again and again", `package p; func Init() { code() }; func b() { for { Init() } }; func code() {}`, false},
		{"handed on", `package p; func Init() { code() }; func b() { keep(Init) }; func code() {}; func keep(func()) {}`, false},
		{"recursion", `package p; func Init() { a() }; func a() { if false { a() }; code() }; func code() {}`, true},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			s, f := find(t, test.src)
			begins := func(fn inspector.Cursor) bool { return fn.Node().(*ast.FuncDecl).Name.Name == "Init" }
			if got := f.Early(s.Call(t, "code"), begins); got != test.want {
				t.Errorf("%s: got %v", test.src, got)
			}
		})
	}
}

func TestOnce(t *testing.T) {
	tests := []struct {
		name, src string
		want      bool
	}{
		{"once", `func a(o *sync.Once) { o.Do(func() { code() }) }`, true},
		{"by a function", `func a() func() { return sync.OnceFunc(func() { code() }) }`, true},
		{"in a variable", `func a(o *sync.Once) { f := func() { code() }; o.Do(f) }`, true},
		{"by anybody", `func a() { keep(func() { code() }) }`, false},
		{"called as well", `func a(o *sync.Once) { f := func() { code() }; o.Do(f); f() }`, false},
		{"by nobody", `func a() { _ = func() { code() } }`, false},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			s, f := find(t, test.src)
			if got := f.Once(index.Function(s.Call(t, "code"))); got != test.want {
				t.Errorf("%s: got %v", test.src, got)
			}
		})
	}
}

func TestBefore(t *testing.T) {
	tests := []struct {
		name, src string
		want      string // whether the code comes before other() and other() before the code
	}{
		{"straight", `func a() { code(); other() }`, "true false"},
		{"other branch", `func a(c bool) { if c { code() } else { other() } }`, "false false"},
		{"loop", `func a() { for { code(); other() } }`, "true true"},
		{"end of the process", `func a() { code(); panic(1); other() }`, "false false"},
		{"deferred", `func a() { defer code(); other() }`, "false true"},
		{"deferred behind", `func a() { other(); defer code() }`, "false true"},
		{"deferred on another path", `func a(c bool) { if c { other(); return }; defer code() }`, "false false"},
		{"deferred, but does not return", `func a() { defer code(); other(); panic(1) }`, "false false"},
		{"both deferred", `func a() { defer code(); defer other() }`, "false true"},
		{"deferred by one statement", `func a() { defer func() { code(); other() }() }`, "true false"},
		{"deferred literal", `func a() { defer func() { code() }(); other() }`, "false true"},
		{"started", `func a() { go func() { code() }(); other() }`, "true false"},
		{"select", `func a(c, d chan int) { select { case <-c: code(); case <-d: other() } }`, "false false"},
		{"called", `func a() { f(); other() }; func f() { code() }`, "true false"},
		{"called twice", `func a() { f(); other(); f() }; func f() { code() }`, "true true"},
		{"other function", `func a() { code() }; func b() { other() }`, "false false"},
		{"in between", `func a() { code(); barrier(); other() }`, "false false"},
		{"around it", `func a(c bool) { code(); if c { barrier() }; other() }`, "true false"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			s, f := find(t, "func other() {}\nfunc barrier() {}\n"+test.src)
			stop := func(n ast.Node) bool {
				found := false
				ast.Inspect(n, func(n ast.Node) bool {
					id, ok := n.(*ast.Ident)
					found = found || ok && id.Name == "barrier"
					return true
				})
				return found
			}
			before := func(a, b string) string {
				for x := range f.Of(s.Call(t, a)) {
					for y := range f.Of(s.Call(t, b)) {
						if f.Before(x, y, stop) {
							return "true"
						}
					}
				}
				return "false"
			}
			if got := before("code", "other") + " " + before("other", "code"); got != test.want {
				t.Errorf("%s: got %s, want %s", test.src, got, test.want)
			}
		})
	}
}
