package flow_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"strings"
	"testing"

	"github.com/shutdownlint/shutdownlint/analyzers/internal/flow"
)

// calls parses a function body and returns its graph and the calls in it by name.
func calls(t *testing.T, body string) (*flow.Graph, map[string]ast.Node) {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), "", "package p\nfunc f() {\n"+body+"\n}", parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	fn := file.Decls[0].(*ast.FuncDecl)
	byName := make(map[string]ast.Node)
	ast.Inspect(fn, func(n ast.Node) bool {
		if call, ok := n.(*ast.CallExpr); ok {
			if id, ok := call.Fun.(*ast.Ident); ok {
				byName[id.Name] = call
			}
		}
		return true
	})
	return flow.New(fn.Body, func(call *ast.CallExpr) bool {
		id, ok := call.Fun.(*ast.Ident)
		return !ok || id.Name != "exit"
	}), byName
}

func TestPath(t *testing.T) {
	for _, test := range []struct {
		name, body string
		want       bool // from a() to b()
	}{
		{"in order", "a(); b()", true},
		{"in reverse", "b(); a()", false},
		{"in reverse, in a loop", "for { b(); a() }", true},
		{"in either branch", "if c { a() } else { b() }", false},
		{"behind a branch", "if c { a() }; b()", true},
		{"return between", "a(); return; b()", false},
		{"exit between", "a(); exit(); b()", false},
		{"stopped by c", "a(); c(); b()", false},
		{"round c", "a(); if x { c() }; b()", true},
		{"same clause of a select", "select { case <-a(): b(); case <-d(): }", true},
		{"other clause of a select", "select { case <-a(): case <-d(): b() }", false},
		{"behind a select", "select { case <-a(): case <-d(): return }; b()", true},
		{"clause that returns", "select { case <-a(): return; case <-d(): }; b()", false},
	} {
		t.Run(test.name, func(t *testing.T) {
			g, byName := calls(t, test.body)
			from, ok := g.After(byName["a"])
			if !ok {
				t.Fatal("a is not in the graph")
			}
			to, ok := g.At(byName["b"])
			got := ok && g.Path(from, to, func(n ast.Node) bool {
				stmt, ok := n.(*ast.ExprStmt)
				return ok && stmt.X == byName["c"]
			})
			if got != test.want {
				t.Errorf("%s: a path from a to b: %v, want %v", test.body, got, test.want)
			}
		})
	}
}

func TestExits(t *testing.T) {
	for body, want := range map[string]int{
		"a()":                  1,
		"if a() { return }":    2,
		"exit()":               0,
		"for { a() }":          0,
		"if a() { exit() }":    1,
		"return; a(); return":  1,
		"defer a(); b(); c()":  1,
		"switch { case a(): }": 1,
	} {
		g, _ := calls(t, body)
		if got := len(g.Exits()); got != want {
			t.Errorf("%s: %d exits, want %d", body, got, want)
		}
	}
}

// What a clause of a select statement receives happens where its body begins, although it stands in front of the statement.
func TestCommunication(t *testing.T) {
	g, byName := calls(t, "b(); select { case <-a(): c(); case x <- d(): e() }")
	for name, want := range map[string]bool{"a": true, "d": true, "b": false, "c": false, "e": false} {
		if got := g.Communication(byName[name]); got != want {
			t.Errorf("%s is received or sent by a clause: %v, want %v", name, got, want)
		}
		at, ok := g.At(byName[name])
		after, okAfter := g.After(byName[name])
		if !ok || !okAfter {
			t.Fatalf("%s is not in the graph", name)
		}
		if (at == after) != want {
			t.Errorf("%s: at %v, after %v", name, at, after)
		}
	}
	c, _ := g.At(byName["c"])
	d, _ := g.After(byName["d"])
	if g.Path(d, c, nil) {
		t.Error("the other clause leads to c")
	}
}

func TestCondition(t *testing.T) {
	for _, test := range []struct{ body, want string }{
		{"if a() { b() }", "a()"},
		{"if x := a(); x > 2 { b() }", "x > 2"},
		{"for a() { b() }", "a()"},
		{"switch { case a(): b() }", "a()"},
		{"switch a() { case 1, 2: b() }", "a() == 1, a() == 2"},
		{"switch a() { case 1: b(); fallthrough; default: c() }", "a() == 1"},
		{"switch x := a().(type) { case int: b() }", ""},
		{"for range a() { b() }", ""},
		{"select { case <-a(): b() }", ""},
		{"for { b() }", ""},
	} {
		g, _ := calls(t, test.body)
		var got []string
		for _, b := range g.CFG.Blocks {
			if c, ok := g.Condition(b); ok {
				text := types.ExprString(c.Expr)
				if c.Tag != nil {
					text = types.ExprString(c.Tag) + " == " + text
				}
				got = append(got, text)
			}
		}
		if got := strings.Join(got, ", "); got != test.want {
			t.Errorf("%s: %q, want %q", test.body, got, test.want)
		}
	}
}
