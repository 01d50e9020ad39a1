package summary

import (
	"bytes"
	"encoding/gob"
	"testing"

	"github.com/shutdownlint/shutdownlint/analyzers/internal/facet/signals"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/owner"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/resource"
)

func encode(t *testing.T, p *Package) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := gob.NewEncoder(&b).Encode(p); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func row(name string) resource.Row {
	return resource.Row{Func: name, Recv: resource.Releases, Args: []resource.Effect{0, resource.Keeps}, Wraps: []resource.Wrap{{Arg: 0, Result: 0}}}
}

var lists = []signals.List{{Var: "a.V", Does: resource.OnSIGTERM}}

// In whichever order imports come, the fact is the same, and what two of them have folded in is there once.
func TestFold(t *testing.T) {
	left := &Package{Rows: []resource.Row{row("a.F"), row("c.F")}, Signals: signals.Fact{Does: resource.OnSIGINT, Lists: lists}}
	right := &Package{Rows: []resource.Row{row("b.F"), row("c.F")}, Signals: signals.Fact{Does: resource.OnSIGTERM, Lists: lists}}
	var one, two Package
	one.fold(left, true)
	one.fold(right, true)
	two.fold(right, true)
	two.fold(left, true)
	if !bytes.Equal(encode(t, &one), encode(t, &two)) {
		t.Errorf("%+v differs from %+v", one, two)
	}
	if len(one.Rows) != 3 || len(one.Signals.Lists) != 1 {
		t.Errorf("folded in twice: %+v", one)
	}
	if one.Signals.Does != resource.OnSIGINT|resource.OnSIGTERM {
		t.Errorf("signals %b", one.Signals.Does)
	}
}

// A library that could ask for a signal, or serve, says nothing about the program.
func TestFoldOthers(t *testing.T) {
	others := &Package{Rows: []resource.Row{row("a.F")}, Signals: signals.Fact{Does: resource.OnSIGTERM, Lists: lists}, Serves: true}
	p := new(Package)
	p.fold(others, false)
	if len(p.Rows) != 1 || p.Signals.Does != 0 || len(p.Signals.Lists) != 0 || p.Serves {
		t.Errorf("%+v", p)
	}
	p.fold(others, true)
	if len(p.Rows) != 1 || p.Signals.Does == 0 || len(p.Signals.Lists) != 1 || !p.Serves {
		t.Errorf("one's own: %+v", p)
	}
}

// A fact is read and written for every package of a build, so a row must stay small.
func TestSize(t *testing.T) {
	const rows, budget = 1000, 110 // bytes a row, its name included
	p := new(Package)
	for i := range rows {
		p.Rows = append(p.Rows, row("(*example.com/some/module/internal/package"+string(rune('a'+i%26))+".Type).Method"))
	}
	if n := len(encode(t, p)) / rows; n > budget {
		t.Errorf("%d bytes a row, more than %d", n, budget)
	}
}

// Many packages have nothing to say but whose they are.
func TestSizeOfHome(t *testing.T) {
	const budget = 60 // bytes more than nothing at all
	p := &Package{Home: owner.Fact{Module: "github.com/somebody/library/v2"}}
	if n := len(encode(t, p)) - len(encode(t, new(Package))); n > budget {
		t.Errorf("%d bytes, more than %d", n, budget)
	}
}

// What importers of importers can still call is a method; of functions, they import the package.
func TestForget(t *testing.T) {
	others := &Package{Rows: []resource.Row{row("(*a.T).Close"), row("(a.T).Close"), row("a.New")}}
	p := new(Package)
	p.fold(others, true)
	p.forget()
	if len(p.Rows) != 2 || p.Rows[0].Func != "(*a.T).Close" || p.Rows[1].Func != "(a.T).Close" {
		t.Errorf("left: %+v", p.Rows)
	}
	if len(others.Rows) != 3 || others.Rows[2].Func != "a.New" {
		t.Errorf("the imported fact was changed: %+v", others.Rows)
	}
}

func TestExported(t *testing.T) {
	for name, want := range map[string]bool{"a.F": true, "a.f": false, "(*a.t).Close": true, "(a.T).close": false, "example.com/v2.x/a.New": true} {
		if exported(name) != want {
			t.Errorf("exported(%s) = %t", name, !want)
		}
	}
}
