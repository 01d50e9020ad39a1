package panics_test

import (
	"testing"

	"github.com/shutdownlint/shutdownlint/analyzers/internal/facet/exit"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/facet/facettest"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/facet/panics"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/snippet"
)

var prelude = snippet.Imports("context", "log", "net/http", "os", "strings", "sync") +
	"var (\n\tch chan int\n\tlist []int\n\tmu sync.Mutex\n)\nfunc other()\n"

func TestFacet(t *testing.T) {
	facettest.Does(t, prelude, panics.Facet, []facettest.Case{
		{"nothing", `func f() { log.Print(list) }`, ""}, // calm, and nobody's goroutine
		{"recovers its caller", `func f() { recover() }`, "guards"},
		{"recovers in a literal", `func f() { func() { recover() }() }`, ""},
		{"panics again", `func f() { if r := recover(); r != nil { panic(r) } }`, ""},
		{"recovers itself", `func f() { defer func() { recover() }(); other() }`, "guarded"},
		{"recovers itself by a function", `func f() { defer stop(); other() }; func stop() { recover() }`, "guarded"},
		{"recovers itself too late", `func f() { other(); defer func() { recover() }() }`, ""},
		{"recovers itself behind what is calm", `func f() { log.Print(ch); defer func() { recover() }(); other() }`, "guarded"},
		{"defers something else", `func f() { defer log.Print(ch); other() }`, ""},
		{"ends the process", `func f() { defer func() { log.Print(ch); os.Exit(1) }(); other() }`, "guarded"},
		{"ends the process at first", `func f() { defer func() { os.Exit(1); log.Print(ch) }(); other() }`, ""},
		{"defers an empty literal", `func f() { defer func() {}(); other() }`, ""},
		{"delegates", `func f() { g() }; func g() { defer func() { recover() }(); other() }`, "guarded"},
		{"delegates its result", `func f() int { return g() }; func g() int { defer func() { recover() }(); return list[0] }`, "guarded"},
		{"delegates behind a panic", `func f() { other(); g() }; func g() { defer func() { recover() }(); other() }`, ""},
		{"delegates a literal", `func f() { g(func() { other() }) }; func g(do func()) { defer func() { recover() }(); do() }`, "guarded"},
		{"ends otherwise", `func f() { for { } }`, ""},
		{"returns twice", `func f() (int, error) { return 1, nil }`, ""},

		{"receives", `func f() { <-ch }`, "calm"},
		{"sends", `func f() { ch <- 1 }`, "calm"},
		{"selects", `func f() { select { case ch <- 1: case <-ch: } }`, "calm"},
		{"locks", `func f() { mu.Lock() }`, "calm"},
		{"negates", `func f() { _ = -1 }`, ""},
		{"receives and returns", `func f() int { return <-ch }`, ""},
		{"receives and calls", `func f() { <-ch; other() }`, ""},
		{"receives and calls what is calm", `func f() { <-ch; g() }; func g() { <-ch }`, "calm"},
		{"receives and calls itself", `func f() { <-ch; f() }`, ""}, // of a cycle nothing is known at first
	}, panics.Facet, exit.Facet)
}

// TestCalm tries a reader that enters functions on the body of f.
func TestCalm(t *testing.T) {
	tests := []struct {
		name, src string
		calm      bool
	}{
		{"nothing", `func f() {}`, true},
		{"panic", `func f() { panic(1) }`, false},
		{"other builtins", `func f() { println(len(list)) }`, true},
		{"conversion", `func f() { _ = int64(len(list)) }`, true},
		{"standard library", `func f() { _ = strings.ToUpper("") }`, true},
		{"standard library that panics", `func f() { log.Panic() }`, false},
		{"somebody's handler", `func f(h http.HandlerFunc) { h.ServeHTTP(nil, nil) }`, false},
		{"standard library with a function", `func f(g func(rune) bool) { strings.IndexFunc("", g) }`, false},
		{"standard library with a literal", `func f() { strings.IndexFunc("", func(rune) bool { return true }) }`, true},
		{"standard library with a literal that panics", `func f() { strings.IndexFunc("", func(rune) bool { return list[0] == 1 }) }`, false},
		{"standard library with nil", `func f() { log.Print(nil) }`, true},
		{"cancel", `func f() { _, cancel := context.WithCancel(context.Background()); cancel(); context.AfterFunc(nil, cancel) }`, true},
		{"function value", `func f(g func()) { g() }`, false},
		{"error", `func f(err error) { _ = err.Error() }`, true},
		{"unknown", `func f() { other() }`, false},
		{"entered", `func f() { g() }; func g() { h() }; func h() { <-ch }`, true},
		{"entered in a circle", `func f() { g() }; func g() { f() }`, true},
		{"entered panic", `func f() { g() }; func g() { _ = list[0] }`, false},
		{"literal", `func f() { g := func() { <-ch }; g() }`, true},
		{"literal that panics", `func f() { g := func() { other() }; g() }`, false},
		{"sheltered literal", `func f() { g(func() { other() }) }; func g(do func()) { defer func() { recover() }(); do() }`, true},
		{"goroutine", `func f() { go other() }`, true},
		{"goroutine's argument", `func f() { go log.Print(list[0]) }`, false},
		{"index", `func f() { _ = list[0] }`, false},
		{"map", `func f(m map[int]int) { _ = m[0] }`, true},
		{"array", `func f(a [2]int, p *[2]int) { _, _ = a[0], p[1] }`, true},
		{"array by a variable", `func f(a [2]int, i int) { _ = a[i] }`, false},
		{"text", `func f(s string) { _ = s[0] }`, false},
		{"all of a slice", `func f() { _ = list[:] }`, true},
		{"part of a slice", `func f() { _ = list[1:] }`, false},
		{"assertion", `func f(x any) { _ = x.(int) }`, false},
		{"assertion with ok", `func f(x any) { _, ok := x.(int); _ = ok }`, true},
		{"type switch", `func f(x any) { switch x.(type) { case int: } }`, true},
		{"division", `func f(x int) { _ = 1 / x }`, false},
		{"division by a constant", `func f(x int) { _ = x % 2 }`, true},
		{"recovered", `func f() { defer func() { recover() }(); other() }`, true},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			p := facettest.Compute(t, snippet.Check(t, prelude+test.src), false, panics.Facet, exit.Facet)
			decl := p.DeclOf(t, "f")
			if got := panics.In(p.Package).Calm(decl); got != test.calm {
				t.Errorf("%s\ncalm: %t", test.src, got)
			}
		})
	}
}

func TestCall(t *testing.T) {
	for src, want := range map[string]bool{
		`func f() { g(list[0]) }; func g(int) { <-ch }`: true, // what is passed is not asked for
		`func f() { g() }; func g() { other() }`:        false,
	} {
		p := facettest.Compute(t, snippet.Check(t, prelude+src), false, panics.Facet, exit.Facet)
		if got := panics.In(p.Package).Call(p.Snippet.Call(t, "g")); got != want {
			t.Errorf("%s\ncalm: %t", src, got)
		}
	}
}
