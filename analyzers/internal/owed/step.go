package owed

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ast/edge"

	"github.com/shutdownlint/shutdownlint/analyzers/internal/flow"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/resource"
)

// Node says what the node at p does to the debt.
func (l *ledger) Node(p flow.Point, d *flow.Debt) flow.Verdict {
	n := p.Node()
	l.changes(n, d)
	if p != l.start {
		d.Known = l.known.After(d.Known, n)
	}
	if p == l.start {
		if d.Held != 0 {
			return l.again(n, d)
		}
		return l.begin(n, d)
	}
	for _, a := range l.acts[n] {
		if v := l.act(a, n, d); v != flow.Owes {
			return v
		}
	}
	switch n := n.(type) {
	case *ast.AssignStmt:
		v := l.assign(n, d)
		for _, a := range l.acts[n] {
			if a.kind == drain && a.via&d.Held != 0 {
				l.drained(n, d)
			}
		}
		return v
	case *ast.ValueSpec:
		return l.declare(n, d)
	case *ast.SendStmt:
		if l.mentioned(n.Value)&d.Held != 0 {
			return flow.Paid
		}
	case *ast.ReturnStmt:
		return l.leave(n, d)
	}
	return flow.Owes
}

// again says what becomes of the value when a loop comes back to the call: another variable may have it.
func (l *ledger) again(n ast.Node, d *flow.Debt) flow.Verdict {
	anew := flow.Debt{}
	l.begin(n, &anew)
	if d.Held&^anew.Held != 0 || d.Counted && l.paid {
		return flow.Paid
	}
	return flow.Lost
}

// begin puts the value into the variables that the node assigns it to.
func (l *ledger) begin(n ast.Node, d *flow.Debt) flow.Verdict {
	for _, a := range l.acts[n] {
		if a.kind == pay && (a.via == 0 || assigns(n, l, a.via)) {
			return flow.Paid
		}
	}
	switch n := n.(type) {
	case *ast.ReturnStmt:
		if l.leaves {
			return flow.Paid
		}
	case *ast.SendStmt:
		if ast.Unparen(n.Value) == l.value.Call.Node() {
			return flow.Paid // whoever receives it has it
		}
	case *ast.AssignStmt:
		switch ast.Unparen(l.receiving(n)).(type) {
		case *ast.IndexExpr, *ast.StarExpr:
			return flow.Paid // into a container, or to where somebody else looks
		}
		for _, lhs := range n.Lhs {
			d.Held |= l.target(lhs)
		}
	case *ast.ValueSpec:
		for _, id := range n.Names {
			d.Held |= l.target(id)
		}
	}
	for v, bit := range l.bits {
		if d.Held&bit != 0 {
			l.name = v.Name()
		}
	}
	switch {
	case d.Held&l.outside != 0:
		return flow.Paid
	case d.Held == 0 && l.passedToLiteral():
		return flow.Paid
	case d.Held == 0:
		l.dropped = true
		return flow.Lost
	}
	return flow.Owes
}

// receiving returns the left-hand side of n that gets the value itself, or nil.
func (l *ledger) receiving(n *ast.AssignStmt) ast.Expr {
	for i, rhs := range n.Rhs {
		if ast.Unparen(rhs) != l.value.Call.Node() {
			continue
		}
		if len(n.Rhs) == 1 {
			i = l.value.Result
		}
		if i < len(n.Lhs) {
			return n.Lhs[i]
		}
	}
	return nil
}

// assigns reports whether n assigns to the variables: then what is done through them is done to the value.
func assigns(n ast.Node, l *ledger, via uint64) bool {
	stmt, ok := n.(*ast.AssignStmt)
	if !ok {
		return false
	}
	for _, lhs := range stmt.Lhs {
		if l.target(lhs)&via != 0 {
			return true
		}
	}
	return false
}

func (l *ledger) passedToLiteral() bool {
	call := l.value.Call.Parent()
	if l.value.Call.ParentEdgeKind() != edge.CallExpr_Args {
		return false
	}
	_, ok := l.s.Lit(call)
	return ok
}

// target returns the bit of the variable that the left-hand side e names.
func (l *ledger) target(e ast.Expr) uint64 {
	if id, ok := ast.Unparen(e).(*ast.Ident); ok {
		return l.bits[l.s.Info.ObjectOf(id)]
	}
	return 0
}

