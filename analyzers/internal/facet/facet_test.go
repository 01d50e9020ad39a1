package facet

import (
	"go/ast"
	"go/types"
	"slices"
	"testing"

	"github.com/shutdownlint/shutdownlint/analyzers/internal/body"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/facet/facettest"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/owner"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/resource"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/snippet"
)

// Each flag is set by one facet, by the table, or by both; never by two facets.
func TestFlags(t *testing.T) {
	var effects resource.Effect
	var does resource.Does
	for _, row := range resource.Rows() {
		effects |= row.Slots()
		does |= row.Does
		for _, m := range row.Makes {
			effects |= m.Effect
		}
	}
	var computed resource.Effect
	var computedDoes resource.Does
	for _, f := range All {
		if f.Effects.Any(computed) || f.Does.Any(computedDoes) {
			t.Errorf("%s computes what another facet does: %v, %b", f.Name, f.Effects&computed, f.Does&computedDoes)
		}
		if f.Internal&^f.Does != 0 {
			t.Errorf("%s tells nobody abroad of what it does not compute: %b", f.Name, f.Internal&^f.Does)
		}
		computed |= f.Effects
		computedDoes |= f.Does
	}
	for e := resource.Effect(1); e <= resource.Flushes; e <<= 1 {
		if !e.Any(effects | computed) {
			t.Errorf("neither the table nor a facet says that a function %v", e)
		}
	}
	for d := resource.Does(1); d <= resource.Empties; d <<= 1 {
		if !d.Any(does | computedDoes) {
			t.Errorf("neither the table nor a facet says that a function does %b", d)
		}
	}
}

// The names of flags are in the order of the flags.
func TestNames(t *testing.T) {
	if got := resource.Flushes.String(); got != "flushes" {
		t.Errorf("the last effect is called %q", got)
	}
	if got := facettest.Names(resource.Empties); got != "empties" {
		t.Errorf("the last thing that a function does is called %q", got)
	}
}

const program = `package p

import ("context"; "database/sql"; "log"; "net/http"; "os"; "os/signal"; "syscall")

var db *sql.DB
func end(err error) { log.Fatal(err) }
func shut() { db.Close() }
func serve(s *http.Server) error { return s.ListenAndServe() }
func stop(ctx context.Context, s *http.Server) { s.Shutdown(ctx) }
func listen(ch chan os.Signal) { signal.Notify(ch, syscall.SIGTERM); <-ch }
func safe(do func()) { defer func() { recover() }(); go do() }
func both() (*http.Server, chan os.Signal) { return &http.Server{ReadTimeout: 1}, make(chan os.Signal) }
func flush(f *os.File) { f.Sync() }
func save() { db.Exec("") }
func ping(ctx context.Context) error { return db.PingContext(ctx) }
func all(s *http.Server) { serve(s); end(nil) }
`

// A facet sets the flags that it says it does, and no others.
func TestSets(t *testing.T) {
	s := snippet.Check(t, program)
	rows := make(map[string]*resource.Row)
	p := &body.Package{Index: s.Index, Pkg: s.Pkg, Home: owner.New(s.Pkg.Path(), nil, nil)}
	p.Graph = p.Bare
	p.Ask = func(fn *types.Func) *resource.Row {
		if fn == nil {
			return nil
		}
		if row := s.Row(fn); row != nil {
			return row
		}
		return rows[fn.FullName()]
	}
	set := make(map[string]bool)
	for cur := range s.File.Preorder((*ast.FuncDecl)(nil)) { // callees first
		f := p.Function(s.Info.Defs[cur.Node().(*ast.FuncDecl).Name].(*types.Func))
		row := &resource.Row{Func: f.Name}
		for _, facet := range All {
			before := *row
			before.Args = slices.Clone(row.Args)
			facet.Compute(f, row)
			if more := row.Does &^ before.Does &^ facet.Does; more != 0 {
				t.Errorf("%s: %s sets %b", f.Name, facet.Name, more)
			}
			if more := row.Slots() &^ before.Slots() &^ facet.Effects; more != 0 && facet.Name != "slots" { // which hands on what others do
				t.Errorf("%s: %s sets %v", f.Name, facet.Name, more)
			}
			if !row.Equal(&before) {
				set[facet.Name] = true
			}
		}
		if want := Row(f); !row.Equal(want) {
			t.Errorf("%+v differs from %+v", row, want)
		}
		rows[f.Name] = row
	}
	for _, facet := range All {
		if !set[facet.Name] && facet.Name != "telemetry" { // whose libraries are not at hand
			t.Errorf("%s sets nothing", facet.Name)
		}
	}
}

// What is done to one argument is not said of those that follow.
func TestFollowing(t *testing.T) {
	s := snippet.Check(t, `package p

import "os"

func one(f *os.File)                  { f.Close() }
func first(f, other, third *os.File)  { f.Close(); other.Name() }
func last(other, f *os.File)          { f.Close(); other.Name() }
func rest(fs ...*os.File)             { for _, f := range fs { f.Close() } }
func none(f, other *os.File)          {}
`)
	p := &body.Package{Index: s.Index, Pkg: s.Pkg, Home: owner.New(s.Pkg.Path(), nil, nil), Ask: s.Ask}
	p.Graph = p.Bare
	for name, want := range map[string][3]resource.Effect{
		"one": {resource.Releases}, "first": {resource.Releases}, "last": {0, resource.Releases}, "rest": {resource.Releases, resource.Releases, resource.Releases}, "none": {},
	} {
		fn := s.Pkg.Scope().Lookup(name).(*types.Func)
		row := Row(p.Function(fn))
		for i := range want {
			if i >= fn.Signature().Params().Len() && !fn.Signature().Variadic() {
				break
			}
			if got := row.Slot(i) & resource.Releases; got != want[i] {
				t.Errorf("%s: argument %d: %v, want %v", name, i, got, want[i])
			}
		}
	}
}

// Of a function that is written in assembly, nothing is known.
func TestAssembly(t *testing.T) {
	s := snippet.Check(t, `package p; func f(any)`)
	p := &body.Package{Index: s.Index, Pkg: s.Pkg, Ask: s.Ask}
	for cur := range s.File.Preorder((*ast.FuncDecl)(nil)) {
		if row := Row(p.Declared("p.f", cur)); !row.IsZero() || row.Func != "p.f" {
			t.Errorf("%+v", row)
		}
	}
}

func TestAbroad(t *testing.T) {
	r := resource.Row{Func: "a.F", Recv: resource.Releases, Does: resource.MayExit | resource.Guards}
	if got := Abroad(&r); got.Does != resource.Guards || got.Recv != r.Recv {
		t.Errorf("abroad: %+v", got)
	}
	if r.Does != resource.MayExit|resource.Guards {
		t.Error("Abroad changed the row itself")
	}
	r.Does = resource.Guards
	if Abroad(&r) != &r {
		t.Error("copied what can stay")
	}
}
