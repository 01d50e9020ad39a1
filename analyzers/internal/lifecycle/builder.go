package lifecycle

import (
	"go/ast"
	"go/token"
	"go/types"
	"path/filepath"
	"slices"
	"strconv"

	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"
	"golang.org/x/tools/go/cfg"

	"github.com/shutdownlint/shutdownlint/analyzers/internal/flow"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/index"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/resource"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/summary"
)

// A builder writes the scripts of one package.
type builder struct {
	*summary.Summary
	fset      *token.FileSet
	scripts   map[string]*Script // of this package, and of those below it
	live      map[*types.Func]interest
	lits      map[*ast.FuncLit]Code       // where function literals are
	free      map[string]inspector.Cursor // those outside of functions
	resolving map[*types.Var]bool
	impls     map[*types.Func][]*types.Func
}

// place names a place in the source, in a way that is the same wherever it is seen from. It begins with the function around it.
func (b *builder) place(cur inspector.Cursor) string {
	pos := b.fset.Position(cur.Node().Pos())
	at := strconv.Itoa(pos.Line) + ":" + strconv.Itoa(pos.Column)
	if decl := index.Declaration(cur); decl.Valid() {
		if fn, ok := b.Info.Defs[decl.Node().(*ast.FuncDecl).Name].(*types.Func); ok {
			return inside + fn.FullName() + " " + at
		}
	}
	return inside + b.Pkg.Path() + "/" + filepath.Base(pos.Filename) + " " + at
}

// inside is how the names of places begin.
const inside = "in "

func (b *builder) script(fn *types.Func) *Script { return b.scripts[fn.Origin().FullName()] }

// write writes the script of the function declaration, or of the literal outside of one, at body.
func (b *builder) write(name string, body inspector.Cursor) *Script {
	s := &Script{Func: name, Names: []string{name}}
	bodies := []inspector.Cursor{body}
	for lit := range body.Preorder((*ast.FuncLit)(nil)) {
		if lit != body {
			bodies = append(bodies, lit)
			s.Names = append(s.Names, b.place(lit))
		}
	}
	for _, fn := range bodies {
		w := &writer{builder: b, fn: fn, nodes: make(map[state]int), atoms: make(map[ast.Node][]atom)}
		s.Graphs = append(s.Graphs, w.graph())
	}
	s.Errs = slices.ContainsFunc(slices.Concat(s.Graphs...), func(n Node) bool {
		return (n.Kind == Serve || n.Kind == Drain || n.Kind == Await || n.Kind == Call) && slices.ContainsFunc(n.Next, func(e Edge) bool { return e.On != Any })
	})
	s.Links = b.links(body)
	if decl, ok := body.Node().(*ast.FuncDecl); ok {
		s.Results = b.results(b.Info.Defs[decl.Name].(*types.Func), body)
	}
	return s
}

// results returns what the function at decl returns, where that is the same everywhere.
func (b *builder) results(fn *types.Func, decl inspector.Cursor) []Object {
	results := make([]Object, fn.Signature().Results().Len())
	first := true
	for ret := range decl.Preorder((*ast.ReturnStmt)(nil)) {
		n := ret.Node().(*ast.ReturnStmt)
		if index.Function(ret) != decl || len(n.Results) > 0 && len(n.Results) == len(results) && b.fails(n) {
			continue
		}
		if len(n.Results) != len(results) {
			return nil
		}
		for i := range results {
			o := b.object(ret.ChildAt(edge.ReturnStmt_Results, i))
			if !b.shared(n.Results[i]) || !first && results[i] != o {
				o = Object{}
			}
			results[i] = o
		}
		first = false
	}
	if !slices.ContainsFunc(results, Object.Known) {
		return nil
	}
	return results
}

// fails reports whether the statement returns an error, and nothing else.
func (b *builder) fails(n *ast.ReturnStmt) bool {
	last := len(n.Results) - 1
	return last > 0 && resource.IsError(b.Info.TypeOf(n.Results[last])) && b.Info.Types[n.Results[0]].IsNil()
}

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

// limit is how many events one body may have. One with more has none.
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
}

// A follow is a state in which control goes on after an event, if the error is one of on.
type follow struct {
	on Class
	st state
}

