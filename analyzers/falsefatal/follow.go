package falsefatal

import (
	"go/ast"
	"go/types"

	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"

	"github.com/shutdownlint/shutdownlint/analyzers/internal/flow"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/index"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/resource"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/serveerr"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/site"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/summary"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/trace"
)

// A follower follows http.ErrServerClosed from the call that returns it.
type follower struct {
	*summary.Summary
	origin inspector.Cursor
	exits  []inspector.Cursor // calls that end the process because of it
	failed []inspector.Cursor // calls that log it as a failure
	unsure bool               // some code asks a function about it that may know it
	seen   map[inspector.Cursor]bool
}

// value follows the error that the expression at cur, a call or a receive, yields.
func (f *follower) value(cur inspector.Cursor, depth int) {
	if depth == 0 || f.seen[cur] || !yieldsError(f.Info.TypeOf(cur.Node().(ast.Expr))) {
		return
	}
	f.seen[cur] = true
	at := cur
	for at.ParentEdgeKind() == edge.ParenExpr_X {
		at = at.Parent()
	}
	parent := at.Parent()
	kind, i := at.ParentEdge()
	switch kind {
	case edge.CallExpr_Args:
		f.argument(parent, i, depth)
	case edge.SelectorExpr_X: // .Error()
		if parent.ParentEdgeKind() == edge.CallExpr_Fun && parent.Parent().ParentEdgeKind() == edge.CallExpr_Args {
			f.argument(parent.Parent().Parent(), 0, depth)
		}
	case edge.ReturnStmt_Results:
		f.returned(index.Function(at), depth)
	case edge.SendStmt_Value:
		f.sent(parent.Node().(*ast.SendStmt).Chan, depth)
	case edge.AssignStmt_Rhs, edge.ValueSpec_Values:
		if serveerr.Result(f.Index, at) != nil {
			f.walk(at, serveerr.About(f.Index, at, true), depth)
		}
	}
}

// yieldsError reports whether t is error, or a tuple that ends with one.
func yieldsError(t types.Type) bool {
	if tuple, ok := t.(*types.Tuple); ok && tuple.Len() > 0 {
		t = tuple.At(tuple.Len() - 1).Type()
	}
	return resource.IsError(t)
}

// argument follows the error into the call at cur, whose i'th argument it is. It reports whether the call ends the process.
func (f *follower) argument(cur inspector.Cursor, i, depth int) bool {
	call := cur.Node().(*ast.CallExpr)
	if !f.MayReturn(call) {
		f.exits = append(f.exits, cur)
		return true
	}
	fn := f.Callee(call)
	if fn == nil {
		return false
	}
	if row := f.Row(fn); row != nil {
		if row.Does.Has(resource.LogsFailure) {
			f.failed = append(f.failed, cur)
		}
		return false
	}
	if decl, node := f.Decl(fn); node != nil && node.Body != nil {
		if v := trace.Param(f.Info, node.Type, trace.Slot(fn, i)); v != nil && yieldsError(v.Type()) {
			f.enter(decl, node, v, cur, depth)
		}
		return false
	}
	f.value(cur, depth-1) // fmt.Errorf("…: %w", err), errors.Join
	return false
}

// enter follows the error into a function declared here, as its parameter v. What the function does is done by the call.
func (f *follower) enter(decl inspector.Cursor, node *ast.FuncDecl, v *types.Var, call inspector.Cursor, depth int) {
	g := f.Graph(decl)
	if g == nil || depth == 0 {
		return
	}
	b := serveerr.NewBelief(f.Info, true, v)
	inner := &follower{Summary: f.Summary, origin: f.origin, seen: f.seen}
	inner.search(g, g.Entry(), decl, b, depth-1)
	f.unsure = f.unsure || inner.unsure
	if len(inner.exits) > 0 {
		f.exits = append(f.exits, call)
	}
	if len(inner.failed) > 0 {
		f.failed = append(f.failed, call)
	}
}

// walk follows the error in the variable to which the expression at cur is assigned.
func (f *follower) walk(cur inspector.Cursor, b *serveerr.Belief, depth int) {
	fn := index.Function(cur)
	if !fn.Valid() {
		return
	}
	g := f.Graph(fn)
	if g == nil {
		return
	}
	if from, ok := g.After(cur.Node()); ok {
		f.search(g, from, fn, b, depth)
	}
}

func (f *follower) search(g *flow.Graph, from flow.Point, fn inspector.Cursor, b *serveerr.Belief, depth int) {
	g.Search(from, b.Branch(g), func(p flow.Point) flow.Action {
		n := p.Node()
		if n == nil {
			return flow.Go
		}
		if _, ok := n.(*ast.RangeStmt); ok || g.Communication(n) {
			return flow.Go // the body is in the graph by itself
		}
		return f.node(n, fn, b, depth)
	})
	f.unsure = f.unsure || b.Unsure
}

