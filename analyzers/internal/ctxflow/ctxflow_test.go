package ctxflow_test

import (
	"go/ast"
	"go/types"
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/go/ast/inspector"

	"github.com/shutdownlint/shutdownlint/analyzers/internal/ctxflow"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/index"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/snippet"
)

var prelude = snippet.Imports("context", "net/http", "os", "os/signal", "time") + "func stop(context.Context) {}\n"

// argument type-checks src and returns the argument of its one call of stop, and what follows contexts in it.
func argument(t *testing.T, src string) (*ctxflow.Flow, inspector.Cursor) {
	t.Helper()
	s := snippet.Check(t, prelude+src)
	return &ctxflow.Flow{Index: s.Index, Graph: s.Graph}, s.Args(t, "stop")[0]
}

// TestOf checks from where the contexts come that may be the argument: by the expressions that make their roots, sorted, with a
// star at those that have a deadline by then. Nothing means that one of them is not known.
func TestOf(t *testing.T) {
	tests := []struct{ name, src, want string }{
		{"call", `func f() { stop(context.Background()) }`, "context.Background()"},
		{"variable", `func f() { ctx := context.TODO(); stop((ctx)) }`, "context.TODO()"},
		{"derived", `func f() { ctx, cancel := context.WithCancel(context.Background()); defer cancel(); stop(ctx) }`, "context.Background()"},
		{"limited", `func f() { ctx, cancel := context.WithTimeout(context.Background(), 1); defer cancel(); stop(ctx) }`, "context.Background()*"},
		{"limited below", `func f() { a, b := context.WithTimeout(context.Background(), 1); defer b(); c, d := context.WithCancel(a); defer d(); stop(c) }`, "context.Background()*"},
		{"detached", `func f() { a, b := context.WithTimeout(context.Background(), 1); defer b(); stop(context.WithoutCancel(a)) }`, "context.Background()"},
		{"parameter", `func f(ctx context.Context) { stop(ctx) }`, "ctx"},
		{"field", `type s struct{ ctx context.Context }; func f(v s) { stop(v.ctx) }`, "v.ctx"},
		{"request", `func f(r *http.Request) { stop(r.Context()) }`, "r.Context()"},
		{"either", `func f(a context.Context, b bool) { if b { a = context.Background() }; stop(a) }`, "a context.Background()"},
		{"replaced", `func f(a context.Context) { a = context.Background(); stop(a) }`, "context.Background()"},
		{"shadowed", `func f(a context.Context) { { a := context.Background(); stop(a) } }`, "context.Background()"},
		{"replaced afterwards", `func f(a context.Context) { stop(a); a = context.Background(); _ = a }`, "a"},
		{"helper", `func f() { stop(g()) }; func g() context.Context { return context.Background() }`, "context.Background()"},
		{"helper's two results", `func f() { ctx, _ := g(); stop(ctx) }; func g() (context.Context, error) { return context.Background(), nil }`, "context.Background()"},
		{"helper with its parameter", `func f(a context.Context) { stop(g(a)) }; func g(b context.Context) context.Context { return b }`, "a"},
		{"helper that derives", `func f(a context.Context) { c, cancel := g(a); defer cancel(); stop(c) }; func g(b context.Context) (context.Context, func()) { c, d := context.WithTimeout(b, 1); return c, d }`, "a*"},
		{"helper with two known returns", `func f(b bool) { stop(g(b)) }; func g(b bool) context.Context { if b { return context.TODO() }; return context.Background() }`, "context.Background() context.TODO()"},
		{"helper with an unknown parameter", `func f(m map[int]context.Context) { stop(g(m[0])) }; func g(b context.Context) context.Context { return b }`, ""},
		{"package variable", `var c = context.Background(); func f() { stop(c) }`, "context.Background()"},
		{"exported package variable", `var C = context.Background(); func f() { stop(C) }`, ""},
		{"converted", `func f() { stop(context.Context(context.TODO())) }`, "context.TODO()"},
		{"helper with two returns", `func f() { stop(g()) }; func g() context.Context { if true { return nil }; return context.Background() }`, ""},
		{"address taken", `func f() { ctx := context.Background(); g(&ctx); stop(ctx) }; func g(*context.Context) {}`, ""},
		{"set by a closure", `func f() { ctx := context.Background(); func() { ctx = context.TODO() }(); stop(ctx) }`, ""},
		{"container", `func f(m map[string]context.Context) { stop(m["a"]) }`, ""},
		{"made from itself", `func f() { ctx := context.Background(); for { ctx = context.WithValue(ctx, 1, 2); stop(ctx) } }`, "context.Background() ctx"}, // some round's ctx
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			f, arg := argument(t, test.src)
			var got []string
			for _, c := range f.Of(arg) {
				for _, root := range c.Root() {
					name := types.ExprString(root.At.Node().(ast.Expr))
					if c.Limited() {
						name += "*"
					}
					got = append(got, name)
				}
			}
			slices.Sort(got)
			if got := strings.Join(slices.Compact(got), " "); got != test.want {
				t.Errorf("%s\ngot  %q\nwant %q", test.src, got, test.want)
			}
		})
	}
}