func (w *writer) graph() Graph {
	w.g = w.Graph(w.fn)
	w.graphed = Graph{{}}
	if w.g == nil {
		return w.graphed
	}
	w.after = [][]follow{{{Any, state{at: w.g.Entry()}}}}
	for i := 0; i < len(w.graphed); i++ {
		if len(w.graphed) > limit {
			return Graph{{}}
		}
		for _, f := range w.after[i] {
			for _, to := range w.reach(f.st) {
				w.graphed[i].Next = join(w.graphed[i].Next, Edge{f.on, to})
			}
		}
	}
	return w.graphed
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
		}
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
			next.defers = w.push(st.defers, a.defers)
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

// links returns what the assignments and literals in the function at decl say is one object: fields, and what is put into them.
func (b *builder) links(decl inspector.Cursor) []Link {
	var links []Link
	link := func(x, y inspector.Cursor, o Object) {
		if y.Valid() {
			o = b.object(y)
		}
		if v := b.object(x); v.Known() && o.Known() && v != o && len(links) < 40 {
			links = append(links, Link{o, v})
		}
	}
	for cur := range decl.Preorder((*ast.AssignStmt)(nil), (*ast.CompositeLit)(nil), (*ast.CallExpr)(nil)) {
		switch n := cur.Node().(type) {
		case *ast.CallExpr:
			if b.Callee(n) != nil || b.Info.Types[n.Fun].IsType() || b.Info.Types[n.Fun].IsBuiltin() {
				continue
			}
			if _, all := b.Waits().Functions(n.Fun); all {
				continue
			}
			for i, arg := range n.Args { // nobody knows who gets it
				if x := cur.ChildAt(edge.CallExpr_Args, i); b.shared(arg) {
					link(x, inspector.Cursor{}, Object{Root: "var unknown of " + b.object(x).key()})
				}
			}
		case *ast.AssignStmt:
			if len(n.Lhs) != len(n.Rhs) {
				links = append(links, b.handed(cur, n)...)
				continue
			}
			for i, lhs := range n.Lhs {
				if _, ok := ast.Unparen(lhs).(*ast.SelectorExpr); ok && b.shared(n.Rhs[i]) {
					link(cur.ChildAt(edge.AssignStmt_Rhs, i), cur.ChildAt(edge.AssignStmt_Lhs, i), Object{})
				}
			}
		case *ast.CompositeLit:
			for i, e := range n.Elts {
				kv, ok := e.(*ast.KeyValueExpr)
				if !ok {
					continue
				}
				key, ok := kv.Key.(*ast.Ident)
				if !ok || !b.shared(kv.Value) {
					continue
				}
				if v, ok := b.Info.Uses[key].(*types.Var); ok && v.IsField() {
					o := Object{Root: b.place(cur)}.field(b.Info.TypeOf(n), v.Origin())
					link(cur.ChildAt(edge.CompositeLit_Elts, i).ChildAt(edge.KeyValueExpr_Value, -1), inspector.Cursor{}, o)
				}
			}
		}
	}
	return links
}

// handed links the variables on the left of the assignment at cur to what the call on its right returns.
func (b *builder) handed(cur inspector.Cursor, n *ast.AssignStmt) (links []Link) {
	at := b.unparen(cur.ChildAt(edge.AssignStmt_Rhs, 0))
	call, ok := at.Node().(*ast.CallExpr)
	if !ok {
		return nil
	}
	fn := b.Callee(call)
	if fn == nil || !b.lives(fn) {
		return nil
	}
	for i, o := range b.script(fn).Results {
		if o.Known() && !b.script(fn).fresh(o) && i < len(n.Lhs) {
			if v := b.assigned(cur.ChildAt(edge.AssignStmt_Lhs, i)); v.Known() {
				links = append(links, Link{o.in(b.bind(at, fn)), v})
			}
		}
	}
	return links
}

// assigned returns what the left side of an assignment stands for.
func (b *builder) assigned(cur inspector.Cursor) Object {
	if id, ok := cur.Node().(*ast.Ident); ok {
		v, ok := b.Info.ObjectOf(id).(*types.Var)
		if !ok {
			return Object{} // blank
		}
		return b.variable(v)
	}
	return b.object(cur)
}

// shared reports whether the value of e is one by which different code can talk of the same thing.
func (b *builder) shared(e ast.Expr) bool {
	t := b.Info.TypeOf(e)
	if t == nil {
		return false
	}
	switch t.Underlying().(type) {
	case *types.Pointer, *types.Chan, *types.Interface, *types.Signature:
		return true
	}
	return false
}
