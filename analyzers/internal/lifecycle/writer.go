package lifecycle

import (
	"go/ast"

	"golang.org/x/tools/go/ast/inspector"
	"golang.org/x/tools/go/cfg"

	"github.com/shutdownlint/shutdownlint/analyzers/internal/flow"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/index"
)

// A state is a place in the course of a function: a point in its graph, the atom of the node there, what has been deferred, and
// what the error is that was returned last.
type state struct {
	at     flow.Point
	atom   int
	defers *deferred
	belief *belief
	leaves bool // the function returns: what was deferred runs
}

// deferred is what runs when the function returns, last first.
type deferred struct {
	call inspector.Cursor
	next *deferred
	size int
}

// limit is how many events one body may have. One with more is written down again, coarsely, and has none if it still has too many.
const limit = 300

// A writer writes the graph of one body.
type writer struct {
	*builder
	fn      inspector.Cursor
	g       *flow.Graph
	nodes   map[state]int
	graphed Graph
	after   [][]follow // what comes after each node
	atoms   map[ast.Node][]atom
	defers  []*deferred
	beliefs []*belief

	// coarse says that paths are not told apart by what they have deferred, nor by where they return, but by the error: of a long function
	// with many of both, there are too many.
	coarse  bool
	returns map[Class]flow.Point
	earlier map[inspector.Cursor]*deferred // what may have been deferred before a call is
}

// A follow is a state in which control goes on after an event, if the error is one of on.
type follow struct {
	on Class
	st state
}

func newWriter(b *builder, fn inspector.Cursor, coarse bool) *writer {
	return &writer{builder: b, fn: fn, nodes: make(map[state]int), atoms: make(map[ast.Node][]atom), coarse: coarse, returns: make(map[Class]flow.Point), earlier: make(map[inspector.Cursor]*deferred)}
}

// graph returns the graph; it is not ok if it is too large.
func (w *writer) graph() (graph Graph, ok bool) {
	w.g = w.Graph(w.fn)
	w.graphed = Graph{{}}
	if w.g == nil {
		return w.graphed, true
	}
	w.after = [][]follow{{{Any, state{at: w.g.Entry()}}}}
	for i := 0; i < len(w.graphed); i++ {
		if len(w.graphed) > limit {
			return nil, false
		}
		for _, f := range w.after[i] {
			for _, to := range w.reach(f.st) {
				w.graphed[i].Next = join(w.graphed[i].Next, Edge{f.on, to})
			}
		}
	}
	return w.graphed, true
}

func join(edges []Edge, e Edge) []Edge {
	for i := range edges {
		if edges[i].To == e.To {
			edges[i].On |= e.On
			return edges
		}
	}
	return append(edges, e)
}

// reach returns the nodes that come first on the paths from st.
func (w *writer) reach(st state) []int {
	var found []int
	seen := make(map[state]bool)
	stack := []state{st}
	for len(stack) > 0 {
		st := stack[len(stack)-1]
		stack = stack[:len(stack)-1]
		if seen[st] {
			continue
		}
		seen[st] = true
		if i, ok := w.event(st); ok {
			found = append(found, i)
			continue
		}
		stack = append(stack, w.step(st)...)
	}
	return found
}

// event returns the node for what happens in st, if it is an event.
func (w *writer) event(st state) (int, bool) {
	if i, ok := w.nodes[st]; ok {
		return i, true
	}
	var n Node
	var next []follow
	switch a := w.atomAt(st); {
	case a != nil && a.happens != nil:
		var ok bool
		if n, next, ok = a.happens(st); !ok {
			return 0, false
		}
	case a == nil && st.leaves && st.defers == nil:
		n = Node{Kind: Return, On: w.returned(st)}
		if ret := st.at.Node(); ret != nil {
			n.at, _ = w.fn.FindNode(ret)
			w.forgets(&n)
		}
	case a == nil && w.stuck(st):
		n = Node{Kind: Await, Name: "select {}", Ever: true}
	default:
		return 0, false
	}
	i := len(w.graphed)
	w.nodes[st] = i
	w.graphed = append(w.graphed, n)
	w.after = append(w.after, next)
	return i, true
}

// atomAt returns the atom that is next in st, or nil if those of the node are over.
func (w *writer) atomAt(st state) *atom {
	atoms := w.atomsAt(st)
	if st.atom < len(atoms) {
		return &atoms[st.atom]
	}
	return nil
}

func (w *writer) atomsAt(st state) []atom {
	if st.leaves {
		if st.defers == nil {
			return nil
		}
		return w.deferredAtoms(st.defers.call)
	}
	n := st.at.Node()
	if loop, ok := st.at.Block.Stmt.(*ast.RangeStmt); ok && st.at.Index == 0 && st.at.Block.Kind == cfg.KindRangeLoop {
		return w.rangeAtoms(loop)
	}
	clause, isClause := st.at.Block.Stmt.(*ast.CommClause)
	if st.at.Index == 0 && isClause && st.at.Block.Kind == cfg.KindSelectCaseBody && clause.Comm != nil {
		comm := w.syntaxAtoms(clause.Comm)
		if n == nil {
			return comm
		}
		return append(comm[:len(comm):len(comm)], w.syntaxAtoms(n)...)
	}
	if n == nil || w.g.Communication(n) {
		return nil
	}
	return w.syntaxAtoms(n)
}

