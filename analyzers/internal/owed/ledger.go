package owed

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"
	"golang.org/x/tools/go/cfg"

	"github.com/shutdownlint/shutdownlint/analyzers/internal/flow"
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
	fate  *trace.Fate

	initial  flow.Debt
	question flow.Question
	statuses []*types.Var            // what may say that there is no value, or no more; a Debt has the index
	bits     map[types.Object]uint64 // the variables that may hold the value
	outside  uint64                  // those of them that outlive the function, and containers
	results  uint64                  // those that are named results
	acts     map[ast.Node][]act      // by node of the graph
	ends     map[*ast.CallExpr]bool  // calls that move an iterator on
	witness  map[types.Object]bool   // what is true only where the status says that there is no value
	assumed  map[string]bool         // conditions that were decided before the call, and how
	nodes    map[ast.Node]bool
	paid     bool // something releases it, somewhere
	kept     bool // somebody else gets it, on some path
	dropped  bool
	leaves   bool // it is a result of the function literal that makes it
	// elsewhere says that something outside of the function releases it.
	elsewhere bool
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
	l.question.Witness = func(v types.Object) bool { return l.witness[v] }
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
	l.assume()
	l.witnesses(status)
	return !l.elsewhere
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
		l.paid = true
		l.kept = l.kept || e.Kind != trace.Called && !(e.Kind == trace.Passed && e.Effect.Has(resource.Releases))
	case e.Kind == trace.Written && trace.IsPart(l.s.Info.TypeOf(e.At.Node().(*ast.SelectorExpr).X), e.Field):
		a.kind = replace
	case e.Kind == trace.Called:
		if row := resource.Of(e.Func); row != nil && row.Recv.Has(resource.Iterates) {
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
	if a.kind == use && e.Effect.Has(resource.Drains) && l.value.Kind == resource.HTTPResponse {
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
	at := e.At.Node()
	if e.Kind == trace.Stored || e.Kind == trace.Lost {
		at = node // At is where it goes to
	}
	a.via = l.mentioned(at)
	l.acts[node] = append(l.acts[node], a)
}

// inLiteral enters what the function literal at lit, which stands in node, does.
func (l *ledger) inLiteral(node ast.Node, lit inspector.Cursor, a act) {
	if a.kind != pay {
		return
	}
	a.via = l.captured(lit.Node())
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

// captured returns the variables from outside of it that the function literal names.
func (l *ledger) captured(lit ast.Node) uint64 {
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

// Node says what the node at p does to the debt.
func (l *ledger) Node(p flow.Point, d *flow.Debt) flow.Verdict {
	n := p.Node()
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
	if d.Held&^anew.Held != 0 {
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
	case *ast.AssignStmt:
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
	q.Holds = func(e ast.Expr) bool {
		e = ast.Unparen(e)
		if sel, ok := e.(*ast.SelectorExpr); ok {
			if field, ok := l.s.Info.Uses[sel.Sel].(*types.Var); ok && trace.IsPart(l.s.Info.TypeOf(sel.X), field) {
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

// assume notes the conditions of the if statements around the call: where one of them is asked again, the answer is the same.
func (l *ledger) assume() {
	l.assumed = make(map[string]bool)
	for c := l.value.Call; c != l.fn; c = c.Parent() {
		kind := c.ParentEdgeKind()
		if kind != edge.IfStmt_Body && kind != edge.IfStmt_Else {
			continue
		}
		cond := c.Parent().Node().(*ast.IfStmt).Cond
		if l.steady(cond) {
			l.assumed[types.ExprString(cond)] = kind == edge.IfStmt_Body
		}
	}
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
