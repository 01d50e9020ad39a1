package signals_test

import (
	"go/ast"
	"strings"
	"testing"

	"github.com/shutdownlint/shutdownlint/analyzers/internal/facet/facettest"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/facet/signals"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/facet/slots"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/resource"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/snippet"
)

var prelude = snippet.Imports("context", "os", "os/signal", "syscall") + `
var ch = make(chan os.Signal, 1)
var list = []os.Signal{os.Interrupt, syscall.SIGTERM}
var Exported = []os.Signal{syscall.SIGTERM}
func helper(sigs ...os.Signal) { signal.Notify(ch, sigs...) }
`

func TestFacet(t *testing.T) {
	facettest.Does(t, prelude, signals.Facet, []facettest.Case{
		{"nothing", `func f() {}`, ""},
		{"interrupt", `func f() { signal.Notify(ch, os.Interrupt) }`, "onSIGINT"},
		{"by a number", `func f() { signal.Notify(ch, syscall.Signal(15), syscall.Signal(2), syscall.Signal(9)) }`, "onSIGINT|onSIGTERM|onOther"},
		{"another", `func f() { signal.Notify(ch, syscall.SIGHUP) }`, "onOther"},
		{"nobody can catch it", `func f() { signal.Notify(ch, os.Kill) }`, "onOther"},
		{"all", `func f() { signal.Notify(ch) }`, "onAll"},
		{"a list", `func f() { signal.Notify(ch, list...) }`, "onSIGINT|onSIGTERM"},
		{"a list that others may change", `func f() { signal.Notify(ch, Exported...) }`, "onSIGTERM"},
		{"a list made of it", `func f() { signal.Notify(ch, append([]os.Signal{syscall.SIGHUP}, list...)...) }`, "onSIGINT|onSIGTERM|onOther"},
		{"a local", `func f() { var s os.Signal = syscall.SIGTERM; signal.Notify(ch, s, nil) }`, "onSIGTERM"},
		{"a field", `func f(x struct{ sig os.Signal }) { signal.Notify(ch, x.sig) }`, "onAll"},
		{"an element", `func f() { signal.Notify(ch, <-ch) }`, "onAll"},
		{"the parameters", `func f(sigs ...os.Signal) { signal.Notify(ch, sigs...) }`, ""},
		{"the parameter of a literal", `func f() { _ = func(s os.Signal) { signal.Notify(ch, s) } }`, "onAll"},
		{"the receiver", `type sig []os.Signal; func (s sig) f() { signal.Notify(ch, s...) }`, "onAll"},
		{"two results", `func f() { signal.Notify(g()) }; func g() (chan<- os.Signal, os.Signal) { return ch, nil }`, "onAll"},
		{"in a goroutine", `func f() { go func() { signal.Notify(ch, os.Interrupt) }() }`, "onSIGINT"},
		{"through a variable", `func f() { notify := signal.Notify; notify(ch, os.Interrupt) }`, "onSIGINT"},
		{"through a helper", `func f() { helper(syscall.SIGTERM) }`, "onSIGTERM"},
		{"context", `func f() { signal.NotifyContext(context.Background(), syscall.SIGTERM) }`, "onSIGTERM"},
		{"ignored", `func f() { signal.Ignore(syscall.SIGTERM) }`, ""},
		{"sent", `func f(p *os.Process) { p.Signal(syscall.SIGTERM) }`, ""},
	}, slots.Facet, signals.Facet)
}

