package serveerr_test

import (
	"go/ast"
	"testing"

	"github.com/shutdownlint/shutdownlint/analyzers/internal/index"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/serveerr"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/snippet"
)

// TestAsked asks for the argument of the call of ask.
func TestAsked(t *testing.T) {
	for _, test := range []struct {
		body string
		want bool
	}{
		{"if err != nil { ask(err) }", true},
		{"if err := work(); err != nil { ask(err) }", true},
		{"if err == nil { return }\nask(err)", false}, // a path, and no statement around it
		{"if err == nil { return } else { ask(err) }", true},
		{"if err != nil && quiet { ask(err) }", true},
		{"if err != nil || quiet { ask(err) }", false},
		{"if err != nil { err = work(); ask(err) }", false},
		{"if err != nil { if quiet { ask((err)) } }", true},
		{"if quiet { ask(err) }", false},
		{"other := work()\nif err != nil { ask(other) }", false},
		{"if err != nil { ask(work()) }", false},
	} {
		s := snippet.Check(t, "package p\nfunc ask(error) {}\nfunc work() error { return nil }\nfunc f(err error, quiet bool) {\n"+test.body+"\n}")
		arg := s.Args(t, "ask")[0]
		if got := serveerr.Asked(s.Index, index.Function(arg), arg, arg.Node().(ast.Expr)); got != test.want {
			t.Errorf("%s: %v, want %v", test.body, got, test.want)
		}
	}
}

func TestMade(t *testing.T) {
	for expr, want := range map[string]bool{`errors.New("x")`: true, `fmt.Errorf("x: %w", err)`: true, "errors.Join(err, nil)": false, "work()": false} {
		s := snippet.Check(t, snippet.Imports("errors", "fmt")+"func ask(error) {}\nfunc work() error { return nil }\nfunc f(err error) { ask("+expr+") }")
		if got := serveerr.Made(s.Index, s.Args(t, "ask")[0].Node().(*ast.CallExpr)); got != want {
			t.Errorf("%s: %v, want %v", expr, got, want)
		}
	}
}
