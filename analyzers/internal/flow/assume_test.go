package flow_test

import (
	"go/ast"
	"go/constant"
	"go/types"
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/go/ast/inspector"

	"github.com/shutdownlint/shutdownlint/analyzers/internal/flow"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/index"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/snippet"
)

// names are what the conditions of the tests are about.
const names = `
type file struct{ name string; inner struct{ wide bool } }
func (*file) More() bool { return false }
func known(error) bool { return false }
func ask(bool) {}
func a() bool { return false }
func b() {}
func exit() {}
`

// function type-checks the body of a function with the parameters f, g, err, other, ok, deep, early, n and mode.
func function(t *testing.T, body string) *snippet.Snippet {
	t.Helper()
	return snippet.Check(t, snippet.Imports("errors", "io", "os")+names+"func fn(f, g *file, err, other error, ok, deep, early bool, n int, mode string) {\n"+body+"\n}")
}

// param returns a parameter of the function.
func param(s *snippet.Snippet, name string) *types.Var {
	for v := range s.Pkg.Scope().Lookup("fn").(*types.Func).Signature().Params().Variables() {
		if v.Name() == name {
			return v
		}
	}
	return nil
}

// condition returns the argument of the call of ask.
func condition(t *testing.T, s *snippet.Snippet) ast.Expr {
	t.Helper()
	return s.Args(t, "ask")[0].Node().(ast.Expr)
}

var answers = map[flow.Answer]string{flow.Open: "open", flow.None: "none", flow.Some: "some", flow.Unclear: "unclear"}

// TestQuestion asks what conditions say about the file f, which came with err, and which deep says has been released.
func TestQuestion(t *testing.T) {
	tests := []struct{ cond, ifTrue, ifFalse string }{
		{"err != nil", "none", "some"},
		{"err == nil", "some", "none"},
		{"nil != (err)", "none", "some"},
		{"!(err != nil)", "some", "none"},
		{"(err != nil) == true", "none", "some"},
		{"false == (err != nil)", "some", "none"},
		{"f != nil", "some", "none"},
		{"nil == f", "none", "some"},
		{"other != nil", "open", "open"},
		{"err == io.EOF", "none", "open"},
		{"err != io.EOF", "open", "none"},
		{"errors.Is(err, io.EOF)", "none", "open"},
		{"os.IsNotExist(err)", "none", "open"},
		{"known(err)", "none", "unclear"},
		{"known(other)", "open", "open"},
		{`err.Error() == "gone"`, "open", "open"}, // either side: the text proves that there is an error, the constant nothing
		{"deep", "none", "open"},
		{"!deep", "open", "none"},
		{"early", "open", "open"},
		{"f.More()", "some", "none"},
		{"g.More()", "open", "open"},
		{"err != nil || n > 2", "open", "some"},
		{"err == nil && n > 2", "some", "open"},
		{"n > 2 && err != nil", "none", "open"},
		{"err != nil && err != io.EOF", "none", "open"},
		{"err == nil || known(err)", "open", "none"},
		{"n > 2 || known(err)", "open", "unclear"},
		{"n > 2", "open", "open"},
		{"len(mode) > 2", "open", "open"},
	}
	for _, test := range tests {
		s := function(t, "ask("+test.cond+")")
		q := flow.Question{
			Info: s.Info, Status: param(s, "err"),
			Holds:   flow.Names(s.Info, param(s, "f")),
			Witness: func(v types.Object) bool { return v == param(s, "deep") },
			Ends: func(call *ast.CallExpr) bool {
				sel, ok := call.Fun.(*ast.SelectorExpr)
				return ok && sel.Sel.Name == "More" && flow.Names(s.Info, param(s, "f"))(sel.X)
			},
		}
		c := flow.Condition{Expr: condition(t, s)}
		if yes, no := answers[q.Ask(c, true)], answers[q.Ask(c, false)]; yes != test.ifTrue || no != test.ifFalse {
			t.Errorf("%s: if true %s, want %s; if false %s, want %s", test.cond, yes, test.ifTrue, no, test.ifFalse)
		}
	}
}