// TestIn gives the calls, with what they name.
func TestIn(t *testing.T) {
	lists := &signals.Fact{Lists: []signals.List{{Var: "os.Args", Does: resource.OnSIGINT}}}
	tests := []facettest.Case{
		{"none", `func f() {}`, "Notify[]:param"},
		{"two", `func f() { signal.Notify(ch, os.Interrupt, os.Kill); helper(syscall.SIGTERM) }`, "Notify[]:param Notify[os.Interrupt -os.Kill]:onSIGINT|onOther helper[syscall.SIGTERM]:onSIGTERM"},
		{"every", `func f() { signal.Notify(ch) }`, "Notify[]:param Notify[]:onAll every"},
		{"through a variable", `func f() { notify := signal.Notify; notify(ch, syscall.SIGTERM); notify(ch, os.Interrupt) }`, "Notify[]:param Notify[syscall.SIGTERM]:onSIGTERM Notify[os.Interrupt]:onSIGINT"},
		{"through a variable with two", `func f(b bool) { notify := signal.Notify; if b { notify = nil }; notify(ch, syscall.SIGTERM) }`, "Notify[]:param"},
		{"handed on", `func f() { g(signal.Notify) }; func g(any)`, "Notify[]:param"},
		{"ignored", `func f() { signal.Ignore(syscall.SIGTERM); signal.Reset() }`, "Notify[]:param"},
	}
	for _, test := range tests {
		t.Run(test.Name, func(t *testing.T) {
			p := facettest.Compute(t, snippet.Check(t, prelude+test.Src), false, slots.Facet, signals.Facet)
			var found []string
			for _, r := range signals.In(p.Package, lists) {
				var names []string
				for _, n := range r.Set.Names {
					name := p.Snippet.Text(n.Cur)
					if n.Untrappable {
						name = "-" + name
					}
					names = append(names, name)
				}
				text := r.Func.Name() + "[" + strings.Join(names, " ") + "]:" + facettest.Names(r.Set.Does)
				if r.Set.Every {
					text += " every"
				}
				if r.Set.Param {
					text += "param"
				}
				if u := r.Set.Untrappable(); (len(u) > 0) != strings.Contains(text, "-") {
					t.Errorf("%d cannot be caught", len(u))
				}
				found = append(found, text)
			}
			if got := strings.Join(found, " "); got != test.Want {
				t.Errorf("%s\ngot  %q\nwant %q", test.Src, got, test.Want)
			}
		})
	}
}

func TestIgnored(t *testing.T) {
	p := facettest.Compute(t, snippet.Check(t, prelude+`func f() { signal.Ignore(syscall.SIGTERM); signal.Notify(ch) }`), false, slots.Facet)
	got := signals.Ignored(p.Package, new(signals.Fact))
	if len(got) != 1 || got[0].Set.Does != resource.OnSIGTERM || got[0].Call.Node().(*ast.CallExpr) == nil {
		t.Errorf("%+v", got)
	}
}

// What a package asks for, and what its exported lists hold, is for its importers.
func TestLearn(t *testing.T) {
	src := prelude + `var Empty []os.Signal; var Text = ""; func f() { signal.Notify(ch, os.Interrupt) }`
	p := facettest.Compute(t, snippet.Check(t, src), false, slots.Facet, signals.Facet)
	fact := new(signals.Fact)
	fact.Learn(p.Package)
	if fact.Does != resource.OnSIGINT || len(fact.Lists) != 1 || fact.Lists[0] != (signals.List{Var: "example.com/p.Exported", Does: resource.OnSIGTERM}) {
		t.Errorf("%+v", fact)
	}
	if fact.HearsSIGTERM(p.Package) {
		t.Error("hears SIGTERM")
	}
	above := new(signals.Fact)
	above.Fold(*fact)
	above.Fold(*fact)
	above.Fold(signals.Fact{Does: resource.OnSIGTERM})
	if len(above.Lists) != 1 || !above.HearsSIGTERM(p.Package) {
		t.Errorf("above: %+v", above)
	}
	p = facettest.Compute(t, snippet.Check(t, strings.Replace(src, "package p", "package main", 1)), false, slots.Facet, signals.Facet)
	fact = new(signals.Fact)
	if fact.Learn(p.Package); fact.Does != resource.OnSIGINT || len(fact.Lists) != 0 {
		t.Errorf("main: %+v", fact)
	}
}
