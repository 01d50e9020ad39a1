package exit_test

import (
	"go/ast"
	"strings"
	"testing"

	"github.com/shutdownlint/shutdownlint/analyzers/internal/facet/exit"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/facet/facettest"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/facet/panics"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/snippet"
)

var prelude = snippet.Imports("log", "os", "errors", "sync", "sync/atomic", "time", "net/http") + `
var err = errors.New("")
var ready func()
var done bool
var began atomic.Bool
var name string
var list []string
var srv *http.Server
var zone *time.Location
func load() error
func client() *string
`

func TestFacet(t *testing.T) {
	facettest.Does(t, prelude, exit.Facet, []facettest.Case{
		{"nothing", `func f() { log.Print(err) }`, ""},
		{"nothing to see", `func f()`, ""},
		{"exit", `func f() { os.Exit(1) }`, "exits|mayExit"},
		{"fatal", `func f() { log.Fatal(err) }`, "exits|mayExit"},
		{"on a path", `func f() { if err != nil { log.Fatal(err) } }`, "mayExit"},
		{"on both paths", `func f() { if err != nil { log.Fatal(err) } else { os.Exit(0) } }`, "exits|mayExit"},
		{"behind a return", `func f() { return; os.Exit(1) }`, "exitsIf"},
		{"in a loop without an end", `func f() { for { log.Print(err); if err != nil { continue }; os.Exit(1) } }`, "exits|mayExit"},
		{"loop without an end", `func f() { for { log.Print(err) } }`, ""},
		{"through another function", `func f() { g() }; func g() { os.Exit(1) }`, "exits|mayExit"},
		{"through one that may", `func f() { g() }; func g() { if err != nil { os.Exit(1) } }`, "mayExit"},
		{"through a cycle", `func f() { if err != nil { f() }; g() }; func g() { f(); os.Exit(1) }`, "exits|mayExit"},
		{"through a variable", `func f() { ready() }`, ""},
		{"through an interface", `func f(x interface{ Exit() }) { x.Exit() }`, ""},
		{"in a literal", `func f() { ready = func() { os.Exit(1) } }`, ""},
		{"in a goroutine", `func f() { go os.Exit(1) }`, ""},
		{"deferred", `func f() { defer os.Exit(1) }`, ""},

		// once nothing is served any more
		{"stopped", `func f() { srv.Shutdown(nil); os.Exit(0) }`, "exits|mayExit|gently"},
		{"stopped on a path", `func f() { if err != nil { srv.Shutdown(nil) }; os.Exit(0) }`, "exits|mayExit"},
		{"stopped on all paths", `func f() { if err == nil { srv.Shutdown(nil); os.Exit(0) }; g() }; func g() { srv.Shutdown(nil); if err := load(); err != nil { os.Exit(1) } }`, "mayExit|gently"},
		{"stopped on no other path", `func f() { if err == nil { srv.Shutdown(nil); os.Exit(0) }; g() }; func g() { if err := load(); err != nil { os.Exit(1) } }`, "mayExit"},
		{"stopped in a circle", `func f() { if err == nil { g(); return }; srv.Shutdown(nil); os.Exit(0) }; func g() { f(); os.Exit(1) }`, "exits|mayExit"},
		{"stopped for some arguments", `func f(code int) { srv.Shutdown(nil); if code > 0 { os.Exit(code) } }`, "exitsIf|gently"},
		{"stopped, and no more", `func f() { srv.Shutdown(nil) }`, ""},

		// panics
		{"panic", `func f() { panic(err) }`, "panics"},
		{"panic on a path", `func f() { if err != nil { panic(err) } }`, ""},
		{"no builtin", `func f() { panic(err) }; func panic(error) {}`, ""},
		{"panic or exit", `func f() { if err != nil { panic(err) }; os.Exit(1) }`, "exits|mayExit"},
		{"recovered panic", `func f() { defer func() { recover() }(); panic(err) }`, ""},
		{"recovered panic or exit", `func f() { defer func() { recover() }(); if err != nil { panic(err) }; os.Exit(1) }`, "mayExit"},
		{"log's panic", `func f() { log.Panic(err) }`, "panics"},

		// conditions that the callers know better
		{"for some arguments", `func f(code int) { if code > 0 { os.Exit(code) } }`, "exitsIf"},
		{"for others", `func f(quiet bool) { if quiet { return } else { os.Exit(1) } }`, "exitsIf"},
		{"of a switch", `func f(level string) { switch level { case "fatal": os.Exit(1) } }`, "exitsIf"},
		{"of a switch's case", `func f(level string) { switch { case level == "fatal": os.Exit(1) } }`, "exitsIf"},
		{"of the error", `func f(e error) { if e != nil { os.Exit(1) } }`, "mayExit"},
		{"until it is set", `func f() { if ready == nil { os.Exit(1) } }`, "exitsIf"},
		{"until the field is set", `type t struct{ ready func() }; func (x *t) f() { if x.ready == nil { os.Exit(1) } }`, "exitsIf"},
		{"once it is set", `func f() { if ready != nil { os.Exit(1) } }`, "mayExit"},
		{"unless it is set", `func f() { if ready != nil { return }; if err := load(); err != nil { os.Exit(1) } }`, "exitsIf"},
		{"unless it is set, or else", `func f() { if ready != nil || err != nil { return }; os.Exit(1) }`, "exitsIf"},
		{"until a flag is set", `func f() { if !done { done = true; os.Exit(1) } }`, "exitsIf"},
		{"unless a flag is set", `func f() { if done { return }; done = true; os.Exit(1) }`, "exitsIf"},
		{"in a literal that runs once", `var once sync.Once; func f() { once.Do(func() { os.Exit(1) }) }`, ""},
		{"once a flag is set", `func f() { done = true; if done { os.Exit(1) } }`, "mayExit"},
		{"a flag of others", `func f() { if !done { os.Exit(1) } }`, "mayExit"},
		{"a flag that is cleared", `func f() { if !done { done = false; os.Exit(1) } }`, "mayExit"},
		{"until an atomic flag is set", `func f() { if !began.Load() { began.Store(true); os.Exit(1) } }`, "exitsIf"},
		{"unless somebody has begun", `func f() { if !began.CompareAndSwap(false, true) { return }; os.Exit(1) }`, "exitsIf"},
		{"until an atomic flag is set that is cleared", `func f() { if began.Load() { return }; began.Store(true); defer began.Store(false); if err := load(); err != nil { os.Exit(1) } }`, "mayExit"},
		{"unless somebody is at it", `func f() { if !began.CompareAndSwap(false, true) { return }; defer began.Store(false); os.Exit(1) }`, "mayExit"},
		{"unless a flag is set that others clear", `func f() { if done { return }; done = true; os.Exit(1) }; func g() { done = false }`, "mayExit"},
		{"unless an option is set", `type t struct{ ready func() }; func (x *t) f() { if x.ready != nil { return }; os.Exit(1) }`, "mayExit"},
		{"unless the field of an argument is set", `type t struct{ ready func() }; func f(x *t) { if x.ready != nil { return }; os.Exit(1) }`, "mayExit"},
		{"unless the field is set", `type t struct{ ready func() }; func (x *t) f() { if x.ready != nil { return }; x.ready = ready; os.Exit(1) }`, "exitsIf"},
		{"until a text is set", `func f() { if name == "" { name = "a"; os.Exit(1) } }`, "exitsIf"},
		{"a text of others", `func f() { if name == "" { os.Exit(1) } }`, "mayExit"},
		{"until a list is filled", `func f() { if len(list) == 0 { os.Exit(1) } }`, "exitsIf"},
		{"what is handed out", `func f() { if c := client(); c == nil { os.Exit(1) } }`, "exitsIf"},
		{"what is handed out and changed", `func f() { c := client(); if c == nil { os.Exit(1) }; c = &name }`, "exitsIf"},
		{"what is found", `func f() { if c := find("a"); c == nil { os.Exit(1) } }; func find(string) *string`, "mayExit"},
		{"what others have", `func f() { if c := os.Args; c == nil { os.Exit(1) } }`, "mayExit"},
		{"the field of what is found", `type t struct{ next *t }; func f() { x := find("a"); if x.next == nil { os.Exit(1) } }; func find(string) *t`, "mayExit"},
		{"failed once", `var once sync.Once; var failed error; func f() { once.Do(func() { failed = load() }); if failed != nil { os.Exit(1) } }`, "exitsIf"},
		{"failed again", `var failed error; func f() { failed = load(); if failed != nil { os.Exit(1) } }`, "mayExit"},
		{"failed once or again", `var once sync.Once; var failed error; func f() { once.Do(func() { failed = load() }); failed = load(); if failed != nil { os.Exit(1) } }`, "mayExit"},
		{"environment", `func f() { v := os.Getenv("A"); if v == "" { os.Exit(1) } }`, "exitsIf"},
		{"environment in the condition", `func f() { if os.Getenv("A") == "" { os.Exit(1) } }`, "exitsIf"},
		{"environment that has it not", `func f() { if _, ok := os.LookupEnv("A"); !ok { os.Exit(1) } }`, "exitsIf"},
		{"environment that fails", `func f() { dir, err := os.Getwd(); if err != nil { os.Exit(1) }; _ = dir }`, "exitsIf"},
		{"environment through functions", `func f() { if v := get("A"); v == "" { os.Exit(1) } }; func get(k string) string { if v := key(k); v != "" { return v }; return "" }; func key(k string) string { v := os.Getenv(k); return v }`, "exitsIf"},
		{"environment or a file", `func f() { if v := get(); v == "" { os.Exit(1) } }; func get() string { if v := os.Getenv("A"); v != "" { return v }; b, _ := os.ReadFile("A"); return string(b) }`, "mayExit"},
		{"until it is what the environment says", `func f() { tz := os.Getenv("A"); if zone == nil || zone.String() != tz { l, err := time.LoadLocation(tz); if err != nil { os.Exit(1) }; zone = l } }`, "exitsIf"},
		{"unless it is what the environment says", `func f() { if zone != nil && os.Getenv("A") == zone.String() { return }; l, err := time.LoadLocation(name); if err != nil { os.Exit(1) }; zone = l }`, "exitsIf"},
		{"until the field is what the environment says", `type t struct{ name string }; func (x *t) f() { if x.name != os.Getenv("A") { if err := load(); err != nil { os.Exit(1) }; x.name = os.Getenv("A") } }`, "exitsIf"},
		{"until it is what others say", `func f() { if zone == nil || zone.String() != name { l, err := time.LoadLocation(name); if err != nil { os.Exit(1) }; zone = l } }`, "mayExit"},
		{"until it is set, and again when it is old", `func f() { if zone == nil || old() { l, err := time.LoadLocation(name); if err != nil { os.Exit(1) }; zone = l } }; func old() bool`, "mayExit"},
		{"while it is what the environment says", `func f() { if zone.String() == os.Getenv("A") { if err := load(); err != nil { os.Exit(1) }; zone = nil } }`, "mayExit"},
		{"what others set is not what the environment says", `func f() { if zone.String() != os.Getenv("A") { os.Exit(1) } }`, "mayExit"},
		{"environment that has it", `func f() { if v := os.Getenv("A"); v != "" { os.Exit(1) } }`, "mayExit"},
		{"file", `func f() { _, err := os.ReadFile("A"); if err != nil { os.Exit(1) } }`, "mayExit"},
		{"local nil", `func f() { v := err; if v == nil { os.Exit(1) } }`, "mayExit"},

		// what tells of the environment
		{"environment handed on", `func f() string { return os.Getenv("A") }`, "ambient"},
		{"environment or a default", `func f(or string) string { if v := os.Getenv("A"); v != "" { return v }; return "b" }`, "ambient"},
		{"environment or what is given", `func f(or string) string { if v := os.Getenv("A"); v != "" { return v }; return or }`, ""},
		{"environment changed", `func f() string { v := os.Getenv("A"); v += name; return v }`, ""},
		{"environment with a comment", `func f() (string, error) { return os.Getenv("A"), load() }`, ""},
		{"a default", `func f() string { return "b" }`, ""},
		{"environment in a literal", `func f() string { ready = func() { _ = func() string { return os.Getenv("A") } }; return name }`, ""},

		// constants
		{"with the argument", `func f() { g(1) }; func g(code int) { if code > 0 { os.Exit(code) } }`, "exits|mayExit"},
		{"with another", `func f() { g(0) }; func g(code int) { if code > 0 { os.Exit(code) } }`, ""},
		{"with a variable", `func f() { code := 1; if err != nil { code = 0 }; g(code) }; func g(code int) { if code > 0 { os.Exit(code) } }`, ""},
		{"handed on", `func f() { g(1) }; func g(code int) { h(code, 2) }; func h(code, other int) { if other > 1 { os.Exit(code) } }`, "exits|mayExit"},
		{"not recovered", `func f() { g(true) }; func g(die bool) { if die { os.Exit(1) } }`, "exits|mayExit"},
		{"without a name", `func f() { g(1, 2) }; func g(_, code int) { if code > 1 { os.Exit(code) } }`, "exits|mayExit"},
	}, panics.Facet, exit.Facet)
}