// A bool that came with a value says whether there is one.
func TestQuestionOfABool(t *testing.T) {
	for cond, want := range map[string]flow.Answer{
		"ok": flow.Some, "!ok": flow.None, "ok == true": flow.Some, "ok != true": flow.None, "ok == false": flow.None, "ok && n > 2": flow.Some, "ok || n > 2": flow.Open,
	} {
		s := function(t, "ask("+cond+")")
		q := flow.Question{
			Info: s.Info, Status: param(s, "ok"), Holds: func(ast.Expr) bool { return false },
			Witness: func(types.Object) bool { return false }, Ends: func(*ast.CallExpr) bool { return false },
		}
		if got := q.Ask(flow.Condition{Expr: condition(t, s)}, true); got != want {
			t.Errorf("%s: %s, want %s", cond, answers[got], answers[want])
		}
	}
}

func TestNil(t *testing.T) {
	for _, test := range []struct{ cond, ifTrue, ifFalse string }{
		{"err != nil", "some", "none"},
		{"nil == err", "none", "some"},
		{"err != nil && n > 2", "some", "open"},
		{"err != nil || n > 2", "open", "none"},
		{"other != nil", "open", "open"},
		{"err == io.EOF", "open", "open"},
		{"deep", "open", "open"},
	} {
		s := function(t, "ask("+test.cond+")")
		a, c := flow.Nil(s.Info, flow.Names(s.Info, param(s, "err"))), flow.Condition{Expr: condition(t, s)}
		if yes, no := answers[a.Ask(c, true)], answers[a.Ask(c, false)]; yes != test.ifTrue || no != test.ifFalse {
			t.Errorf("%s: if true %s, want %s; if false %s, want %s", test.cond, yes, test.ifTrue, no, test.ifFalse)
		}
	}
}

func TestExcludes(t *testing.T) {
	for _, test := range []struct {
		first, between, then string
		want                 bool
	}{
		{"deep", "", "!deep", true},
		{"deep", "", "deep", false},
		{"deep", "deep := early;", "!deep", false}, // another variable
		{"n > 2 && early", "n := 3;", "!(n > 2)", false},
		{"f.inner.wide", "f := g;", "!f.inner.wide", false},
		{"!deep", "", "deep", true},
		{"deep == true", "", "deep == false", true},
		{"deep", "", "!early", false},
		{"deep && early", "", "!early", true},
		{"!(deep && early)", "", "!early", false},
		{"!(deep && early)", "", "deep && early", true},
		{"deep || early", "", "!(deep || early)", true},
		{"deep || early", "", "!(early || deep)", true},
		{"deep || early", "", "!deep", false},
		{"!(deep || early)", "", "early", true},
		{"n > 2", "", "!(n > 2)", true},
		{"n > 2", "", "!(n > 3)", false},
		{"n > 2 && deep", "", "early && !(n > 2)", true},
		{"err != nil", "", "err == nil", true},
		{"f.inner.wide", "", "!f.inner.wide", true},
		{"f.inner.wide", "", "!g.inner.wide", false},
		{`mode == "a"`, "", `!(mode == "a")`, true},
		{`mode == "a"`, "", `!(mode == "b")`, false},
	} {
		s := function(t, "ask("+test.first+"); { "+test.between+" again("+test.then+") }\n}\nfunc again(bool) {")
		decided := func(e ast.Expr) flow.Decided { return flow.Decided{Condition: flow.Condition{Expr: e}, Outcome: true} }
		first, then := decided(condition(t, s)), decided(s.Args(t, "again")[0].Node().(ast.Expr))
		if got := first.Excludes(s.Info, then); got != test.want {
			t.Errorf("%s excludes %s: %v, want %v", test.first, test.then, got, test.want)
		}
	}
}

