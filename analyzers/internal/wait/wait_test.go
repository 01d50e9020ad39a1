package wait_test

import (
	"go/ast"
	"go/types"
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/go/ast/inspector"

	"github.com/shutdownlint/shutdownlint/analyzers/internal/resource"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/snippet"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/wait"
)

var prelude = snippet.Imports("context", "net/http", "os/exec", "os/signal", "strings", "sync", "sync/atomic", "time") +
	"var (\n\tch chan int\n\tset atomic.Bool\n)\nfunc some() bool\n"

// engine type-checks src and returns what answers for it, and the body of its function f.
func engine(t *testing.T, src string) (*wait.Engine, inspector.Cursor) {
	t.Helper()
	s := snippet.Check(t, prelude+src)
	for cur := range s.File.Preorder((*ast.FuncDecl)(nil)) {
		if cur.Node().(*ast.FuncDecl).Name.Name == "f" {
			return &wait.Engine{Index: s.Index, Ask: s.Ask}, cur
		}
	}
	t.Fatal("there is no f")
	return nil, inspector.Cursor{}
}

func TestMay(t *testing.T) {
	tests := []struct{ name, src, want string }{
		{"nothing", `func f() { _ = some() }`, "no"},
		{"receive", `func f() { <-ch }`, "yes"},
		{"negation", `func f() { _ = -1; _ = &ch }`, "no"},
		{"send", `func f() { ch <- 1 }`, "yes"},
		{"select", `func f() { select { case <-ch: default: } }`, "yes"},
		{"select of nothing", `func f() { select {} }`, "yes"},
		{"select that only goes on", `func f() { select { default: } }`, "no"},
		{"range over a channel", `func f() { for range ch {} }`, "yes"},
		{"range over a slice", `func f() { for range []int{} {} }`, "no"},
		{"range over a function", `func f() { for range each {} }; func each(yield func() bool) { <-ch }`, "yes"},
		{"goroutine", `func f() { go func() { <-ch }() }`, "no"},
		{"deferred", `func f() { defer func() { <-ch }() }`, "yes"},
		{"literal that nobody calls", `func f() { _ = func() { <-ch } }`, "no"},
		{"literal that is called", `func f() { func() { <-ch }() }`, "yes"},
		{"literal that is handed on", `func f() { do(func() { <-ch }) }; func do(func())`, "yes"},
		{"literal that runs aside", `func f() { var wg sync.WaitGroup; wg.Go(func() { <-ch }) }`, "no"},
		{"literal for requests", `func f() { http.HandleFunc("/", func(http.ResponseWriter, *http.Request) { <-ch }) }`, "no"},

		// calls
		{"conversion", `func f() { _ = int64(len("")) }`, "no"},
		{"argument", `func f() { print(<-ch) }`, "yes"},
		{"sleep", `func f() { time.Sleep(1) }`, "yes"},
		{"group", `func f() { var wg sync.WaitGroup; wg.Wait() }`, "yes"},
		{"group's other method", `func f() { var wg sync.WaitGroup; wg.Done() }`, "no"},
		{"the word alone", `func f() { _ = strings.Join(nil, "") }`, "no"},
		{"lock", `func f() { var mu sync.Mutex; mu.Lock() }`, "no"},
		{"serves", `func f() { http.ListenAndServe("", nil) }`, "yes"},
		{"own function", `func f() { g() }; func g() { h() }; func h() { <-ch }`, "yes"},
		{"own function called Wait", `func f() { Wait() }; func Wait() {}`, "no"},
		{"own method", `type t struct{}; func (t) g() { <-ch }; func f() { t{}.g() }`, "yes"},
		{"cycle", `func f() { g() }; func g() { f() }`, "no"},
		{"cycle that waits", `func f() { g() }; func g() { h() }; func h() { g(); <-ch }`, "yes"},
		{"interface", `func f(w interface{ Wait() }) { w.Wait() }`, "yes"},
		{"interface that does not say so", `func f(w interface{ Close() }) { w.Close() }`, "no"},
		{"polls", `func f() { for !set.Load() {} }`, "yes"},
		{"polls something else", `func f() { for some() {} }`, "no"},
		{"loops", `func f() { for { break } }`, "no"},
		{"looks once", `func f() { if set.Load() { return } }`, "no"},

		// function values
		{"variable that logs", `func f() { g := func() {}; g() }`, "no"},
		{"variable that waits", `func f() { g := func() { <-ch }; g() }`, "yes"},
		{"variable with two values", `func f() { g := func() {}; if some() { g = func() { <-ch } }; g() }`, "yes"},
		{"variable of a function", `func f() { g := h; g() }; func h() { <-ch }`, "yes"},
		{"variable with no value", `func f() { var g func(); g() }`, "unknown"},
		{"variable that may be nil", `func f() { var g func() = nil; if some() { g = func() {} }; g() }`, "no"},
		{"variable that others can set", `var G = func() {}; func f() { G() }`, "unknown"},
		{"variable of the package", `var g = func() {}; func f() { g() }`, "no"},
		{"variable whose address is taken", `func f() { g := func() {}; put(&g); g() }; func put(*func())`, "unknown"},
		{"variable of a loop", `func f(all []func()) { for _, g := range all { g() } }`, "unknown"},
		{"itself", `func f() { var g func(); g = func() { g() }; g() }`, "no"},
		{"method value", `type t struct{}; func (t) w() { <-ch }; func f() { g := t{}.w; g() }`, "yes"},
		{"method expression", `type t struct{}; func (t) w() { <-ch }; func f() { g := t.w; g(t{}) }`, "yes"},
		{"generic", `func w[T any](T) { <-ch }; func f() { g := w[int]; g(1) }`, "yes"},
		{"field", `type t struct{ g func() }; func f(x t) { x.g() }; func put(x *t) { x.g = func() { <-ch } }`, "yes"},
		{"field of a literal", `type t struct{ g func() }; var x = t{g: func() {}}; func f() { (x.g)() }`, "no"},
		{"field without a value", `type t struct{ g func() }; func f(x t) { x.g() }`, "unknown"},
		{"field that others can set", `type T struct{ G func() }; var x = T{G: func() {}}; func f() { x.G() }`, "unknown"},
		{"element", `func f(m map[string]func()) { m["a"]() }`, "unknown"},
		{"converted", `type hook func(); func f() { g := hook(func() { <-ch }); g() }`, "yes"},
		{"once", `func f() { g := sync.OnceFunc(func() { <-ch }); g() }`, "yes"},
		{"cancel", `func f() { _, cancel := context.WithCancel(context.Background()); cancel() }`, "no"},
		{"field with a cancel", `type t struct{ stop func() }; func f(x *t) { _, x.stop = signal.NotifyContext(context.Background()); x.stop() }`, "no"},

		// parameters and results
		{"parameter", `func f() { do(func() {}) }; func do(g func()) { g() }`, "no"},
		{"parameter of a named function", `func f() { do(w) }; func w() { <-ch }; func do(g func()) { g() }`, "yes"},
		{"parameter of an exported function", `func f() { Do(nil) }; func Do(g func()) { g() }`, "unknown"},
		{"parameter of a method", `type t struct{}; func (t) do(g func()) { g() }; func f() { t{}.do(nil) }`, "unknown"},
		{"parameter of a function value", `func f() { do(nil); _ = do }; func do(g func()) { g() }`, "unknown"},
		{"parameter of a literal", `func f() { func(g func()) { g() }(nil) }`, "unknown"},
		{"result", `func f() { g := mk(); g() }; func mk() func() { return func() { <-ch } }`, "yes"},
		{"result called at once", `func f() { mk()() }; func mk() func() { return func() {} }`, "no"},
		{"second result", `func f() { _, g := mk(); g() }; func mk() (int, func()) { return 1, func() { <-ch } }`, "yes"},
		{"named result", `func f() { mk()() }; func mk() (g func()) { g = func() { <-ch }; return }`, "yes"},
		{"result of a result", `func f() { mk()() }; func mk() func() { return again() }; func again() func() { return mk() }`, "no"},
		{"result of its callee", `func f() { _, g := mk(); g() }; func mk() (int, func()) { return two() }; func two() (int, func()) { return 1, func() {} }`, "no"},
		{"result of nobody knows what", `func f() { mk()() }; func mk() func()`, "unknown"},
		{"result of a function value", `func f(mk func() func()) { mk()() }`, "unknown"},
		{"return of a literal inside", `func f() { mk()() }; func mk() func() { _ = func() func() { return nil }; return func() { <-ch } }`, "yes"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			e, f := engine(t, test.src)
			if got := e.May(f.Node().(*ast.FuncDecl).Body); got.String() != test.want {
				t.Errorf("%s\ngot %s, want %s", test.src, got, test.want)
			}
		})
	}
}

