package origin_test

import (
	"go/types"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/shutdownlint/shutdownlint/analyzers/internal/origin"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/snippet"
)

// text names the values: by their source, or by their kind and variable.
func text(s *snippet.Snippet, values []origin.Value) string {
	var all []string
	for _, v := range values {
		name := [...]string{"", "zero ", "param ", "field ", "global ", "outside ", "unknown "}[v.Kind]
		switch {
		case v.Kind == origin.Expr:
			name = s.Text(v.Cur)
		case v.Var != nil:
			name += v.Var.Name()
		}
		if v.Result > 0 {
			name += "#" + string(rune('0'+v.Result))
		}
		all = append(all, strings.TrimSpace(name))
	}
	slices.Sort(all)
	return strings.Join(slices.Compact(all), ", ")
}

// The functions that make the values have no bodies: a walk ends at their calls.
const prelude = `
func use(any)
func a() int
func b() int
func c() int
func two() (int, error)
func list() []int
`

type test struct{ name, src, want string }

// run compares the origins of the argument of use with what is wanted.
func run(t *testing.T, tests []test, set func(*origin.Origin, *snippet.Snippet)) {
	t.Helper()
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			s := snippet.Check(t, snippet.Imports("os")+prelude+test.src)
			o := &origin.Origin{Index: s.Index, Graph: s.Graph}
			if set != nil {
				set(o, s)
			}
			if got := text(s, o.Values(s.Args(t, "use")[0])); got != test.want {
				t.Errorf("%s\ngot  %s\nwant %s", test.src, got, test.want)
			}
		})
	}
}

func TestValues(t *testing.T) {
	run(t, []test{
		{"call", `func f() { use(a()) }`, "a()"},
		{"constant", `const n = 1; func f() { use(n + 1) }`, "n + 1"},
		{"nil", `func f() { use(nil) }`, "nil"},
		{"operation", `func f() { use(a() + 1) }`, "a() + 1"},
		{"literal", `func f() { use(func() {}) }`, "func() {}"},
		{"struct", `type t struct{ n int }; func f() { use(t{n: 1}) }`, "t{n: 1}"},
		{"function", `func f() { use(a) }`, "a"},
		{"method value", `type t struct{}; func (t) m() {}; func f(x t) { use(x.m) }`, "x.m"},
		{"parentheses", `func f() { use(((a()))) }`, "a()"},
		{"conversion", `func f() { use(int64(a())) }`, "a()"},
		{"assertion", `func f() { var x any = a(); use(x.(int)) }`, "a()"},
		{"comma ok", `func f() { var x any = a(); n, ok := x.(int); _ = ok; use(n) }`, "a()"},
		{"ok itself", `func f() { var x any = a(); _, ok := x.(int); use(ok) }`, "x.(int)#1"},
		{"variable", `func f() { x := a(); use(x) }`, "a()"},
		{"copies", `func f() { x := a(); y := x; var z = y; use(z) }`, "a()"},
		{"declared without a value", `func f() { var x int; use(x) }`, "zero x"},
		{"second result", `func f() { _, err := two(); use(err) }`, "two()#1"},
		{"declared in a pair", `func f() { var n, err = two(); _ = n; use(err) }`, "two()#1"},
		{"parameter", `func f(x int) { use(x) }`, "param x"},
		{"receiver", `type t int; func (x t) m() { use(x) }`, "param x"},
		{"parameter of a literal", `func f() { _ = func(x int) { use(x) } }`, "param x"},
		{"field", `type t struct{ n int }; func f(x t) { use(x.n) }`, "field n"},
		{"variable of another package", `func f() { use(os.Args) }`, "global Args"},
		{"package variable", `var x = a(); func f() { use(x) }; func g() { x = b() }`, "a(), b()"},
		{"package variable without a value", `var x int; func f() { use(x) }`, "zero x"},
		{"exported variable", `var X = a(); func f() { use(X) }`, "a(), outside X"},
		{"added to", `func f() { x := a(); x += 2; use(x) }`, "unknown x"},
		{"counted", `func f() { x := a(); x++; use(x) }`, "unknown x"},
		{"address taken", `func f() { x := a(); g(&x); use(x) }; func g(*int)`, "a(), unknown x"},
		{"range", `func f() { for _, x := range list() { use(x) } }`, "unknown x"},
		{"element", `func f() { x := list(); use(x[0]) }`, "x[0]"},
		{"pointed at", `func f(p *int) { use(*p) }`, "*p"},
		{"received", `func f(c chan int) { x := <-c; use(x) }`, "<-c"},
		{"type switch", `func f(y any) { switch x := y.(type) { case int: use(x) } }`, "unknown x"},
	}, nil)
}