func TestEnded(t *testing.T) {
	tests := []struct {
		name, src string
		want      ctxflow.Reason
	}{
		{"received", `func f(ctx context.Context) { <-ctx.Done(); stop(ctx) }`, ctxflow.Received},
		{"received in a select", `func f(ctx context.Context, c chan int) { select { case <-ctx.Done(): stop(ctx); case <-c: } }`, ctxflow.Received},
		{"the other case", `func f(ctx context.Context, c chan int) { select { case <-ctx.Done(): case <-c: stop(ctx) } }`, ctxflow.Alive},
		{"behind the select", `func f(ctx context.Context, c chan int) { select { case <-ctx.Done(): case <-c: }; stop(ctx) }`, ctxflow.Received},
		{"left before", `func f(ctx context.Context, c chan int) { select { case <-ctx.Done(): return; case <-c: }; stop(ctx) }`, ctxflow.Alive},
		{"received afterwards", `func f(ctx context.Context) { stop(ctx); <-ctx.Done() }`, ctxflow.Alive},
		{"child of what was received", `func f(ctx context.Context) { <-ctx.Done(); c, cancel := context.WithTimeout(ctx, 1); defer cancel(); stop(c) }`, ctxflow.Received},
		{"detached", `func f(ctx context.Context) { <-ctx.Done(); c, cancel := context.WithTimeout(context.WithoutCancel(ctx), 1); defer cancel(); stop(c) }`, ctxflow.Alive},
		{"parent", `func f(ctx context.Context) { c, cancel := context.WithCancel(ctx); defer cancel(); <-c.Done(); stop(ctx) }`, ctxflow.Alive},
		{"renewed", `func f(ctx context.Context) { <-ctx.Done(); ctx = context.Background(); stop(ctx) }`, ctxflow.Alive},
		{"shadowed", `func f(ctx context.Context) { <-ctx.Done(); { ctx := context.Background(); stop(ctx) } }`, ctxflow.Alive},
		{"cancelled", `func f() { ctx, cancel := context.WithCancel(context.Background()); cancel(); stop(ctx) }`, ctxflow.Cancelled},
		{"declared and cancelled", `func f() { var ctx, cancel = context.WithCancel(context.Background()); cancel(); stop(ctx) }`, ctxflow.Cancelled},
		{"cancelled afterwards", `func f() { ctx, cancel := context.WithCancel(context.Background()); stop(ctx); cancel() }`, ctxflow.Alive},
		{"cancelled on another path", `func f(b bool) { ctx, cancel := context.WithCancel(context.Background()); if b { cancel(); return }; stop(ctx) }`, ctxflow.Alive},
		{"cancelled in a goroutine", `func f() { ctx, cancel := context.WithCancel(context.Background()); go cancel(); stop(ctx) }`, ctxflow.Alive},
		{"cancel deferred last", `func f() { ctx, cancel := context.WithCancel(context.Background()); defer stop(ctx); defer cancel() }`, ctxflow.Cancelled},
		{"cancel deferred first", `func f() { ctx, cancel := context.WithCancel(context.Background()); defer cancel(); defer stop(ctx) }`, ctxflow.Alive},
		{"deferred stop after the wait", `func f(ctx context.Context) { defer func() { stop(ctx) }(); <-ctx.Done() }`, ctxflow.Received},
		{"literal started after the wait", `func f(ctx context.Context) { <-ctx.Done(); go func() { stop(ctx) }() }`, ctxflow.Received},
		{"literal that waits", `func f(ctx context.Context) { go func() { <-ctx.Done(); stop(ctx) }() }`, ctxflow.Received},
		{"after its end", `func f(ctx context.Context) { context.AfterFunc(ctx, func() { stop(ctx) }) }`, ctxflow.Received},
		{"after another's end", `func f(ctx, other context.Context) { context.AfterFunc(ctx, func() { stop(other) }) }`, ctxflow.Alive},
		{"request", `func f(r *http.Request) { stop(r.Context()) }`, ctxflow.Request},
		{"request's child", `func f(r *http.Request) { ctx, cancel := context.WithTimeout(r.Context(), 1); defer cancel(); stop(ctx) }`, ctxflow.Request},
		{"deadline set before the signal", `func f(c chan os.Signal) { ctx, cancel := context.WithTimeout(context.Background(), 1); defer cancel(); <-c; stop(ctx) }`, ctxflow.Expiring},
		{"deadline set after the signal", `func f(c chan os.Signal) { <-c; ctx, cancel := context.WithTimeout(context.Background(), 1); defer cancel(); stop(ctx) }`, ctxflow.Alive},
		{"deadline set before the signal that a deferred stop is behind", `func f(c chan os.Signal) { ctx, cancel := context.WithTimeout(context.Background(), 1); defer cancel(); defer stop(ctx); <-c }`, ctxflow.Expiring},
		{"deferred when the signal has come", `func f(c chan os.Signal) { <-c; ctx, cancel := context.WithTimeout(context.Background(), 1); defer cancel(); defer stop(ctx) }`, ctxflow.Alive},
		{"deferred in a function that waits for no signal", `func f(c chan int) { ctx, cancel := context.WithTimeout(context.Background(), 1); defer cancel(); defer stop(ctx); <-c }`, ctxflow.Alive},
		{"deadline set before the end of a given context", `func f(c context.Context) { ctx, cancel := context.WithTimeout(context.Background(), 1); defer cancel(); <-c.Done(); stop(ctx) }`, ctxflow.Expiring},
		{"deadline set before the end of a group", `func f(c context.Context) { ctx, cancel := context.WithTimeout(context.Background(), 1); defer cancel(); d, end := context.WithCancel(c); defer end(); <-d.Done(); stop(ctx) }`, ctxflow.Expiring},
		{"deadline set before the end of a given context, in a stop", `func Stop(c context.Context) { ctx, cancel := context.WithTimeout(context.Background(), 1); defer cancel(); <-c.Done(); stop(ctx) }`, ctxflow.Alive},
		{"deadline set before its own end", `func f(c context.Context) { ctx, cancel := context.WithTimeout(c, 1); defer cancel(); d, end := context.WithTimeout(c, 1); defer end(); <-d.Done(); stop(ctx) }`, ctxflow.Alive},
		{"deadline set in each round", `func f(c chan os.Signal) { for { <-c; ctx, cancel := context.WithTimeout(context.Background(), 1); stop(ctx); cancel() } }`, ctxflow.Alive},
		{"no deadline before the signal", `func f(c chan os.Signal) { ctx, cancel := context.WithCancel(context.Background()); defer cancel(); <-c; stop(ctx) }`, ctxflow.Alive},
		{"one of two", `func f(ctx context.Context, b bool) { <-ctx.Done(); c := ctx; if b { c = context.Background() }; stop(c) }`, ctxflow.Alive},
		{"unknown", `func f(m []context.Context) { <-m[0].Done(); stop(m[0]) }`, ctxflow.Alive},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			f, arg := argument(t, test.src)
			if got := f.Ended(arg).Reason; got != test.want {
				t.Errorf("%s\ngot  %d\nwant %d", test.src, got, test.want)
			}
		})
	}
}

func TestSignalWaits(t *testing.T) {
	tests := []struct {
		name, src string
		want      int
	}{
		{"channel", `func f(c chan os.Signal) { <-c; stop(nil) }`, 1},
		{"context", `func f() { ctx, cancel := signal.NotifyContext(context.Background()); defer cancel(); <-ctx.Done(); stop(ctx) }`, 1},
		{"child", `func f() { ctx, cancel := signal.NotifyContext(context.Background()); defer cancel(); c := context.WithValue(ctx, 1, 2); <-c.Done(); stop(c) }`, 1},
		{"detached", `func f() { ctx, cancel := signal.NotifyContext(context.Background()); defer cancel(); <-context.WithoutCancel(ctx).Done(); stop(ctx) }`, 0},
		{"other things", `func f(ctx context.Context, c chan int) { <-c; <-ctx.Done(); <-time.After(1); stop(ctx) }`, 0},
		{"in a literal", `func f(c chan os.Signal) { go func() { <-c }(); stop(nil) }`, 0},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			f, arg := argument(t, test.src)
			if got := len(f.SignalWaits(index.Function(arg))); got != test.want {
				t.Errorf("%s\ngot  %d\nwant %d", test.src, got, test.want)
			}
		})
	}
}
