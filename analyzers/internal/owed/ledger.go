package owed

import (
	"go/ast"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"

	"github.com/shutdownlint/shutdownlint/analyzers/internal/body"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/flow"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/guess"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/resource"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/summary"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/trace"
)

// A ledger keeps the account of one value in one function.
type ledger struct {
	s     *summary.Summary
	graph *flow.Graph
	fn    inspector.Cursor // the innermost function around the call
	value *Value
	start flow.Point

	spends bool // nothing is owed of what was read to its end

	fate *trace.Fate

	initial  flow.Debt
	question flow.Question
	statuses []*types.Var            // what may say that there is no value, or no more; a Debt has the index
	bits     map[types.Object]uint64 // the variables that may hold the value
	outside  uint64                  // those of them that outlive the function, and containers
	results  uint64                  // those that are named results
	acts     map[ast.Node][]act      // by node of the graph
	ends     map[*ast.CallExpr]bool  // calls that move an iterator on
	witness  map[types.Object]bool   // what is true only where the status says that there is no value
	payments []inspector.Cursor      // where it is released or handed on, outside of function literals
	present  map[types.Object]bool   // what is false only where there is no value
	released map[types.Object]bool   // what is true only where it has been released
	assumed  []condition             // what was decided before the call
	topics   []topic                 // what that, and what nobody can decide, was about
	known    flow.Worths             // what is known of flags, counters and twins
	rounds   map[types.Object]bool   // what counts the rounds of a loop around the call
	nodes    map[ast.Node]bool
	paid     bool // something releases it, somewhere
	kept     bool // somebody else gets it, on some path
	dropped  bool
	leaves   bool // it is a result of the function literal that makes it
	// elsewhere says that something outside of the function releases it.
	elsewhere bool
	captured  body.Span // of what uses it
	name      string
}

// An act is what happens to the value in one node.
type act struct {
	via  uint64 // the variables through which it does; 0 for the call's result itself
	kind actKind
}

type actKind uint8

const (
	pay     actKind = iota + 1
	arm             // a function that will release what its variables then hold is set up
	replace         // the part that stands for the whole gets another value
	use
	drain // it is read to its end, or to an error that releases it
)

// prepare sets up the account. It reports whether there is anything to be said about the value.
func (l *ledger) prepare() bool {
	status, ok := l.status()
	if !ok || !l.variables() {
		return false
	}
	l.statuses = []*types.Var{status}
	l.question = flow.Question{Info: l.s.Info}
	l.ends = make(map[*ast.CallExpr]bool)
	l.question.Ends = func(call *ast.CallExpr) bool { return l.ends[call] }
	l.nodes = make(map[ast.Node]bool)
	for _, b := range l.graph.CFG.Blocks {
		for _, n := range b.Nodes {
			l.nodes[n] = true
		}
	}
	l.acts = make(map[ast.Node][]act)
	for _, e := range l.fate.Events {
		l.note(e)
	}
	if l.value.Within {
		l.within()
	}
	l.assume()
	l.witnesses(status)
	l.present = l.beside()
	l.flags()
	l.worths()
	l.loops()
	l.closers()
	l.captured = l.capture()
	return !l.elsewhere && l.captured != body.Beyond
}

// before reports whether a call at cur is set up, by defer, before there is the value: it is about what its variable held then.
func (l *ledger) before(cur inspector.Cursor) bool {
	return cur.ParentEdgeKind() == edge.DeferStmt_Call && cur.Node().Pos() < l.value.Call.Node().Pos()
}

// variables numbers the variables that may hold the value.
func (l *ledger) variables() bool {
	var vars []types.Object
	for v := range l.fate.Views {
		vars = append(vars, v)
	}
	if len(vars) > 64 {
		return false
	}
	slices.SortFunc(vars, func(a, b types.Object) int { return int(a.Pos() - b.Pos()) })
	l.bits = make(map[types.Object]uint64)
	named := make(map[types.Object]bool)
	if list := functionType(l.fn.Node()).Results; list != nil {
		for _, field := range list.List {
			for _, id := range field.Names {
				named[l.s.Info.Defs[id]] = true
			}
		}
	}
	fn := l.fn.Node()
	for i, v := range vars {
		bit := uint64(1) << i
		l.bits[v] = bit
		switch v.Type().Underlying().(type) {
		case *types.Slice, *types.Map, *types.Chan, *types.Array:
			l.outside |= bit
		default:
			if v.Pos() < fn.Pos() || fn.End() <= v.Pos() {
				l.outside |= bit
			}
		}
		if named[v] {
			l.results |= bit
		}
	}
	return true
}

func functionType(fn ast.Node) *ast.FuncType {
	if lit, ok := fn.(*ast.FuncLit); ok {
		return lit.Type
	}
	return fn.(*ast.FuncDecl).Type
}

