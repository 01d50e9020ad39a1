package trace_test

import (
	"go/types"
	"slices"
	"strings"
	"testing"

	"github.com/shutdownlint/shutdownlint/analyzers/internal/index"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/resource"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/snippet"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/trace"
)

// prelude declares a thing that can be closed and used, and functions that nothing is known about.
const prelude = `package p

type thing struct{ name string }

func (*thing) Close() error { return nil }
func (*thing) Use() {}

func New() *thing { return nil }

type cell interface { put(int, *thing); get() *thing }

type closer interface{ Close() error }
`

// rows are those of the methods of a cell.
var rows = map[string]*resource.Row{
	"put": {Wraps: []resource.Wrap{{Arg: 1, Result: resource.Recv}}},
	"get": {Wraps: []resource.Wrap{{Arg: resource.Recv, Result: 0}}},
}

// follow traces the result of the call of New in the function f of src and returns the names of the methods that are
// called on it or taken from it, and how else it ends, sorted.
func follow(t *testing.T, src string, within bool) []string {
	t.Helper()
	s := snippet.Check(t, prelude+src)
	tracer := &trace.Tracer{Index: s.Index, Pkg: s.Pkg, Ask: func(fn *types.Func) *resource.Row { return rows[fn.Name()] }}
	call := s.Call(t, "New")
	if within {
		tracer.Within = index.Declaration(call)
	}
	var ends []string
	for _, e := range tracer.Follow(call, 0).Events {
		switch e.Kind {
		case trace.Called, trace.Bound:
			ends = append(ends, e.Func.Name())
		case trace.Lost:
			ends = append(ends, "lost")
		case trace.Left:
			ends = append(ends, "left")
		case trace.Discarded:
			ends = append(ends, "discarded")
		case trace.Returned:
			if within {
				ends = append(ends, "returned")
			}
		case trace.Stored:
			if within {
				ends = append(ends, "stored")
			}
		case trace.Passed:
			if e.Func == nil {
				ends = append(ends, "unknown")
			}
		}
	}
	slices.Sort(ends)
	return slices.Compact(ends)
}