func TestReaching(t *testing.T) {
	run(t, []test{
		{"replaced", `func f() { x := a(); x = b(); use(x) }`, "b()"},
		{"replaced afterwards", `func f() { x := a(); use(x); x = b() }`, "a()"},
		{"either", `func f(y bool) { x := a(); if y { x = b() }; use(x) }`, "a(), b()"},
		{"both ways", `func f(y bool) { var x int; if y { x = a() } else { x = b() }; use(x) }`, "a(), b()"},
		{"zero on a path", `func f(y bool) { var x int; if y { x = a() }; use(x) }`, "a(), zero x"},
		{"other branch", `func f(y bool) { x := a(); if y { x = b(); return }; use(x) }`, "a()"},
		{"in a loop", `func f(y bool) { x := a(); for y { use(x); x = b() } }`, "a(), b()"},
		{"shadowed", `func f(y bool) { x := a(); if y { x := b(); _ = x }; use(x) }`, "a()"},
		{"parameter replaced", `func f(x int) { x = a(); use(x) }`, "a()"},
		{"parameter on a path", `func f(x int, y bool) { if y { x = a() }; use(x) }`, "a(), param x"},
		{"address, then replaced", `func f() { x := a(); g(&x); x = b(); use(x) }; func g(*int)`, "b(), unknown x"},
		{"set by a closure", `func f() { x := a(); func() { x = b() }(); use(x) }`, "a(), b(), unknown x"},
		{"read by a closure", `func f() { x := a(); g := func() { use(x) }; x = b(); g() }`, "a(), b()"},
		{"read by a closure that ran before", `func f() { var x int; x = a(); func() { use(x) }() }`, "a()"},
		{"received in a clause", `func f(c, d chan int) { x := a(); select { case x = <-c: use(x); case <-d: } }`, "<-c"},
		{"received in the other clause", `func f(c, d chan int) { x := a(); select { case x = <-c: case <-d: use(x) } }`, "a()"},
		{"unreachable", `func f() { x := a(); return; x = b(); use(x) }`, "a(), b()"},
		{"made from itself", `func f() { x := a(); for { x = x; use(x) } }`, "a()"},
		{"swapped", `func f() { x, y := a(), b(); x, y = y, x; use(x); _ = y }`, "b()"},
	}, nil)
	run(t, []test{ // without paths all assignments count
		{"replaced", `func f() { x := a(); x = b(); use(x) }`, "a(), b()"},
		{"set by a closure", `func f() { x := a(); func() { x = b() }(); use(x) }`, "a(), b()"},
	}, func(o *origin.Origin, _ *snippet.Snippet) { o.Graph = nil })
}

func TestResults(t *testing.T) {
	run(t, []test{
		{"helper", `func f() { use(g()) }; func g() int { return a() }`, "a()"},
		{"two returns", `func f() { use(g(true)) }; func g(y bool) int { if y { return a() }; return b() }`, "a(), b()"},
		{"second result", `func f() { _, x := g(); use(x) }; func g() (int, int) { return a(), b() }`, "b()"},
		{"handed on", `func f() { _, x := g(); use(x) }; func g() (int, error) { return two() }`, "two()#1"},
		{"named result", `func f() { use(g(true)) }; func g(y bool) (x int) { x = a(); if y { return }; x = b(); return }`, "a(), b()"},
		{"named result unset", `func f() { use(g()) }; func g() (x int) { return }`, "zero x"},
		{"method", `type t int; func (t) g() int { return a() }; func f(x t) { use(x.g()) }`, "a()"},
		{"method of an interface", `type t interface{ g() int }; func f(x t) { use(x.g()) }`, "x.g()"},
		{"literal", `func f() { use(func() int { return a() }()) }`, "a()"},
		{"literal in a variable", `func f() { g := func() int { return a() }; use(g()) }`, "a()"},
		{"literal in it", `func f() { use(g()) }; func g() int { h := func() int { return b() }; _ = h; return a() }`, "a()"},
		{"generic", `func id[T any](x T) T { return x }; func f() { use(id(a())) }`, "a()"},
		{"argument", `func f() { use(g(1, a())) }; func g(_, x int) int { return x }`, "a()"},
		{"arguments of two calls", `func f(y bool) { x := g(a()); if y { x = g(b()) }; use(x) }; func g(x int) int { return x }`, "a(), b()"},
		{"only this call's", `func f() { use(g(a())); g(b()) }; func g(x int) int { return x }`, "a()"},
		{"through two", `func f() { use(g(a())) }; func g(x int) int { return h(x) }; func h(y int) int { return y }`, "a()"},
		{"receiver's", `type t int; func (x t) g() t { return x }; func f(y t) { use(y.g()) }`, "param y"},
		{"method expression", `type t int; func (x t) g() t { return x }; func f(y t) { use(t.g(y)) }`, "unknown x"},
		{"variadic", `func f() { use(g(a())) }; func g(x ...int) []int { return x }`, "unknown x"},
		{"multi-value argument", `func f() { use(g(two())) }; func g(x int, _ error) int { return x }`, "two()"},
		{"recursion", `func f() { use(g(a())) }; func g(x int) int { if x > 2 { return g(x) }; return x }`, "a()"},
		{"never returns", `func f() { use(g()) }; func g() int { panic(1) }`, ""},
	}, nil)
}

