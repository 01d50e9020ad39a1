package flow_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"testing"

	"golang.org/x/tools/go/cfg"

	"github.com/shutdownlint/shutdownlint/analyzers/internal/flow"
)

// body parses the statements of a function. The call exit() does not return.
func body(t *testing.T, src string) (*flow.Graph, map[string]*ast.CallExpr) {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), "p.go", "package p\nfunc f() {\n"+src+"\n}", parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	fn := file.Decls[0].(*ast.FuncDecl)
	calls := make(map[string]*ast.CallExpr)
	ast.Inspect(fn, func(n ast.Node) bool {
		if call, ok := n.(*ast.CallExpr); ok {
			if id, ok := call.Fun.(*ast.Ident); ok {
				calls[id.Name] = call
			}
		}
		return true
	})
	return flow.New(fn.Body, func(call *ast.CallExpr) bool {
		id, ok := call.Fun.(*ast.Ident)
		return !ok || id.Name != "exit"
	}), calls
}

func TestReaches(t *testing.T) {
	tests := []struct {
		name, src string
		want      bool // a() reaches b()
	}{
		{"straight", "a(); b()", true},
		{"backwards", "b(); a()", false},
		{"loop", "for c { b(); a() }", true},
		{"other branch", "if c { a() } else { b() }", false},
		{"after the branches", "if c { a() }; b()", true},
		{"return", "a(); return; b()", false},
		{"exit", "if c { a(); exit() }; b()", false},
		{"goto", "a(); goto l; return; l: b()", true},
		{"select", "select { case <-c: a() }; b()", true},
		{"range", "for range c { a() }; b()", true},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			g, calls := body(t, test.src)
			from, ok := g.Find(calls["a"])
			if !ok {
				t.Fatal("a is unreachable")
			}
			to, ok := g.Find(calls["b"])
			if got := ok && g.Reaches(from, to); got != test.want {
				t.Errorf("%s: got %v", test.src, got)
			}
		})
	}
}

func TestAlways(t *testing.T) {
	tests := []struct {
		name, src string
		want      bool // every path to b() goes through a()
	}{
		{"straight", "a(); b()", true},
		{"one branch", "if c { a() }; b()", false},
		{"both ways out", "if c { a() } else { return }; b()", true},
		{"exit on the other", "if c { a() } else { exit() }; b()", true},
		{"condition", "if a() { b() }", true},
		{"loop that may not run", "for c { a() }; b()", false},
		{"switch with default", "switch c { case 1: a(); default: return }; b()", true},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			g, calls := body(t, test.src)
			at, ok := g.Find(calls["b"])
			if !ok {
				t.Fatal("b is unreachable")
			}
			through, ok := g.Find(calls["a"])
			if !ok {
				t.Fatal("a is unreachable")
			}
			if got := g.Always(at, func(n ast.Node) bool { return n == through.Node() }); got != test.want {
				t.Errorf("%s: got %v", test.src, got)
			}
		})
	}
}

func TestAdmits(t *testing.T) {
	tests := []struct {
		name, src string
		want      bool // a path to b() takes no condition that holds
	}{
		{"straight", "a(); b()", true},
		{"where it holds", "if c { b() }", false},
		{"where it does not", "if c { a() } else { b() }", true},
		{"behind both", "if c { a() }; b()", true},
		{"behind one that leaves otherwise", "if !c { return }; b()", true},
		{"in a loop", "for c { b() }", false},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			g, calls := body(t, test.src)
			at, ok := g.Find(calls["b"])
			if !ok {
				t.Fatal("b is unreachable")
			}
			if got := g.Admits(at, func(_ *cfg.Block, succ int) bool { return succ != 0 }); got != test.want {
				t.Errorf("%s: got %v", test.src, got)
			}
		})
	}
}

func TestFindUnreachable(t *testing.T) {
	g, calls := body(t, "exit(); a()")
	if p, ok := g.Find(calls["a"]); ok {
		t.Errorf("a stands behind exit, but was found at %v", p)
	}
}
