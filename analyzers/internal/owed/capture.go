package owed

import (
	"go/ast"

	"golang.org/x/tools/go/ast/edge"

	"github.com/shutdownlint/shutdownlint/analyzers/internal/body"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/index"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/resource"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/trace"
)

// capture says for how long something may use the value that the function has set up: a function literal, a method value, or
// what a function has started that it was passed to.
func (l *ledger) capture() body.Span {
	longest := body.Within
	for v := range l.bits {
		longest = max(longest, l.s.Capture(v, l.fn))
	}
	for _, e := range l.fate.Events {
		if e.Kind == trace.Passed && e.Effect.Has(resource.Outlives) {
			longest = max(longest, body.After)
		}
	}
	return longest
}

// needed reports whether something uses the value behind a call that is deferred right after the value is made: a function that
// was deferred before, or whoever got the descriptor.
func (l *ledger) needed() bool {
	for v := range l.bits {
		for _, use := range l.s.Uses(v) {
			if !l.fn.Contains(use) {
				continue
			}
			lit := index.Function(use)
			if lit != l.fn && lit.ParentEdgeKind() == edge.CallExpr_Fun && lit.Parent().ParentEdgeKind() == edge.DeferStmt_Call &&
				lit.Node().Pos() < l.value.Call.Node().Pos() {
				return true
			}
			if call, ok := l.s.CallOf(use.Parent()); ok && use.ParentEdgeKind() == edge.SelectorExpr_X {
				fn := l.s.Callee(call.Node().(*ast.CallExpr))
				if fn != nil && (fn.FullName() == "(*os.File).Fd" || fn.FullName() == "(*os.File).SyscallConn") {
					return true
				}
			}
		}
	}
	return false
}