func TestElements(t *testing.T) {
	run(t, []test{
		{"literal", `func f() { use([]int{a(), 1: b()}) }`, "a(), b()"},
		{"map", `func f() { use(map[string]int{"a": a()}) }`, "a()"},
		{"struct", `type t struct{ n int }; func f() { use([]t{{n: 1}}) }`, "{n: 1}"},
		{"appended", `func f() { x := []int{a()}; x = append(x, b()); use(x) }`, "a(), b()"},
		{"made", `func f() { x := make([]int, 2); x[0] = a(); use(x) }`, "a()"},
		{"element assigned", `func f() { x := []int{a()}; x[0] = b(); use(x[0]) }`, "a(), b()"},
		{"slice of it", `func f() { x := []int{a()}; use(x[1:]) }`, "a()"},
		{"range", `func f() { for _, x := range []int{a(), b()} { use(x) } }`, "a(), b()"},
		{"key", `func f() { for i := range []int{a()} { use(i) } }`, "unknown i"},
		{"channel", `func f(y chan int) { for x := range y { use(x) } }`, "param y"},
		{"unknown list", `func f() { use(list()[0]) }`, "list()"},
		{"variadic", `func f() { use(g(a(), b())) }; func g(x ...int) []int { return x }`, "a(), b()"},
		{"replaced", `func f() { x := []int{a()}; x = []int{b()}; use(x) }`, "b()"},
	}, func(o *origin.Origin, _ *snippet.Snippet) { o.Elements = true })
}

func TestFields(t *testing.T) {
	run(t, []test{
		{"assigned", `type t struct{ n int }; func f(x t) { use(x.n) }; func g(x *t) { x.n = a() }`, "a()"},
		{"literal", `type t struct{ n int }; func f(x t) { use(x.n) }; func g() t { return t{n: a()} }`, "a()"},
		{"never", `type t struct{ n int }; func f(x t) { use(x.n) }`, "unknown n"},
		{"exported", `type t struct{ N int }; func f(x t) { use(x.N) }; func g() t { return t{N: a()} }`, "a(), outside N"},
		{"address taken", `type t struct{ n int }; func f(x t) { use(x.n) }; func g(x *t) { h(&x.n) }; func h(*int)`, "unknown n"},
		{"another field's", `type t struct{ n, m int }; func f(x t) { use(x.n) }; func g(x *t) { x.n = a(); x.m = b() }`, "a()"},
		{"key of a map", `type t struct{ n int }; func f(n int) { use(map[int]int{n: a()}) }`, "map[int]int{n: a()}"},
	}, func(o *origin.Origin, _ *snippet.Snippet) { o.Fields = true })
}

func TestCallers(t *testing.T) {
	run(t, []test{
		{"one", `func f(x int) { use(x) }; func g() { f(a()) }`, "a()"},
		{"two", `func f(x int) { use(x) }; func g() { f(a()); f(b()) }`, "a(), b()"},
		{"handed on", `func f(x int) { use(x) }; func g(y int) { f(y) }; func h() { g(a()) }`, "a()"},
		{"handed away", `func f(x int) { use(x) }; func g() { f(a()); h(f) }; func h(func(int))`, "param x"},
		{"exported", `func F(x int) { use(x) }; func g() { F(a()) }`, "param x"},
		{"method", `type t int; func (t) f(x int) { use(x) }; func g(y t) { y.f(a()) }`, "a()"},
		{"nobody", `func f(x int) { use(x) }`, ""},
	}, func(o *origin.Origin, _ *snippet.Snippet) { o.Callers = true })
}