// step returns the states that follow st, in which nothing happens.
func (w *writer) step(st state) []state {
	next := st
	if a := w.atomAt(st); a != nil {
		if a.defers.Valid() {
			next.defers = w.push(w.before(st.defers, a.defers), a.defers)
		}
		next.atom++
		return []state{next}
	}
	next.atom = 0
	if st.leaves {
		if st.defers != nil {
			next.defers = st.defers.next
			return []state{next}
		}
		return nil
	}
	n := st.at.Node()
	if n != nil {
		next.belief = w.assign(st.belief, n)
		if _, ok := n.(*ast.ReturnStmt); ok {
			next.leaves = true
			if w.coarse {
				next.at = w.sameReturn(next)
			}
			return []state{next}
		}
		next.at = st.at.Next()
		return []state{next}
	}
	block := st.at.Block
	var all []state
	for i, succ := range block.Succs {
		if w.blocks(block, succ) {
			continue
		}
		s := next
		if st.belief != nil {
			ok, unsure := st.belief.takes(w.g, block, i)
			if !ok {
				continue
			}
			if unsure {
				s.belief = nil
			}
		}
		s.at = flow.Point{Block: succ}
		all = append(all, s)
	}
	return all
}

// stuck reports whether control stays at st forever: at a select statement without cases, of which the graph has nothing.
func (w *writer) stuck(st state) bool {
	block := st.at.Block
	if st.leaves || st.at.Node() != nil || len(block.Succs) > 0 {
		return false
	}
	empty := false
	for sel := range w.fn.Preorder((*ast.SelectStmt)(nil)) {
		empty = empty || len(sel.Node().(*ast.SelectStmt).Body.List) == 0 && index.Function(sel) == w.fn
	}
	if !empty || len(block.Nodes) == 0 {
		return empty
	}
	last, ok := w.fn.FindNode(block.Nodes[len(block.Nodes)-1])
	if !ok {
		return false
	}
	for call := range last.Preorder((*ast.CallExpr)(nil)) {
		if !w.MayReturn(call.Node().(*ast.CallExpr)) {
			return false // it is that with which the block ends
		}
	}
	return true
}

// blocks reports whether nothing leads from one block to the other: a select statement without a default waits for its cases.
func (w *writer) blocks(from, to *cfg.Block) bool {
	sel, ok := to.Stmt.(*ast.SelectStmt)
	if !ok || to.Kind != cfg.KindSelectDone {
		return false
	}
	for _, clause := range sel.Body.List {
		if clause.(*ast.CommClause).Comm == nil {
			return false
		}
	}
	return len(sel.Body.List) == 0 || from.Kind == cfg.KindSelectAfterCase
}

// sameReturn returns the first return statement that returns an error of the same class as the one of st.
func (w *writer) sameReturn(st state) flow.Point {
	class := w.returned(st)
	if class != w.returned(state{at: st.at}) {
		return st.at // what st believes decides
	}
	if _, ok := w.returns[class]; !ok {
		w.returns[class] = st.at
	}
	return w.returns[class]
}

// before returns what is taken to be deferred before the call: list, or in a coarse graph all that may be.
func (w *writer) before(list *deferred, call inspector.Cursor) *deferred {
	to, ok := w.g.Find(call.Parent().Node())
	if !w.coarse || !ok {
		return list
	}
	all, ok := w.earlier[call]
	if ok {
		return all
	}
	for stmt := range w.fn.Preorder((*ast.DeferStmt)(nil)) {
		at, ok := w.g.Find(stmt.Node())
		if !ok || at == to || index.Function(stmt) != w.fn || stmt.Node().Pos() > call.Node().Pos() || !w.g.Reaches(at, to) {
			continue
		}
		for _, a := range w.syntaxAtoms(stmt.Node()) {
			if a.defers.Valid() {
				all = w.push(all, a.defers)
			}
		}
	}
	w.earlier[call] = all
	return all
}

// push returns the list with the call in front of it. A call that is deferred in a loop stands there once.
func (w *writer) push(list *deferred, call inspector.Cursor) *deferred {
	for d := list; d != nil; d = d.next {
		if d.call == call {
			return list
		}
	}
	for _, d := range w.defers {
		if d.call == call && d.next == list {
			return d
		}
	}
	d := &deferred{call: call, next: list, size: 1}
	if list != nil {
		d.size += list.size
	}
	if d.size > 20 {
		return list
	}
	w.defers = append(w.defers, d)
	return d
}