// TestMayInGraph checks that a range statement, as it stands in a graph, is what it ranges over.
func TestMayInGraph(t *testing.T) {
	for src, want := range map[string]wait.Answer{
		`func f() { for range ch {} }`:                   wait.Yes,
		`func f() { for range []int{} { <-ch } }`:        wait.No,
		`func f() { for range []int{<-ch} {} }`:          wait.Yes,
		`func f(g func(func() bool)) { for range g {} }`: wait.Unknown,
	} {
		e, f := engine(t, src)
		if got := e.May(f.Node().(*ast.FuncDecl).Body.List[0]); got != want {
			t.Errorf("%s: got %s, want %s", src, got, want)
		}
	}
}

// TestKnown checks that the caller's knowledge counts at any depth.
func TestKnown(t *testing.T) {
	e, f := engine(t, `func f() { g() }; func g() { <-ch; for range ch {}; stop(); some() }; func stop() { select {} }`)
	e.Idle = func(x ast.Expr) bool { id, ok := x.(*ast.Ident); return ok && id.Name == "ch" }
	e.Knows = func(fn *types.Func) (wait.Answer, bool) { return wait.No, fn.Name() == "stop" }
	call := f.Node().(*ast.FuncDecl).Body.List[0].(*ast.ExprStmt).X.(*ast.CallExpr)
	if got := e.Call(call); got != wait.No {
		t.Errorf("got %s, want no", got)
	}
	e.Knows = nil
	if got := e.Call(call); got != wait.Yes {
		t.Errorf("got %s without knowledge, want yes", got)
	}
}