func TestShallow(t *testing.T) {
	run(t, []test{
		{"helper", `func f() { x := g(); use(x) }; func g() int { return a() }`, "g()"},
		{"literal", `func f() { use(func() int { return a() }()) }`, "func() int { return a() }()"},
		{"conversion", `func f() { use(int64(a())) }`, "a()"},
	}, func(o *origin.Origin, _ *snippet.Snippet) { o.Shallow = true })
}

// In a program nobody else can set an exported variable.
func TestMain(t *testing.T) {
	s := snippet.Check(t, "package main\nfunc a() int\nfunc use(int)\nvar X = a()\nfunc F(y int) { use(X) }\nfunc main() { F(1) }")
	o := &origin.Origin{Index: s.Index, Callers: true}
	if got := text(s, o.Values(s.Args(t, "use")[0])); got != "a()" {
		t.Errorf("X is %s", got)
	}
	y := s.Pkg.Scope().Lookup("F").(*types.Func).Signature().Params().At(0)
	if got := text(s, o.Of(y)); got != "1" {
		t.Errorf("y is %s", got)
	}
}

// An argument of a call that a walk has come to is read as that walk has come to it.
func TestIn(t *testing.T) {
	s := snippet.Check(t, snippet.Imports("os")+prelude+"func make2(x int) int { return wrap(x) }\nfunc wrap(int) int\nfunc f() { y := make2(a()); use(y); make2(b()) }")
	o := &origin.Origin{Index: s.Index, Graph: s.Graph}
	values := o.Values(s.Args(t, "use")[0])
	if got := text(s, values); got != "wrap(x)" {
		t.Fatalf("y is %s", got)
	}
	if got := text(s, o.In(values[0], s.Args(t, "wrap")[0])); got != "a()" {
		t.Errorf("x is %s", got)
	}
	if values[0].To.Valid() {
		t.Error("what is assigned in another function is said to be assigned here")
	}
	if got := text(s, o.Results(s.Def(s.Pkg.Scope().Lookup("make2")).Parent(), 0)); got != "wrap(x)" {
		t.Errorf("make2 returns %s", got)
	}
}

func TestOne(t *testing.T) {
	for src, want := range map[string]string{
		`func f() { x := func() {}; use(x) }`:                                             "func() {}",
		`func f(y bool) { x := a(); if y { x = b() }; use(x) }`:                           "",
		`func f(x int) { use(x) }`:                                                        "",
		`func f() { _, err := two(); use(err) }`:                                          "",
		`var X = a(); func f() { use(X) }`:                                                "",
		`func f() { x := (a()); use(x) }`:                                                 "a()",
		`func f() { var x int; x = a(); use(x) }`:                                         "a()",
		`func f() { var x int; g := func() { use(x) }; x = a(); g() }`:                    "",
		`func f() { use(g()) }; func g() int { return h() }; func h() int { return a() }`: "a()",
	} {
		s := snippet.Check(t, snippet.Imports("os")+prelude+src)
		got := ""
		if cur, ok := (&origin.Origin{Index: s.Index, Graph: s.Graph}).One(s.Args(t, "use")[0]); ok {
			got = s.Text(cur)
		}
		if got != want {
			t.Errorf("%s: %q, want %q", src, got, want)
		}
	}
}

// A walk that comes to no end is given up, and says so.
func TestLimit(t *testing.T) {
	src := "func f() { use(g0()) }\n"
	for i := range 40 {
		src += strings.ReplaceAll("func gN() int { if a() > 0 { return gM() }; x := gM(); return x }\n", "N", strconv.Itoa(i))
		src = strings.ReplaceAll(src, "M", strconv.Itoa(i+1))
	}
	s := snippet.Check(t, snippet.Imports("os")+prelude+src+"func g40() int { return a() }")
	values := (&origin.Origin{Index: s.Index, Graph: s.Graph}).Values(s.Args(t, "use")[0])
	if !slices.ContainsFunc(values, func(v origin.Value) bool { return v.Kind == origin.Unknown }) || len(values) > 10000 {
		t.Errorf("%d values, and none is unknown", len(values))
	}
}
