package goroutines_test

import (
	"go/ast"
	"strings"
	"testing"

	"golang.org/x/tools/go/ast/inspector"

	"github.com/shutdownlint/shutdownlint/analyzers/internal/facet/exit"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/facet/facettest"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/facet/goroutines"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/facet/panics"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/facet/slots"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/snippet"
)

var prelude = snippet.Imports("context", "log", "sync", "time") + `
var ch chan int
var hooks []func()
var hook func()
func other()
func safely(do func()) { go func() { defer func() { recover() }(); do() }() }
func aside(do func()) { go do() }
type pool struct { jobs []func() }
type job interface { Run() }
`

func TestFacet(t *testing.T) {
	facettest.Does(t, prelude, goroutines.Facet, []facettest.Case{
		{"nothing", `func f() { other() }`, ""},
		{"naked", `func f() { go other() }`, "naked"},
		{"naked method value", `func f(p *sync.WaitGroup) { p.Go(other) }`, "naked"},
		{"naked literal", `func f() { go func() { other() }() }`, "naked"},
		{"calm", `func f() { go log.Print(ch) }`, ""},
		{"calm literal", `func f() { go func() { <-ch }() }`, ""},
		{"calm by its row", `func f() { go g() }; func g() { <-ch }`, ""},
		{"guarded by its row", `func f(p *sync.WaitGroup) { p.Go(g) }; func g() { defer func() { recover() }(); other() }`, ""},
		{"recovered", `func f() { go func() { defer func() { recover() }(); other() }() }`, ""},
		{"safe", `func f() { safely(other) }`, ""},
		{"function value", `func f() { go hook() }`, "naked"},
		{"function value for a group", `func f(p *sync.WaitGroup) { p.Go(hook) }`, "naked"},
		{"in a literal", `func f() { hook = func() { go other() } }`, ""},
		{"in a function", `func f() { g() }; func g() { go other() }`, "naked"},
		{"in a function later", `func f() { defer g() }; func g() { go other() }`, ""},
		{"in a function aside", `func f() { go g() }; func g() { defer func() { recover() }(); go other() }`, ""},

		// what callers hand in
		{"spawns", `func f(do func()) { go do() }`, "spawns"},
		{"spawns through a literal", `func f(do func()) { go func() { do() }() }`, "spawns"},
		{"spawns in a group", `func f(p *sync.WaitGroup, do func()) { p.Go(do) }`, "spawns"},
		{"spawns through a function", `func f(do func()) { aside(do) }`, "spawns"},
		{"spawns safely", `func f(do func()) { safely(do) }`, "async"},
		{"spawns and recovers", `func f(do func()) { go func() { defer func() { recover() }(); do() }() }`, "async"},
		{"spawns and recovers too late", `func f(do func()) { go func() { do(); defer func() { recover() }() }() }`, "spawns"},
		{"calls", `func f(do func()) { do() }`, ""},
		{"in a literal that runs later", `func f(do func()) { _ = func() { go do() } }`, ""},
		{"the parameter of a literal", `func f() { _ = func(do func()) { go do() } }`, ""},
		{"a field of a parameter", `func f(p struct{ do func() }) { go p.do() }`, "naked"},
		{"of no function", `func f(n int) { aside(func() { <-ch }); time.Sleep(time.Duration(n)) }`, ""},

		// what is kept, and called aside
		{"kept and called aside", `func f(do func()) { hook = do }; func run() { go func() { hook() }() }`, "runsAside"},
		{"kept in a list and called aside", `func (p *pool) f(do ...func()) { p.jobs = append(p.jobs, do...) }; func (p *pool) run() { go func() { for _, do := range p.jobs { do() } }() }`, "runsAside"},
		{"kept with a method", `var last job; func f(j job) { last = j }; func run() { go func() { last.Run() }() }`, "runsAside"},
		{"kept and called", `func f(do func()) { hook = do }; func run() { hook() }`, ""},
		{"kept and called both ways", `func f(do func()) { hook = do }; func run() { go func() { hook() }(); hook() }`, ""},
		{"kept and not called", `func f(do func()) { hook = do }`, ""},
		{"kept and given away", `func f(do func()) { hook = do }; func run() { go func() { hook() }(); m.Store(1, hook) }; var m sync.Map`, ""},
		{"kept and returned", `func f(do func()) { hook = do }; func run() func() { go func() { hook() }(); return hook }`, ""},
		{"not kept", `func f(do func()) { v := do; _ = v }; func run() { go func() { hook() }() }`, ""},
		{"kept, but no function", `var n int; func f(do int) { n = do }; func run() { go func() { hook() }() }`, ""},
	}, slots.Facet, panics.Facet, exit.Facet, goroutines.Facet)
}

// TestAt tries the first call in f, and tells what begins to run.
func TestAt(t *testing.T) {
	tests := []facettest.Case{
		{"statement", `func f() { go other() }`, "other"},
		{"literal", `func f() { go func() {}() }`, "literal"},
		{"variable", `func f() { do := func() {}; go do() }`, "literal"},
		{"parameter", `func f(do func()) { go do() }`, "parameter do"},
		{"group", `func f(p *sync.WaitGroup) { p.Go(other) }`, "other"},
		{"group's literal", `func f(p *sync.WaitGroup) { p.Go(func() { do := other; do() }) }`, "literal"},
		{"safe", `func f() { safely(other) }`, "other safe"},
		{"call", `func f() { other() }`, ""},
		{"timer", `func f() { time.AfterFunc(1, other) }`, "other"},
		{"context", `func f(ctx context.Context) { context.AfterFunc(ctx, other) }`, "other"},
		{"function value", `func f() { hook() }`, ""},
	}
	for _, test := range tests {
		t.Run(test.Name, func(t *testing.T) {
			p := facettest.Compute(t, snippet.Check(t, prelude+test.Src), false, panics.Facet, exit.Facet, goroutines.Facet)
			var found []string
			for cur := range p.DeclOf(t, "f").Preorder((*ast.CallExpr)(nil)) {
				for _, g := range goroutines.At(p.Package, cur) {
					if g.Func != nil {
						found = append(found, g.Func.Name())
					}
					if g.Lit.Valid() {
						found = append(found, "literal")
					}
					if g.Param != nil {
						found = append(found, "parameter", g.Param.Name())
					}
					if g.Safe {
						found = append(found, "safe")
					}
				}
				break
			}
			if got := strings.Join(found, " "); got != test.Want {
				t.Errorf("%s\ngot  %q\nwant %q", test.Src, got, test.Want)
			}
		})
	}
}

func TestRunsParam(t *testing.T) {
	for src, want := range map[string]bool{
		`func f(do func()) { _ = func() { do() } }`:               true,
		`func f(do func()) { _ = func() { other() } }`:            false,
		`func f(do func()) { _ = func() { go do() } }`:            true,
		`func f() { do := other; _ = func() { do() } }`:           false,
		`func f(do func()) { _ = func() { _ = do } }`:             false,
		`func f(x struct{ do func() }) { _ = func() { x.do() } }`: false,
	} {
		p := facettest.Compute(t, snippet.Check(t, prelude+src), false, panics.Facet)
		var lit inspector.Cursor
		for lit = range p.DeclOf(t, "f").Preorder((*ast.FuncLit)(nil)) {
			break
		}
		if got := goroutines.RunsParam(p.Package, lit); got != want {
			t.Errorf("%s: %t", src, got)
		}
	}
}