func (l *ledger) act(a act, n ast.Node, d *flow.Debt) flow.Verdict {
	touches := a.via == 0 || a.via&d.Held != 0
	switch {
	case a.kind == pay && touches:
		return flow.Paid
	case a.kind == drain && touches && l.spends:
		return flow.Paid
	case a.kind == arm && touches && !isDefer(n):
		return flow.Paid // handed to a function that may run at any time
	case a.kind == arm:
		d.Armed |= a.via
	case a.kind == use && a.via&d.Held != 0:
		d.Doubt = false // what is used exists
	case a.kind == replace && a.via&d.Held != 0:
		if stmt, ok := n.(*ast.AssignStmt); ok {
			for _, rhs := range stmt.Rhs {
				if l.mentioned(rhs)&d.Held != 0 {
					return flow.Owes // wrapped
				}
			}
		}
		if d.Held &^= a.via; d.Held == 0 {
			return flow.Lost
		}
	}
	return flow.Owes
}

func isDefer(n ast.Node) bool {
	_, ok := n.(*ast.DeferStmt)
	return ok
}

// drained notes the error of reading the value in n: where there is one, nothing is owed any more.
func (l *ledger) drained(n ast.Node, d *flow.Debt) {
	stmt, ok := n.(*ast.AssignStmt)
	if !ok {
		return
	}
	id, ok := ast.Unparen(stmt.Lhs[len(stmt.Lhs)-1]).(*ast.Ident)
	if !ok {
		return
	}
	v, ok := l.s.Info.ObjectOf(id).(*types.Var)
	if !ok || !resource.IsError(v.Type()) {
		return
	}
	i := slices.Index(l.statuses, v)
	if i < 0 {
		i = len(l.statuses)
		l.statuses = append(l.statuses, v)
	}
	d.Status, d.Stale = uint8(i), false
}

// assign moves the value along an assignment.
func (l *ledger) assign(n *ast.AssignStmt, d *flow.Debt) flow.Verdict {
	held := d.Held
	for i, lhs := range n.Lhs {
		rhs := n.Rhs[min(i, len(n.Rhs)-1)]
		from := l.mentioned(rhs) & held
		switch lhs := ast.Unparen(lhs).(type) {
		case *ast.Ident:
			if from != 0 && l.s.Info.ObjectOf(lhs) == nil {
				l.guard(lhs, d)
			}
			l.set(l.s.Info.ObjectOf(lhs), rhs, from != 0, d)
			if from != 0 && l.bits[l.s.Info.ObjectOf(lhs)]&l.outside != 0 {
				return flow.Paid
			}
		case *ast.IndexExpr, *ast.StarExpr:
			if from != 0 && n.Tok == token.ASSIGN && !isCall(rhs) {
				return flow.Paid // into a container
			}
		}
	}
	if held != 0 && d.Held == 0 {
		return flow.Lost
	}
	return flow.Owes
}

// guard says that the variable of a type switch, which is another one in each clause, stands for the value.
func (l *ledger) guard(id *ast.Ident, d *flow.Debt) {
	for v, bit := range l.bits {
		if v.Pos() == id.Pos() {
			d.Held |= bit
		}
	}
}

func isCall(e ast.Expr) bool {
	_, ok := ast.Unparen(e).(*ast.CallExpr)
	return ok
}

func (l *ledger) declare(n *ast.ValueSpec, d *flow.Debt) flow.Verdict {
	held := d.Held
	for i, id := range n.Names {
		var rhs ast.Expr
		if len(n.Values) > 0 {
			rhs = n.Values[min(i, len(n.Values)-1)]
		}
		l.set(l.s.Info.ObjectOf(id), rhs, rhs != nil && l.mentioned(rhs)&held != 0, d)
	}
	if held != 0 && d.Held == 0 {
		return flow.Lost
	}
	return flow.Owes
}

// set says that the variable gets rhs, which may be nil and does or does not stand for the value.
func (l *ledger) set(obj types.Object, rhs ast.Expr, same bool, d *flow.Debt) {
	if obj == nil {
		return
	}
	if status := l.statuses[d.Status]; status != nil && obj == status && !names(l.s.Info, rhs, obj) {
		d.Stale = true
	}
	bit := l.bits[obj]
	if same {
		d.Held |= bit
	} else {
		d.Held &^= bit
	}
}

func names(info *types.Info, e ast.Expr, obj types.Object) bool {
	found := false
	if e != nil {
		ast.Inspect(e, func(n ast.Node) bool {
			if id, ok := n.(*ast.Ident); ok && info.Uses[id] == obj {
				found = true
			}
			return !found
		})
	}
	return found
}

// leave says what becomes of the value when the function returns.
func (l *ledger) leave(n *ast.ReturnStmt, d *flow.Debt) flow.Verdict {
	switch {
	case d.Doubt, d.Armed&d.Held != 0:
		return flow.Paid
	case len(n.Results) == 0 && d.Held&l.results != 0:
		return flow.Paid // a named result
	}
	if _, ok := l.fn.Node().(*ast.FuncLit); ok {
		for _, e := range n.Results {
			if !isCall(e) && l.mentioned(e)&d.Held != 0 {
				return flow.Paid
			}
		}
	}
	return flow.Lost
}
