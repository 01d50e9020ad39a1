package owed

import (
	"go/ast"
	"go/token"
	"go/types"

	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"
	"golang.org/x/tools/go/cfg"

	"github.com/shutdownlint/shutdownlint/analyzers/internal/flow"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/resource"
)

// Branch says whether the debt goes on along an edge.
func (l *ledger) Branch(b *cfg.Block, succ int, d *flow.Debt) bool {
	c, ok := l.graph.Condition(b)
	if !ok {
		return true
	}
	outcome := succ == 0
	if c.Tag == nil {
		if was, known := l.decided(c.Expr); known && was != outcome {
			return false
		}
	}
	q := l.question
	if !d.Stale {
		q.Status = l.statuses[d.Status]
	}
	q.Witness = func(v types.Object) bool { return l.released[v] || q.Status != nil && l.witness[v] }
	q.Holds = func(e ast.Expr) bool {
		e = ast.Unparen(e)
		if sel, ok := e.(*ast.SelectorExpr); ok {
			if field, ok := l.s.Info.Uses[sel.Sel].(*types.Var); ok && resource.IsPart(l.s.Info.TypeOf(sel.X), field) {
				e = sel.X
			}
		}
		return l.target(e)&d.Held != 0
	}
	switch q.Ask(c, outcome) {
	case flow.None:
		return false
	case flow.Some:
		d.Doubt = false
	case flow.Unclear:
		d.Doubt = true
	case flow.Open:
		d.Doubt = d.Doubt || l.related(c)
	}
	return true
}

// witnesses finds the variables that keep what was asked about the status.
func (l *ledger) witnesses(status *types.Var) {
	l.witness = make(map[types.Object]bool)
	if status == nil {
		return
	}
	for _, use := range l.s.Uses(status) {
		var value inspector.Cursor
		switch kind := use.ParentEdgeKind(); kind {
		case edge.TypeAssertExpr_X, edge.CallExpr_Args:
			value = use.Parent()
		case edge.BinaryExpr_X:
			if b := use.Parent().Node().(*ast.BinaryExpr); b.Op == token.NEQ {
				value = use.Parent()
			}
		}
		if !value.Valid() || value.ParentEdgeKind() != edge.AssignStmt_Rhs {
			continue
		}
		stmt := value.Parent().Node().(*ast.AssignStmt)
		if id, ok := stmt.Lhs[len(stmt.Lhs)-1].(*ast.Ident); ok {
			l.witness[l.s.Info.ObjectOf(id)] = true
		}
	}
}

// assume notes the conditions of the if statements around the call: where one of them is asked again, the answer is the
// same, and where something else is asked about what they are about, once the if statement is over, nobody knows which
// answers go together.
func (l *ledger) assume() {
	l.assumed, l.topics = make(map[string]bool), make(map[string]token.Pos)
	for c := l.value.Call; c != l.fn; c = c.Parent() {
		kind := c.ParentEdgeKind()
		if kind != edge.IfStmt_Body && kind != edge.IfStmt_Else {
			continue
		}
		stmt := c.Parent().Node().(*ast.IfStmt)
		cond := stmt.Cond
		if l.steady(cond) {
			l.assumed[types.ExprString(cond)] = kind == edge.IfStmt_Body
		}
		for topic := range l.about(cond) {
			if _, ok := l.topics[topic]; !ok { // the innermost one comes first
				l.topics[topic] = stmt.End()
			}
		}
	}
}

// related reports whether c is about something that a condition around the call is about, and stands after its statement.
func (l *ledger) related(c flow.Condition) bool {
	if len(l.topics) == 0 {
		return false
	}
	for _, e := range []ast.Expr{c.Expr, c.Tag} {
		for topic := range l.about(e) {
			if end, ok := l.topics[topic]; ok && end <= c.Expr.Pos() {
				return true
			}
		}
	}
	return false
}

// about returns the variables and fields that cond names, errors and the value itself excepted: x.F, not x.
func (l *ledger) about(cond ast.Expr) map[string]bool {
	topics := make(map[string]bool)
	if cond == nil {
		return topics
	}
	ast.Inspect(cond, func(n ast.Node) bool {
		e, ok := n.(ast.Expr)
		if !ok {
			return true
		}
		var obj types.Object
		switch e := e.(type) {
		case *ast.SelectorExpr:
			obj = l.s.Info.ObjectOf(e.Sel)
		case *ast.Ident:
			obj = l.s.Info.ObjectOf(e)
		}
		v, ok := obj.(*types.Var)
		if !ok {
			return true // a method: what it is called on counts
		}
		if l.bits[v] == 0 && !resource.IsError(v.Type()) {
			topics[types.ExprString(e)] = true
		}
		return false
	})
	return topics
}

// decided reports whether cond, or its negation, was decided before the call.
func (l *ledger) decided(cond ast.Expr) (outcome, known bool) {
	if len(l.assumed) == 0 {
		return false, false
	}
	if not, ok := ast.Unparen(cond).(*ast.UnaryExpr); ok && not.Op == token.NOT {
		outcome, known = l.assumed[types.ExprString(not.X)]
		return !outcome, known
	}
	outcome, known = l.assumed[types.ExprString(cond)]
	return outcome, known
}

// steady reports whether cond is no question about an error or the value, nor calls anything: those answers change.
func (l *ledger) steady(cond ast.Expr) bool {
	ok := true
	ast.Inspect(cond, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.CallExpr:
			ok = false
		case *ast.Ident:
			obj := l.s.Info.ObjectOf(n)
			if obj == nil || l.bits[obj] != 0 || obj.Type() != nil && resource.IsError(obj.Type()) {
				_, isNil := obj.(*types.Nil)
				ok = ok && isNil
			}
		}
		return ok
	})
	return ok
}