// A log event of zerolog ends the process when it is written, if Fatal has made it.
func TestEvents(t *testing.T) {
	const zerolog = `package zerolog

type Logger struct{}
type Event struct{}

func (l *Logger) Fatal() *Event
func (l *Logger) Info() *Event
func (e *Event) Err(error) *Event
func (e *Event) Msg(string)
`
	tests := []facettest.Case{
		{"written", `func f(l *Logger) { l.Fatal().Msg("") }`, "exits|mayExit"},
		{"with more in it", `func f(l *Logger) { l.Fatal().Err(nil).Msg("") }`, "exits|mayExit"},
		{"of another level", `func f(l *Logger) { l.Info().Msg("") }`, ""},
		{"not written", `func f(l *Logger) { l.Fatal() }`, ""},
		{"in a variable", `func f(l *Logger) { e := l.Fatal(); e.Msg("") }`, "exits|mayExit"},
		{"in a variable with two", `func f(l *Logger) { e := l.Fatal(); e = l.Info(); e.Msg("") }`, ""},
		{"parameter", `func f(e *Event) { e.Msg("") }`, ""},
		{"handed on", `func f(l *Logger) *Event { return l.Fatal() }`, "arms"},
		{"another handed on", `func f(l *Logger) *Event { return l.Info() }`, ""},
		{"with an error", `func f(l *Logger) (*Event, error) { return l.Fatal(), nil }`, ""},
		{"through a function", `func f(l *Logger) { g(l).Msg("") }; func g(l *Logger) *Event { return l.Fatal() }`, "exits|mayExit"},
		{"through a function value", `func f(g func() *Event) { g().Msg("") }`, ""},
		{"method value", `func f(l *Logger) { msg := l.Fatal().Msg; msg("") }`, ""},
	}
	for _, test := range tests {
		t.Run(test.Name, func(t *testing.T) {
			for _, foreign := range []bool{false, true} {
				s := snippet.CheckAs(t, "github.com/rs/zerolog", zerolog+test.Src)
				want := test.Want
				if foreign && want != "arms" {
					want = ""
				}
				if got := facettest.Names(facettest.Compute(t, s, foreign, panics.Facet, exit.Facet).RowOf(t, "f").Does & exit.Facet.Does); got != want {
					t.Errorf("%s\nforeign %t: got %q, want %q", test.Src, foreign, got, want)
				}
			}
		})
	}
}

