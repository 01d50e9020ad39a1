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
	if stmt, ok := b.Stmt.(*ast.RangeStmt); ok && b.Kind == cfg.KindRangeLoop {
		l.change(d, stmt.Key, stmt.Value)
		d.Known = l.known.Forget(d.Known, stmt.Key, stmt.Value)
	}
	c, ok := l.graph.Condition(b)
	if !ok {
		return true
	}
	outcome := succ == 0
	possible, known := l.decided(c, outcome, d)
	if !possible || l.known.Excludes(d.Known, c, outcome) {
		return false
	}
	d.Known = l.known.Learn(d.Known, c, outcome)
	d.Counted = d.Counted || l.counts(c)
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
	if !d.Stale {
		q.Present = func(v types.Object) bool { return l.present[v] }
	}
	if l.value.Status != "" {
		q.Failure = func(e ast.Expr) bool { return l.failure(b, e, d) }
	}
	switch q.Ask(c, outcome) {
	case flow.None:
		return false
	case flow.Some:
		d.Doubt = false
	case flow.Unclear:
		d.Doubt = true
	case flow.Open:
		d.Doubt = d.Doubt || !known && l.related(c, d)
	}
	return true
}

// failure reports whether e is the error that the value itself holds if there is none, or the code just before the condition
// that ends b has put that error there.
func (l *ledger) failure(b *cfg.Block, e ast.Expr, d *flow.Debt) bool {
	switch e := ast.Unparen(e).(type) {
	case *ast.SelectorExpr:
		return e.Sel.Name == l.value.Status && l.target(ast.Unparen(e.X))&d.Held != 0
	case *ast.Ident:
		for i := len(b.Nodes) - 2; i >= 0; i-- {
			if stmt, ok := b.Nodes[i].(*ast.AssignStmt); ok && len(stmt.Lhs) == 1 && flow.Same(l.s.Info, stmt.Lhs[0], e) {
				from, ok := ast.Unparen(stmt.Rhs[0]).(*ast.SelectorExpr)
				return ok && l.failure(b, from, d)
			}
		}
	}
	return false
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
