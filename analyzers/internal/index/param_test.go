package index_test

import (
	"go/ast"
	"go/types"
	"testing"

	"golang.org/x/tools/go/ast/edge"

	"github.com/shutdownlint/shutdownlint/analyzers/internal/snippet"
)

func TestParameter(t *testing.T) {
	const prelude = "func use(any)\ntype T struct{ f int }\n"
	tests := []struct {
		name, src string
		want      edge.Kind
	}{
		{"parameter", "func f(x int) { use(x) }", edge.FuncType_Params},
		{"receiver", "func (x T) m() { use(x) }", edge.FuncDecl_Recv},
		{"result", "func f() (x int) { use(x); return }", edge.FuncType_Results},
		{"of a literal", "func f() { func(x int) { use(x) }(1) }", edge.FuncType_Params},
		{"captured", "func f(x int) { func() { use(x) }() }", edge.FuncType_Params},
		{"variable", "func f() { x := 1; use(x) }", edge.Invalid},
		{"of the package", "var x int; func f() { use(x) }", edge.Invalid},
		{"field", "func f(t T) { use(t.f) }", edge.Invalid},
		{"in a loop", "func f(list []int) { for _, x := range list { use(x) } }", edge.Invalid},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			s := snippet.Check(t, "package p\n"+prelude+test.src)
			arg := s.Args(t, "use")[0].Node().(ast.Expr)
			v := s.Named(arg)
			if v == nil {
				t.Fatal("no variable")
			}
			_, list, ok := s.Parameter(v)
			if list != test.want || ok != (test.want != edge.Invalid) || s.IsParameter(v) != ok {
				t.Errorf("got %v, %v, want %v", list, ok, test.want)
			}
		})
	}
	s := snippet.Check(t, "package p")
	if s.IsParameter(nil) || s.IsParameter(types.NewParam(0, nil, "x", types.Typ[types.Int])) {
		t.Error("what is declared elsewhere is a parameter of this package")
	}
}