// reached returns which of the named calls a walk from the entry comes to, given what n, mode and deep are.
func reached(t *testing.T, src string, given map[string]constant.Value) string {
	t.Helper()
	s := function(t, src)
	values := make(map[*types.Var]constant.Value)
	for name, v := range given {
		values[param(s, name)] = v
	}
	g := s.Graph(declaration(s))
	var got []string
	g.Walk(g.Entry(), g.Knowing(s.Info, values), func(_ flow.Point, n ast.Node) flow.Action {
		if stmt, ok := n.(*ast.ExprStmt); ok {
			got = append(got, s.Text(mustFind(t, s, stmt)))
		}
		return flow.Go
	})
	slices.Sort(got)
	return strings.Join(got, " ")
}

func declaration(s *snippet.Snippet) inspector.Cursor {
	return index.Declaration(s.Def(s.Pkg.Scope().Lookup("fn")))
}

func mustFind(t *testing.T, s *snippet.Snippet, n ast.Node) inspector.Cursor {
	t.Helper()
	cur, ok := s.File.FindNode(n)
	if !ok {
		t.Fatal("a node of the graph is not in the file")
	}
	return cur
}

func TestKnowing(t *testing.T) {
	two, debug, yes := constant.MakeInt64(2), constant.MakeString("debug"), constant.MakeBool(true)
	for _, test := range []struct {
		src, want string
	}{
		{"if n == 2 { a() } else { b() }", "a()"},
		{"if 2 != n { a() } else { b() }", "b()"},
		{"if n > 2 { a() } else { b() }", "b()"},
		{"if n <= 2 { a() } else { b() }", "a()"},
		{"if !(n < 2) { a() } else { b() }", "a()"},
		{"if n == 2 && early { a() } else { b() }", "a() b()"},
		{"if n == 2 || early { a() } else { b() }", "a()"},
		{"if n == 3 && early { a() } else { b() }", "b()"},
		{"if deep { a() } else { b() }", "a()"},
		{"if deep == false { a() } else { b() }", "b()"},
		{"if early { a() } else { b() }", "a() b()"},
		{`switch mode { case "info": a(); case "debug", "trace": b(); default: exit() }`, "b()"},
		{`switch { case n == 1: a(); case n == 2: b(); default: exit() }`, "b()"},
		{`switch { case deep: a() }; b()`, "a() b()"},
		{`switch deep { case true: a(); case false: b() }`, "a()"},
		{`for n == 3 { a() }; b()`, "b()"},
		{`var x any = n; switch x.(type) { case int: a(); default: b() }`, "a() b() x.(type)"},
		{`for range n { a() }; b()`, "a() b()"},
		{`if len(mode) == 2 { a() } else { b() }`, "a() b()"},
		{`if mode > "a" { a() } else { b() }`, "a()"},
	} {
		given := map[string]constant.Value{"n": two, "mode": debug, "deep": yes}
		if got := reached(t, test.src, given); got != test.want {
			t.Errorf("%s: reached %s, want %s", test.src, got, test.want)
		}
		if got := reached(t, "if n == 2 { a() } else { b() }", nil); got != "a() b()" {
			t.Errorf("nothing known: reached %s", got)
		}
	}
}

func TestAfterFalse(t *testing.T) {
	for _, test := range []struct {
		src  string
		want bool // b() can be reached once a() has yielded false
	}{
		{"for a() { }; b()", true},
		{"for a() { b() }", false},
		{"for { if !a() { b(); break } }", true},
		{"for { if !a() { break }; b() }", false},
		{"if a() && deep { b() }", false},
		{"if deep && !a() { b() }", true},
		{"if a() || deep { b() }", true},
		{"if !(a() || deep) { b() }", true},
		{"if !a() || deep { } else { b() }", false},
		{"ok = a(); if ok { b() }", true},
		{"exit(); a(); b()", false},
		{"if a() == false { b() }", true},
		{"if a() == true { b() }", false},
		{"b(); a()", false},
	} {
		s := function(t, test.src)
		call := s.Call(t, "b")
		g := s.Graph(declaration(s))
		got := g.AfterFalse(s.Info, s.Call(t, "a").Node().(*ast.CallExpr), func(n ast.Node) bool {
			return n.Pos() <= call.Node().Pos() && call.Node().End() <= n.End()
		})
		if got != test.want {
			t.Errorf("%s: %v, want %v", test.src, got, test.want)
		}
	}
}