func TestPath(t *testing.T) {
	tests := []facettest.Case{
		{"at once", `func f() { log.Fatal(err) }`, "Fatal"},
		{"through functions", `func f() { g() }; func g() { log.Print(err); h() }; func h() { os.Exit(1) }`, "g h Exit"},
		{"not through a goroutine", `func f() { g() }; func g() { go h(); defer h(); os.Exit(1) }; func h() { os.Exit(2) }`, "g Exit"},
		{"without one", `func f() { g() }; func g() {}`, "g"},
		{"in a circle", `func f() { g() }; func g() { if err != nil { g() }; os.Exit(1) }`, "g"},
		{"nobody knows whom", `func f() { ready() }`, ""},
	}
	for _, test := range tests {
		t.Run(test.Name, func(t *testing.T) {
			p := facettest.Compute(t, snippet.Check(t, prelude+test.Src), false, panics.Facet, exit.Facet)
			var names []string
			for _, fn := range exit.Path(p.Package, firstCall(t, p)) {
				names = append(names, fn.Name())
			}
			if got := strings.Join(names, " "); got != test.Want {
				t.Errorf("%s\ngot  %q\nwant %q", test.Src, got, test.Want)
			}
		})
	}
}

// firstCall returns the first call in the function f.
func firstCall(t *testing.T, p *facettest.Package) *ast.CallExpr {
	t.Helper()
	for call := range p.DeclOf(t, "f").Preorder((*ast.CallExpr)(nil)) {
		return call.Node().(*ast.CallExpr)
	}
	t.Fatal("f calls nobody")
	return nil
}