func TestFollow(t *testing.T) {
	tests := []struct{ name, src, want string }{
		{"variable", `func f() { x := New(); x.Close() }`, "Close"},
		{"copies", `func f() { x := New(); y := x; var z = y; z.Close() }`, "Close"},
		{"parentheses", `func f() { ((New())).Close() }`, "Close"},
		{"method value", `func f() { x := New(); c := x.Close; c() }`, "Close"},
		{"interface", `func f() { var c closer = New(); c.Close() }`, "Close"},
		{"assertion", `func f() { var a any = New(); a.(closer).Close() }`, "Close"},
		{"type switch", `func f() { var a any = New(); switch c := a.(type) { case closer: c.Close() } }`, "Close"},
		{"closure", `func f() { x := New(); go func() { x.Close() }() }`, "Close"},
		{"closure's parameter", `func f() { g := func(c *thing) { c.Close() }; g(New()) }`, "Close"},
		{"closure's result", `func f() { g := func() *thing { return New() }; g().Close() }`, "Close"},
		{"parameter", `func f() { g(1, New()) }; func g(_ int, c *thing) { c.Close() }`, "Close"},
		{"variadic", `func f() { g(nil, New()) }; func g(cs ...*thing) { for _, c := range cs { c.Close() } }`, "Close"},
		{"result", `func f() *thing { return New() }; func g() { f().Close() }`, "Close"},
		{"named result", `func f() (x *thing) { x = New(); return }; func g() { f().Close() }`, "Close"},
		{"second result", `func f() (int, *thing) { return 1, New() }; func g() { _, x := f(); x.Close() }`, "Close"},
		{"f(g())", `func f() (int, *thing) { return 1, New() }; func g(_ int, c *thing) { c.Close() }; func h() { g(f()) }`, "Close"},
		{"field", `type s struct{ t *thing }; func f(v *s) { v.t = New() }; func g(v *s) { v.t.Close() }`, "Close"},
		{"field in a literal", `type s struct{ t *thing }; func f() *s { return &s{t: New()} }; func g(v *s) { v.t.Close() }`, "Close"},
		{"positional literal", `type s struct{ n int; t *thing }; func f() s { return s{1, New()} }; func g(v *s) { v.t.Close() }`, "Close"},
		{"embedded", `type s struct{ *thing }; func f() s { return s{New()} }; func g(v s) { v.Close() }`, "Close"},
		{"embedded twice", `type s struct{ *thing }; type r struct{ s }; func f() r { return r{s{New()}} }; func g(v r) { v.Close() }`, "Close"},
		{"generic field", `type box[T any] struct{ v T }; func f() { b := box[*thing]{New()}; b.v.Close() }`, "Close"},
		{"generic function", `func id[T any](v T) T { return v }; func f() { id(New()).Close() }`, "Close"},
		{"global", `var x *thing; func f() { x = New() }; func g() { x.Close() }`, "Close"},
		{"slice", `func f() { var xs []*thing; xs = append(xs, New()); xs[0].Close() }`, "Close"},
		{"copied slice", `func f() { xs := []*thing{New()}; ys := make([]*thing, 1); copy(ys, xs); ys[0].Close() }`, "Close"},
		{"map", `func f() { m := map[string]*thing{}; m["a"] = New(); for _, x := range m { x.Close() } }`, "Close"},
		{"channel", `func f() { c := make(chan *thing, 1); c <- New(); x := <-c; x.Close() }`, "Close"},
		{"range over a channel", `func f() { c := make(chan *thing, 1); c <- New(); for x := range c { x.Close() } }`, "Close"},
		{"comma ok", `func f() { c := make(chan *thing, 1); c <- New(); x, ok := <-c; _ = ok; x.Close() }`, "Close"},
		{"pointer", `func f() { var x *thing; g(&x); x.Close() }; func g(out **thing) { *out = New() }`, "Close"},
		{"cell", `func f(c cell) { c.put(1, New()); c.get().Close() }`, "Close get put"},
		{"cell in a field", `type s struct{ c, d cell }; func f(v *s) { v.c.put(1, New()) }; func g(v *s) { v.c.get().Close(); v.d.get().Use() }`, "Close get put"},
		{"embedded cell", `type s struct{ cell }; func f(v *s) { v.put(1, New()) }; func g(v *s) { v.get().Close() }`, "Close get put"},
		{"unknown cell", `func f(of func() cell) { of().put(1, New()) }`, "lost"},
		{"shadowed", `func f() { x := New(); { x := new(thing); x.Close() }; x.Use() }`, "Use"},
		{"overwritten field", `type s struct{ t, u *thing }; func f(v *s) { v.t = New(); v.u.Close(); v.t.Use() }`, "Use"},
		{"cycle", `func f() { x := New(); for { y := x; x = y; x.Use() } }`, "Use"},
		{"recursion", `func f(n int) (int, *thing) { if n > 0 { return f(n - 1) }; return n, New() }; func g() { _, x := f(1); x.Use() }`, "Use"},
		{"recursive literal", `func f() { var g func(n int) (int, *thing); g = func(n int) (int, *thing) { if n > 0 { return g(n - 1) }; return n, New() }; _, x := g(1); x.Use() }`, "Use"},
		{"unknown function", `func f(g func(*thing)) { g(New()) }`, "unknown"},
		{"key of a map", `func f() { m := map[*thing]bool{}; m[New()] = true }`, "lost"},
		{"exported field", `type S struct{ T *thing }; func f(v *S) { v.T = New() }`, "left"},
		{"exported result", `func F() *thing { return New() }`, "left"},
		{"function handed on", `func f() *thing { return New() }; var g = f`, "lost"},
		{"blank", `func f() { _ = New() }`, "discarded"},
		{"statement", `func f() { New() }`, "discarded"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if got := strings.Join(follow(t, test.src, false), " "); got != test.want {
				t.Errorf("%s\ngot  %q\nwant %q", test.src, got, test.want)
			}
		})
	}
}

// Within one function, what is stored or returned is an end.
func TestWithin(t *testing.T) {
	tests := []struct{ name, src, want string }{
		{"result", `func f() *thing { return New() }; func g() { f().Close() }`, "returned"},
		{"field", `type s struct{ t *thing }; func f(v *s) { v.t = New() }; func g(v *s) { v.t.Close() }`, "stored"},
		{"wrapped result", `type s struct{ t *thing }; func f() *s { return &s{t: New()} }`, "returned stored"},
		{"closure", `func f() { x := New(); defer func() { x.Close() }() }`, "Close"},
		{"cell in a field", `type s struct{ c cell }; func f(v *s) { v.c.put(1, New()) }; func g(v *s) { v.c.get().Close() }`, "stored"},
		{"embedded cell", `type s struct{ cell }; func f(v *s) { v.put(1, New()) }; func g(v *s) { v.get().Close() }`, "stored"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if got := strings.Join(follow(t, test.src, true), " "); got != test.want {
				t.Errorf("%s\ngot  %q\nwant %q", test.src, got, test.want)
			}
		})
	}
}