// note enters an event into the account.
func (l *ledger) note(e trace.Event) {
	a := act{kind: use}
	switch {
	case l.pays(e):
		a.kind = pay
		l.paid = l.paid || !l.before(e.At)
		l.kept = l.kept || e.Kind != trace.Called && !(e.Kind == trace.Passed && e.Effect.Has(resource.Releases))
	case e.Kind == trace.Written && resource.IsPart(l.s.Info.TypeOf(e.At.Node().(*ast.SelectorExpr).X), e.Field):
		a.kind = replace
	case e.Kind == trace.Called:
		if row := l.s.Row(e.Func); row != nil && row.Recv.Has(resource.Iterates) {
			l.ends[e.At.Node().(*ast.CallExpr)] = true
			l.paid = true // on the path on which it is read to its end
		}
	case e.Kind == trace.Passed:
		if !e.Effect.Has(resource.Drains) {
			return
		}
	default:
		return
	}
	if a.kind == use && e.Effect.Has(resource.Drains) && (l.value.Iterator && e.Kind == trace.Called || l.value.Kind == resource.HTTPResponse) {
		a.kind = drain
	}
	node, lit := l.locate(e.At)
	if node == nil {
		l.leaves = l.leaves || e.Kind == trace.Lost && e.At == l.fn
		l.elsewhere = l.elsewhere || a.kind == pay && e.Kind != trace.Returned && e.At != l.fn
		return
	}
	if lit.Valid() {
		l.inLiteral(node, lit, a)
		return
	}
	if a.kind == pay {
		l.payments = append(l.payments, e.At)
	}
	at := e.At.Node()
	if e.Kind == trace.Stored || e.Kind == trace.Lost {
		at = node // At is where it goes to
	}
	a.via = l.mentioned(at)
	l.acts[node] = append(l.acts[node], a)
}

// within enters the end of the receiver that has made the value, with which that ends: conn.Close, where the value is from
// conn.Channel.
func (l *ledger) within() {
	maker, ok := ast.Unparen(l.value.Call.Node().(*ast.CallExpr).Fun).(*ast.SelectorExpr)
	if !ok {
		return
	}
	id, ok := ast.Unparen(maker.X).(*ast.Ident)
	if !ok {
		return
	}
	for _, use := range l.s.Uses(l.s.Info.ObjectOf(id)) {
		if use.ParentEdgeKind() != edge.SelectorExpr_X || use.Parent().ParentEdgeKind() != edge.CallExpr_Fun {
			continue
		}
		if !guess.Does(use.Parent().Node().(*ast.SelectorExpr).Sel.Name).Any(guess.Releases) {
			continue
		}
		node, lit := l.locate(use.Parent().Parent())
		switch {
		case node == nil || lit.Valid() && !isDefer(node):
			continue
		case isDefer(node) && node.Pos() < l.value.Call.Node().Pos():
			l.elsewhere = true // set up before
		default:
			l.acts[node] = append(l.acts[node], act{kind: pay})
			l.paid = true
		}
	}
}

// inLiteral enters what the function literal at lit, which stands in node, does.
func (l *ledger) inLiteral(node ast.Node, lit inspector.Cursor, a act) {
	if a.kind != pay || isBlank(lit) {
		return
	}
	a.via = l.names(lit.Node())
	call := lit.Parent()
	for call.Node() != nil && call.Node() != node && lit.ParentEdgeKind() == edge.ParenExpr_X {
		lit, call = call, call.Parent()
	}
	if a.via != 0 {
		a.kind = arm
		if lit.ParentEdgeKind() == edge.CallExpr_Fun && call.ParentEdgeKind() == edge.ExprStmt_X {
			a.kind = pay // called where it stands
		}
		if lit.Node().Pos() < l.value.Call.Node().Pos() {
			l.initial.Armed |= a.via // set up before
		}
	}
	l.acts[node] = append(l.acts[node], a)
}

// isBlank reports whether the function literal at lit is assigned to _: it never runs.
func isBlank(lit inspector.Cursor) bool {
	kind, i := lit.ParentEdge()
	if kind != edge.AssignStmt_Rhs {
		return false
	}
	stmt := lit.Parent().Node().(*ast.AssignStmt)
	id, ok := stmt.Lhs[min(i, len(stmt.Lhs)-1)].(*ast.Ident)
	return ok && id.Name == "_"
}

// locate returns the node of the graph around cur and, if cur is inside a function literal there, the outermost one.
func (l *ledger) locate(cur inspector.Cursor) (node ast.Node, lit inspector.Cursor) {
	fn := l.fn.Node()
	for c := cur; c.Valid() && c.Node() != nil && c.Node() != fn; c = c.Parent() {
		if _, ok := c.Node().(*ast.FuncLit); ok {
			lit = c
		}
		if l.nodes[c.Node()] && !lit.Valid() || lit.Valid() && l.nodes[c.Node()] && c.Node() != lit.Node() {
			if inside := enclosing(c, l.fn); inside {
				return c.Node(), lit
			}
		}
		if _, ok := c.Node().(*ast.File); ok {
			break
		}
	}
	return nil, lit
}

// enclosing reports whether the innermost function around cur is fn.
func enclosing(cur, fn inspector.Cursor) bool {
	for c := range cur.Parent().Enclosing((*ast.FuncDecl)(nil), (*ast.FuncLit)(nil)) {
		return c == fn
	}
	return false
}

// mentioned returns the variables that n names, outside of function literals.
func (l *ledger) mentioned(n ast.Node) uint64 {
	var set uint64
	ast.Inspect(n, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncLit:
			return false
		case *ast.Ident:
			set |= l.bits[l.s.Info.ObjectOf(n)]
		}
		return true
	})
	return set
}

// names returns the variables from outside of it that the function literal names.
func (l *ledger) names(lit ast.Node) uint64 {
	var set uint64
	ast.Inspect(lit, func(n ast.Node) bool {
		if id, ok := n.(*ast.Ident); ok {
			if obj := l.s.Info.Uses[id]; obj != nil && (obj.Pos() < lit.Pos() || lit.End() <= obj.Pos()) {
				set |= l.bits[obj]
			}
		}
		return true
	})
	return set
}
