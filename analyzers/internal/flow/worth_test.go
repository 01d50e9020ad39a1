package flow_test

import (
	"go/ast"
	"go/types"
	"strings"
	"testing"

	"github.com/shutdownlint/shutdownlint/analyzers/internal/flow"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/snippet"
)

// TestWorths walks straight through a body, and asks the condition of the if statement at its end.
func TestWorths(t *testing.T) {
	tests := []struct{ body, cond, want string }{
		{"ok = true", "ok", "true"},
		{"ok = true", "other()", "open"},
		{"ok = false", "ok", "false"},
		{"ok, n = true, 0", "ok && n == 0", "true"},
		{"ok = other()", "ok", "open"},
		{"ok = true; ok = other()", "!ok", "open"},
		{"var q *int", "q != nil", "false"},
		{"p = nil", "p == nil || ok", "true"},
		{"n = 0", "n > 0", "false"},
		{"n = 0; n++", "n > 0", "true"},
		{"n = 0; n++", "0 < n", "true"},
		{"n = 0; n++", "n == 0", "false"},
		{"n = 0; n++; n++", "n >= 100", "open"},
		{"n = 0; n++", "n == 1", "open"},
		{"n = 0", "n >= 100", "false"},
		{"n = 0; n--", "n == 0", "open"},
		{"n = -1", "n > 0", "open"},
		{"n = 1; n += n", "n > 0", "open"},
		{"s = \"\"", "s == \"\"", "true"},
		{"s = \"x\"", "s == \"\"", "false"},
		{"s = \"x\"", "s == \"y\"", "open"},
		{"if ok { return }", "ok", "false"},
		{"if ok && other() { return }", "ok", "open"},
		{"if ok || n > 1 { return }", "ok", "false"},
		{"if !ok { return }", "ok", "true"},
		{"if n != 0 { return }", "n == 0", "true"},
		{"if n == 0 { return }", "n > 0", "open"},
		{"if p != nil { return }", "p == nil", "true"},
		{"if !(n > 0) { return }", "n == 0", "false"},
		{"if n <= 0 { return }", "n > 0", "true"},
		{"if 1 > n { return }", "n != 0", "true"},
		{"if n < 0 { return }", "n == 0", "open"},
		{"if n > 5 { return }", "n == 0", "open"},
		{"if n < -1 { return }", "n > 0", "open"},
		{"if x <= 0 { return }", "x >= 1", "open"},
	}
	for _, test := range tests {
		body := test.body + "\nif " + test.cond + " { asked() }"
		src := "package p\nfunc other() bool\nfunc asked()\nfunc f(ok bool, n int, p *int, s string, x float64) {\n" + body + "\n}\n"
		s := snippet.Check(t, src)
		w := &flow.Worths{Info: s.Info, Of: make(map[types.Object]uint)}
		for id, obj := range s.Info.Defs {
			if v, ok := obj.(*types.Var); ok && id.Name != "_" {
				w.Of[v] = uint(len(w.Of))
			}
		}
		asked := s.Call(t, "asked")
		for asked.Node() != nil {
			if _, ok := asked.Node().(*ast.IfStmt); ok {
				break
			}
			asked = asked.Parent()
		}
		state := uint64(0)
		for cur := range s.File.Preorder((*ast.AssignStmt)(nil), (*ast.IncDecStmt)(nil), (*ast.ValueSpec)(nil), (*ast.IfStmt)(nil)) {
			if n, ok := cur.Node().(*ast.IfStmt); ok {
				if cur != asked {
					state = w.Learn(state, flow.Condition{Expr: n.Cond}, false)
				}
				continue
			}
			state = w.After(state, cur.Node())
		}
		cond := flow.Condition{Expr: asked.Node().(*ast.IfStmt).Cond}
		got := "open"
		switch no, yes := w.Excludes(state, cond, true), w.Excludes(state, cond, false); {
		case no && yes:
			got = "neither"
		case no:
			got = "false"
		case yes:
			got = "true"
		}
		if got != test.want {
			t.Errorf("after %s, %s is %s, want %s", strings.ReplaceAll(test.body, "\n", "; "), test.cond, got, test.want)
		}
	}
}