// node looks at one node of the graph that runs while the error is in b's variables.
func (f *follower) node(n ast.Node, fn inspector.Cursor, b *serveerr.Belief, depth int) flow.Action {
	cur, ok := fn.FindNode(n)
	if !ok {
		return flow.Go // the implicit return at the end of the body
	}
	for c := range cur.Preorder((*ast.CallExpr)(nil), (*ast.SendStmt)(nil)) {
		if index.Function(c) != fn {
			continue
		}
		switch n := c.Node().(type) {
		case *ast.SendStmt:
			if b.Holds(n.Value) {
				f.sent(n.Chan, depth)
			}
		case *ast.CallExpr:
			held := false
			for i, arg := range n.Args {
				if b.Holds(arg) {
					held = true
					if f.argument(c, i, depth) {
						return flow.Prune
					}
				}
			}
			if !held && !f.MayReturn(n) {
				if guarded(c, fn, b) {
					f.exits = append(f.exits, c)
				}
				return flow.Prune
			}
		}
	}
	switch n := n.(type) {
	case *ast.ReturnStmt:
		for _, res := range n.Results {
			if b.Holds(res) {
				f.returned(fn, depth)
			}
		}
		if len(n.Results) == 0 && namedResult(f.Info, fn, b) {
			f.returned(fn, depth)
		}
	case *ast.AssignStmt:
		return assign(f.Info, n, b)
	}
	return flow.Go
}

// guarded reports whether the call at cur stands below a condition about the error.
func guarded(cur, fn inspector.Cursor, b *serveerr.Belief) bool {
	for c := range cur.Enclosing((*ast.IfStmt)(nil), (*ast.CaseClause)(nil), (*ast.SwitchStmt)(nil)) {
		if !fn.Contains(c) {
			return false
		}
		switch n := c.Node().(type) {
		case *ast.IfStmt:
			if b.Holds(n.Cond) {
				return true
			}
		case *ast.SwitchStmt:
			if n.Tag != nil && b.Holds(n.Tag) {
				return true
			}
		case *ast.CaseClause:
			for _, e := range n.List {
				if b.Holds(e) {
					return true
				}
			}
		}
	}
	return false
}

// assign notes the variables that get the error, and ends the path where the error's variable gets something else.
func assign(info *types.Info, n *ast.AssignStmt, b *serveerr.Belief) flow.Action {
	held := false
	for _, rhs := range n.Rhs {
		held = held || b.Holds(rhs)
	}
	for _, lhs := range n.Lhs {
		id, ok := ast.Unparen(lhs).(*ast.Ident)
		if !ok {
			continue
		}
		v, ok := info.ObjectOf(id).(*types.Var)
		switch {
		case !ok || !yieldsError(v.Type()):
		case held:
			b.Vars[v] = true
		case b.Vars[v]:
			return flow.Prune
		}
	}
	return flow.Go
}

// namedResult reports whether the error is in a named result of the function at fn.
func namedResult(info *types.Info, fn inspector.Cursor, b *serveerr.Belief) bool {
	var list *ast.FieldList
	switch n := fn.Node().(type) {
	case *ast.FuncDecl:
		list = n.Type.Results
	case *ast.FuncLit:
		list = n.Type.Results
	}
	if list == nil {
		return false
	}
	for _, field := range list.List {
		for _, name := range field.Names {
			if b.IsErr(name) {
				return true
			}
		}
	}
	return false
}

// returned follows the error to the callers of the function at fn.
func (f *follower) returned(fn inspector.Cursor, depth int) {
	if !fn.Valid() {
		return
	}
	for _, at := range f.Sites().Callers(fn) {
		switch {
		case !at.Fn.Valid() || at.How.Has(site.Unknown):
		case at.How.Any(site.Aside):
			for _, wait := range f.GroupWaits(at.At) {
				f.value(wait, depth-1)
			}
		default:
			f.value(at.At, depth-1)
		}
	}
}

// sent follows the error to where the channel is received from, other than by one case of several.
func (f *follower) sent(ch ast.Expr, depth int) {
	v := f.Named(ch)
	if v == nil {
		return
	}
	for _, e := range f.Tracer().FollowVar(v).Events {
		if e.Kind != trace.Received || e.At.ParentEdgeKind() == edge.RangeStmt_X {
			continue
		}
		if _, ok := e.At.Node().(*ast.UnaryExpr); !ok || oneOfSeveral(e.At) {
			continue // when the stop begins, the select has ended
		}
		f.value(e.At, depth-1)
	}
}

// oneOfSeveral reports whether the receive at cur is one case of a select statement with more than one.
func oneOfSeveral(cur inspector.Cursor) bool {
	for c := range cur.Enclosing((*ast.CommClause)(nil)) {
		clause := c.Node().(*ast.CommClause)
		if clause.Comm == nil || cur.Node().Pos() < clause.Comm.Pos() || clause.Comm.End() < cur.Node().End() {
			return false
		}
		return len(c.Parent().Node().(*ast.BlockStmt).List) > 1
	}
	return false
}
