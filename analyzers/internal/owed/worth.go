package owed

import (
	"go/ast"
	"go/types"

	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/cfg"

	"github.com/shutdownlint/shutdownlint/analyzers/internal/flow"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/index"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/resource"
)

// tracked is how many variables are followed besides the value.
const tracked = 6

// worths finds the flags, counters and twins of the value that its function asks about, and what is known of them where it is made.
func (l *ledger) worths() {
	l.known = flow.Worths{Info: l.s.Info, Of: make(map[types.Object]uint)}
	refused := make(map[types.Object]bool)
	for _, b := range l.graph.CFG.Blocks {
		if c, ok := l.graph.Condition(b); ok && len(l.known.Of) < tracked {
			l.track(c, refused)
		}
	}
	if len(l.known.Of) == 0 {
		return
	}
	before := l.assignedBefore()
	for obj := range l.known.Of {
		if !before[obj] {
			l.begins(obj)
		}
	}
	for c := l.value.Call; c != l.fn; c = c.Parent() {
		if kind := c.ParentEdgeKind(); kind == edge.IfStmt_Body || kind == edge.IfStmt_Else {
			cond := c.Parent().Node().(*ast.IfStmt).Cond
			if !l.changedSince(cond) {
				l.initial.Known = l.known.Learn(l.initial.Known, flow.Condition{Expr: cond}, kind == edge.IfStmt_Body)
			}
		}
	}
}

// track follows the variables about which an atom of c asks and that only the function itself changes, errors and the value excepted.
func (l *ledger) track(c flow.Condition, refused map[types.Object]bool) {
	flow.Assume{Info: l.s.Info, Leaf: func(a flow.Atom, _ bool) flow.Answer {
		operands := []ast.Expr{a.X}
		if bin, ok := a.X.(*ast.BinaryExpr); ok {
			operands = []ast.Expr{bin.X, bin.Y}
		}
		for _, e := range operands {
			id, ok := ast.Unparen(e).(*ast.Ident)
			if !ok {
				continue
			}
			v, ok := l.s.Info.Uses[id].(*types.Var)
			if _, have := l.known.Of[v]; !ok || have || refused[v] || len(l.known.Of) == tracked {
				continue
			}
			if l.bits[v] != 0 || resource.IsFailure(v.Type()) || !l.isOwn(id) {
				refused[v] = true
				continue
			}
			l.known.Of[v] = uint(len(l.known.Of))
		}
		return flow.Open
	}}.Ask(c, true)
}

// assignedBefore returns the variables that may have been assigned to when the value is made, declarations aside.
func (l *ledger) assignedBefore() map[types.Object]bool {
	back := make(map[*cfg.Block][]*cfg.Block)
	for _, b := range l.graph.CFG.Blocks {
		for _, succ := range b.Succs {
			back[succ] = append(back[succ], b)
		}
	}
	assigned := make(map[types.Object]bool)
	note := func(e ast.Expr) {
		if id, ok := e.(*ast.Ident); ok && l.s.Info.Uses[id] != nil {
			assigned[l.s.Info.Uses[id]] = true
		}
	}
	look := func(nodes []ast.Node) {
		for _, n := range nodes {
			switch n := n.(type) {
			case *ast.AssignStmt:
				for _, lhs := range n.Lhs {
					note(lhs)
				}
			case *ast.IncDecStmt:
				note(n.X)
			}
		}
	}
	look(l.start.Block.Nodes[:l.start.Index+1])
	seen := make(map[*cfg.Block]bool)
	queue := back[l.start.Block]
	for len(queue) > 0 {
		b := queue[0]
		queue = queue[1:]
		if seen[b] {
			continue
		}
		seen[b] = true
		look(b.Nodes)
		if stmt, ok := b.Stmt.(*ast.RangeStmt); ok {
			note(stmt.Key)
			note(stmt.Value)
		}
		queue = append(queue, back[b]...)
	}
	return assigned
}

// begins notes that obj is where the value is made what it was declared to be.
func (l *ledger) begins(obj types.Object) {
	def := l.s.Def(obj)
	value, assigned, ok := l.s.Assigned(def)
	if !ok || index.Function(def) != l.fn {
		return
	}
	spec := &ast.ValueSpec{Names: []*ast.Ident{def.Node().(*ast.Ident)}}
	if assigned {
		spec.Values = []ast.Expr{value.Node().(ast.Expr)}
	}
	l.initial.Known = l.known.After(l.initial.Known, spec)
}

// changedSince reports whether a variable that cond names gets another value between it and the call.
func (l *ledger) changedSince(cond ast.Expr) bool {
	changed := false
	ast.Inspect(cond, func(n ast.Node) bool {
		if id, ok := n.(*ast.Ident); ok {
			for _, use := range l.s.Uses(l.s.Info.ObjectOf(id)) {
				_, assigned, ok := l.s.Assigned(use)
				changed = changed || (assigned || !ok) && cond.End() <= use.Node().Pos() && use.Node().Pos() < l.value.Call.Node().Pos()
			}
		}
		return !changed
	})
	return changed
}
