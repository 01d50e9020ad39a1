package owed

import (
	"go/ast"
	"go/token"
	"go/types"

	"golang.org/x/tools/go/ast/edge"

	"github.com/shutdownlint/shutdownlint/analyzers/internal/flow"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/index"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/resource"
)

// A topic is a variable or field that the condition of an if statement around the call names.
type topic struct {
	ast.Expr
	end token.Pos // of the innermost such statement
	own bool      // a variable that only the function itself changes, and by its name
}

// A condition is that of an if statement around the call.
type condition struct {
	flow.Decided
	about uint64 // the topics that it names
}

// assume notes the conditions of the if statements around the call: where one of them is asked again, the answer is the
// same, and where something else is asked about what they are about, once the if statement is over, nobody knows which
// answers go together. Both hold until the topic gets another value.
func (l *ledger) assume() {
	for c := l.value.Call; c != l.fn; c = c.Parent() {
		kind := c.ParentEdgeKind()
		if kind != edge.IfStmt_Body && kind != edge.IfStmt_Else {
			continue
		}
		stmt := c.Parent().Node().(*ast.IfStmt)
		known := condition{Decided: flow.Decided{Condition: flow.Condition{Expr: stmt.Cond}, Outcome: kind == edge.IfStmt_Body}}
		for _, e := range l.about(stmt.Cond) {
			known.about |= l.topic(e, stmt.End())
		}
		if l.steady(stmt.Cond) {
			l.assumed = append(l.assumed, known)
		}
	}
}

// topic returns the bit of the topic e, which it enters if it is new.
func (l *ledger) topic(e ast.Expr, end token.Pos) uint64 {
	i := 0
	for i < len(l.topics) && !flow.Same(l.s.Info, l.topics[i].Expr, e) {
		i++
	}
	if i == len(l.topics) {
		l.topics = append(l.topics, topic{e, end, l.isOwn(e)})
	}
	return 1 << i // 0 for more than there are bits: then nobody sees it change
}

// isOwn reports whether e names a variable of the function that no other function assigns to, nor anybody by its address.
func (l *ledger) isOwn(e ast.Expr) bool {
	id, ok := e.(*ast.Ident)
	if !ok {
		return false
	}
	obj := l.s.Info.ObjectOf(id)
	if def := l.s.Def(obj); !def.Valid() || index.Function(def) != l.fn {
		return false
	}
	for _, use := range l.s.Uses(obj) {
		switch _, assigned, ok := l.s.Assigned(use); {
		case assigned && index.Function(use) != l.fn, !assigned && !ok, assigned && l.graph.Communication(use.Node()):
			return false
		}
	}
	return true
}

// change notes that the given left-hand sides, some of which may be nil, get other values.
func (l *ledger) change(d *flow.Debt, lhs ...ast.Expr) {
	for i, t := range l.topics {
		ast.Inspect(t.Expr, func(n ast.Node) bool {
			part, ok := n.(ast.Expr)
			for _, e := range lhs {
				if ok && e != nil && flow.Same(l.s.Info, part, e) {
					d.Changed |= 1 << i
				}
			}
			return ok
		})
	}
}

// changes notes what the node n gives other values to.
func (l *ledger) changes(n ast.Node, d *flow.Debt) {
	switch n := n.(type) {
	case *ast.AssignStmt:
		if len(l.topics) > 0 && !l.graph.Communication(n) {
			l.change(d, n.Lhs...)
		}
	case *ast.IncDecStmt:
		l.change(d, n.X)
	case *ast.ValueSpec:
		for _, id := range n.Names {
			l.change(d, id)
		}
	}
}

// decided reports whether c can turn out as outcome after the conditions around the call have, and whether it has to.
func (l *ledger) decided(c flow.Condition, outcome bool, d *flow.Debt) (possible, known bool) {
	for _, k := range l.assumed {
		if k.about&d.Changed != 0 {
			continue
		}
		if k.Excludes(l.s.Info, flow.Decided{Condition: c, Outcome: outcome}) {
			return false, true
		}
		known = known || l.allOwn(k.about) && k.Excludes(l.s.Info, flow.Decided{Condition: c, Outcome: !outcome})
	}
	return true, known
}

func (l *ledger) allOwn(topics uint64) bool {
	for i, t := range l.topics {
		if topics&(1<<i) != 0 && !t.own {
			return false
		}
	}
	return true
}

// related reports whether c is about something that a condition around the call is about, and stands after its statement.
func (l *ledger) related(c flow.Condition, d *flow.Debt) bool {
	if len(l.topics) == 0 {
		return false
	}
	for _, e := range append(l.about(c.Expr), l.about(c.Tag)...) {
		for i, t := range l.topics {
			if d.Changed&(1<<i) == 0 && t.end <= c.Expr.Pos() && flow.Same(l.s.Info, t.Expr, e) {
				return true
			}
		}
	}
	return false
}

// about returns the variables and fields that cond names, errors and the value itself excepted: x.F, not x.
func (l *ledger) about(cond ast.Expr) []ast.Expr {
	var all []ast.Expr
	if cond == nil {
		return nil
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
		if l.bits[v] == 0 && !resource.IsFailure(v.Type()) {
			all = append(all, e)
		}
		return false
	})
	return all
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
			if obj == nil || l.bits[obj] != 0 || resource.IsFailure(obj.Type()) {
				_, isNil := obj.(*types.Nil)
				ok = ok && isNil
			}
		}
		return ok
	})
	return ok
}
