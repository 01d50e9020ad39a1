package flow_test

import (
	"fmt"
	"go/ast"
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/go/cfg"

	"github.com/shutdownlint/shutdownlint/analyzers/internal/flow"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/index"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/snippet"
)

// A ledger owes what open returns: close and give pay it, lose loses it, and so does every return; copy puts it into another
// variable, and branches on failed are not taken.
type ledger struct {
	s      *snippet.Snippet
	g      *flow.Graph
	visits int
}

func (l *ledger) Node(p flow.Point, d *flow.Debt) flow.Verdict {
	l.visits++
	switch n := p.Node().(type) {
	case *ast.ReturnStmt:
		return flow.Lost
	case *ast.ExprStmt:
		call := text(l.s, n)
		switch {
		case call == "pay()":
			return flow.Paid
		case call == "lose()":
			return flow.Lost
		case strings.HasPrefix(call, "hold("):
			d.Held++
		}
	}
	return flow.Owes
}

func (l *ledger) Branch(b *cfg.Block, succ int, _ *flow.Debt) bool {
	c, ok := l.g.Condition(b)
	return !ok || text(l.s, c.Expr) != "failed" || succ == 1
}

func text(s *snippet.Snippet, n ast.Node) string {
	return s.Src[s.Fset.Position(n.Pos()).Offset:s.Fset.Position(n.End()).Offset]
}

func TestFollow(t *testing.T) {
	tests := []struct {
		name, src, want string // where it is lost, by line
	}{
		{"returned", "open()\nreturn", "2"},
		{"end of the body", "open()\n", "3"},
		{"paid", "open()\npay()", ""},
		{"paid before", "pay()\nopen()\nreturn", "3"},
		{"on one path", "open()\nif deep {\nreturn\n}\npay()", "3"},
		{"on two paths", "open()\nif deep {\nreturn\n}\nif early {\nlose()\n}\npay()", "3 6"},
		{"an edge that is not taken", "open()\nif failed {\nreturn\n}\npay()", ""},
		{"never returns", "open()\nfor {\n}", ""},
		{"in a loop", "for deep {\nopen()\nif early {\nreturn\n}\npay()\n}", "4"},
		{"lost once", "open()\nif deep {\nhold(1)\n}\nreturn", "5"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			l, lost, ok := follow(t, test.src)
			if !ok {
				t.Fatal("too many states")
			}
			var lines []string
			for _, n := range lost {
				lines = append(lines, fmt.Sprint(l.s.Fset.Position(n.Pos()).Line-l.s.Fset.Position(l.g.Body.Lbrace).Line))
			}
			slices.Sort(lines)
			if got := strings.Join(lines, " "); got != test.want {
				t.Errorf("lost in lines %q, want %q", got, test.want)
			}
		})
	}
}

// A loop that makes ever new states is given up, rather than walked for ever.
func TestFollowGivesUp(t *testing.T) {
	if l, _, ok := follow(t, "open()\nfor deep {\nhold(1)\n}\nreturn"); ok || l.visits > 1000 {
		t.Errorf("%d visits, understood: %v", l.visits, ok)
	}
}

func follow(t *testing.T, src string) (*ledger, []ast.Node, bool) {
	t.Helper()
	s := snippet.Check(t, "package p\nfunc open() {}\nfunc pay() {}\nfunc lose() {}\nfunc hold(int) {}\nfunc fn(deep, early, failed bool) {\n"+src+"\n}")
	open := s.Call(t, "open")
	l := &ledger{s: s, g: s.Graph(index.Declaration(open))}
	p, ok := l.g.Find(open.Node())
	if !ok {
		t.Fatal("open cannot be reached")
	}
	lost, ok := l.g.Follow(p.Next(), flow.Debt{}, l)
	return l, lost, ok
}