// TestAsk checks that of a function of another package it is asked what it does, unless its name says so.
func TestAsk(t *testing.T) {
	s := snippet.Check(t, snippet.Imports("net/http")+`func f(a interface{ Sit() }) { a.Sit() }`)
	does := resource.Does(0)
	e := &wait.Engine{Index: s.Index, Ask: func(*types.Func) *resource.Row { return &resource.Row{Does: does} }}
	if got := e.Call(s.Call(t, "Sit").Node().(*ast.CallExpr)); got != wait.No {
		t.Errorf("got %s, want no", got)
	}
	does = resource.Blocks
	if got := e.Call(s.Call(t, "Sit").Node().(*ast.CallExpr)); got != wait.Yes {
		t.Errorf("got %s, want yes", got)
	}
}

// TestBound checks that too many functions are more than is known.
func TestBound(t *testing.T) {
	src := "func f() { g() }; func g() {"
	for range 300 {
		src += "func() {}();"
	}
	e, f := engine(t, src+"}")
	if got := e.May(f.Node().(*ast.FuncDecl).Body); got != wait.Unknown {
		t.Errorf("got %s, want unknown", got)
	}
}

func TestTells(t *testing.T) {
	tests := []struct{ name, src, want string }{
		{"nobody", `func f() { some(); _ = int(1); print() }`, ""},
		{"send", `func f() { ch <- 1 }`, "ch"},
		{"close", `func f() { defer close(ch) }`, "ch"},
		{"field", `type t struct{ done chan int }; func f(x t) { x.done <- 1; close((x.done)) }`, "done"},
		{"element", `func f(m []chan int) { m[0] <- 1 }`, "unknown"},
		{"receive", `func f() { <-ch }`, ""},
		{"goroutine", `func f() { go func() { ch <- 1 }() }`, "ch"},
		{"group", `func f(wg *sync.WaitGroup) { defer wg.Done() }`, "others"},
		{"condition", `func f(c *sync.Cond) { c.Broadcast() }`, "others"},
		{"context's channel", `func f(ctx context.Context) { ctx.Done() }`, ""},
		{"somebody's Done", `func f(x interface{ Done() }) { x.Done() }`, "others"},
		{"what a name does not say", `func f(x interface{ Log() }) { x.Log() }`, ""},
		{"own function", `func f() { g() }; func g() { ch <- 1 }`, "others"},
		{"own function that tells nobody", `func f() { g() }; func g() { some(); f() }`, ""},
		{"local channel of an own function", `func f() { g() }; func g() { c := make(chan int, 1); c <- 1 }`, "others"},
		{"function value", `func f() { g := func() { ch <- 1 }; g() }`, "ch others"},
		{"function value that logs", `func f(g func()) { h := some; h() }`, ""},
		{"function of the package's", `var g = func() { ch <- 1 }; func f() { g() }`, "others"},
		{"unknown function", `func f(g func()) { g() }`, "unknown"},
		{"unknown function in an own one", `func f(g func()) { h(g) }; func h(g func()) { g() }`, "unknown"},
		{"close that is none", `func f() { close := func(chan int) {}; close(ch) }`, ""},

		// contexts
		{"cancel of its own", `func f() { ctx, cancel := context.WithCancel(context.Background()); defer cancel(); _ = ctx }`, ""},
		{"cancel of somebody", `func f(cancel context.CancelFunc) { cancel() }`, "others"},
		{"cancel of the function around", `func f() { _, cancel := context.WithCancel(context.Background()); go func() { cancel() }() }`, "others"},
		{"cancel of the package", `var stop context.CancelFunc; func f() { stop() }`, "others"},
		{"cancel as a func()", `var stop func(); func init() { _, stop = context.WithCancel(context.Background()) }; func f() { stop() }`, "others"},
		{"cancel of work elsewhere", `type t struct{ stop context.CancelFunc }
			func (x *t) start() { ctx, stop := context.WithCancel(context.Background()); x.stop = stop; exec.CommandContext(ctx, "ls") }
			func f(x *t) { x.stop() }`, ""},
		{"cancel of own work", `type t struct{ stop context.CancelFunc }; func work(context.Context) {}
			func (x *t) start() { ctx, stop := context.WithCancel(context.Background()); x.stop = stop; work(ctx) }
			func f(x *t) { x.stop() }`, "others"},
		{"cancel of a context that is kept", `type t struct{ ctx context.Context; stop context.CancelFunc }
			func (x *t) start() { ctx, stop := context.WithCancel(context.Background()); x.stop = stop; x.ctx = ctx }
			func f(x *t) { x.stop() }`, "others"},
		{"cancel of nobody knows what", `type t struct{ stop context.CancelFunc }; func f(x *t, s context.CancelFunc) { x.stop = s; x.stop() }`, "others"},
		{"cancel that goes elsewhere", `type t struct{ stop context.CancelFunc }; func f(x *t) { x.stop(); defer x.stop(); _ = x.stop }`, "others"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			e, f := engine(t, test.src)
			told := e.Tells(f, nil)
			var got []string
			for v := range told.Channels {
				got = append(got, v.Name())
			}
			slices.Sort(got)
			if told.Others {
				got = append(got, "others")
			}
			if told.Unknown {
				got = append(got, "unknown")
			}
			if got := strings.Join(got, " "); got != test.want {
				t.Errorf("%s\ngot  %q\nwant %q", test.src, got, test.want)
			}
			if told.Anybody() != (test.want != "") {
				t.Errorf("%s: Anybody is %t", test.src, told.Anybody())
			}
		})
	}
}

// TestTellsSkip checks that what the caller leaves out does not count.
func TestTellsSkip(t *testing.T) {
	e, f := engine(t, `func f() { ch <- 1; close(ch) }`)
	told := e.Tells(f, func(at inspector.Cursor) bool { _, isSend := at.Node().(*ast.SendStmt); return isSend })
	if len(told.Channels) != 1 {
		t.Errorf("tells %v, want the one channel that it closes", told.Channels)
	}
	if e.Tells(f, func(inspector.Cursor) bool { return true }).Anybody() {
		t.Error("tells somebody although everything is left out")
	}
}
