package exit

import (
	"go/ast"
	"go/constant"
	"go/types"
	"strings"

	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"
	"golang.org/x/tools/go/cfg"

	"github.com/shutdownlint/shutdownlint/analyzers/internal/body"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/flow"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/index"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/resource"
)

// A Setup tells of the code of one function what only runs as long as something has not been set up, which most often main
// has seen to, and what only runs where the process was started without something that it needs.
type Setup struct {
	*body.Package
	fn    inspector.Cursor
	graph *flow.Graph
	recv  *types.Var
}

// Initial returns what tells of the function declaration or literal at fn which of its code sets something up.
func Initial(p *body.Package, fn inspector.Cursor) *Setup {
	s := &Setup{Package: p, fn: fn, graph: p.Graph(fn)}
	if decl := index.Declaration(fn); decl.Valid() {
		if list := decl.Node().(*ast.FuncDecl).Recv; list != nil && len(list.List[0].Names) > 0 {
			s.recv, _ = p.Info.Defs[list.List[0].Names[0]].(*types.Var)
		}
	}
	return s
}

// Only reports whether no path leads to the code at cur, which stands in the function itself, once everything is set up.
func (s *Setup) Only(cur inspector.Cursor) bool {
	if s.graph == nil {
		return false
	}
	if s.unset(cur) || s.random(cur) {
		return true
	}
	return !leads(s.graph, s.branch, cur)
}

// leads reports whether a path through g leads to the code at cur that takes no edge but those of branch.
func leads(g *flow.Graph, branch func(from *cfg.Block, succ int) bool, cur inspector.Cursor) bool {
	at, ok := g.Find(cur.Node())
	return ok && g.Admits(at, branch)
}

// random reports whether the code at cur stands where crypto/rand has failed, which it does not: since Go 1.24 it ends the process
// itself, and before it could be relied on as well.
func (s *Setup) random(cur inspector.Cursor) bool {
	for c := cur; c.Valid() && c != s.fn; c = c.Parent() {
		if c.ParentEdgeKind() != edge.IfStmt_Body {
			continue
		}
		stmt := c.Parent()
		made, _ := stmt.Node().(*ast.IfStmt).Init.(*ast.AssignStmt)
		if before, ok := stmt.PrevSibling(); made == nil && ok {
			made, _ = before.Node().(*ast.AssignStmt)
		}
		if made == nil || len(made.Rhs) != 1 {
			continue
		}
		call, ok := ast.Unparen(made.Rhs[0]).(*ast.CallExpr)
		if !ok {
			continue
		}
		fn := s.Callee(call)
		if fn == nil || fn.Pkg() == nil || fn.Pkg().Path() != "crypto/rand" {
			continue
		}
		failed := made.Lhs[len(made.Lhs)-1]
		is := func(e ast.Expr) bool { return flow.Same(s.Info, e, failed) }
		if flow.Nil(s.Info, is).Ask(flow.Condition{Expr: stmt.Node().(*ast.IfStmt).Cond}, true) == flow.Some {
			return true
		}
	}
	return false
}

// unset reports whether the code at cur stands where a field or package variable is nil.
func (s *Setup) unset(cur inspector.Cursor) bool {
	is := func(e ast.Expr) bool {
		id, ok := e.(*ast.Ident)
		if !ok {
			_, ok = e.(*ast.SelectorExpr)
			return ok && !s.local(s.Root(e)) // or it is a field of what has been found
		}
		v, ok := s.Info.Uses[id].(*types.Var)
		return ok && index.Global(v) && !resource.IsError(v.Type())
	}
	for c := cur; c.Valid() && c != s.fn; c = c.Parent() {
		if c.ParentEdgeKind() == edge.IfStmt_Body {
			cond := c.Parent().Node().(*ast.IfStmt).Cond
			if flow.Nil(s.Info, is).Ask(flow.Condition{Expr: cond}, true) == flow.None {
				return true
			}
		}
	}
	return false
}

// branch reports whether the edge is taken once everything is set up.
func (s *Setup) branch(from *cfg.Block, succ int) bool {
	c, ok := s.graph.Condition(from)
	if !ok {
		return true
	}
	return flow.Assume{Info: s.Info, Leaf: func(a flow.Atom, outcome bool) flow.Answer {
		value, known := s.value(from, a)
		return flow.Given(value, known, outcome)
	}}.Ask(c, succ == 0) != flow.None
}

// value returns what the atom of the condition that ends the block is once everything is set up, if that is known.
func (s *Setup) value(from *cfg.Block, a flow.Atom) (value, known bool) {
	t := s.Info.TypeOf(a.X)
	if t == nil {
		return false, false
	}
	failure := resource.IsError(t)
	switch {
	case a.Y == nil && s.ambient(from, a.X):
		return true, true // ok
	case a.Y == nil:
		return s.flag(a.X)
	case !s.zero(a.Y):
		return true, s.ambient(from, a.X) && s.made(a.Y) || s.ambient(from, a.Y) && s.made(a.X)
	case s.ambient(from, a.X), s.once(a.X):
		return failure, true
	}
	return false, !failure && (s.kept(a.X) || s.handed(from, a.X))
}

// handed reports whether e has just been assigned what somebody hands out to whom nothing is said.
func (s *Setup) handed(from *cfg.Block, e ast.Expr) bool {
	id, ok := ast.Unparen(e).(*ast.Ident)
	if !ok || !s.mayBeNil(s.Info.TypeOf(id)) {
		return false
	}
	call := s.assigned(from, id)
	return call != nil && len(call.Args) == 0 && s.handsOut(call)
}

// zero reports whether e is nil, or the constant that a variable holds at first.
func (s *Setup) zero(e ast.Expr) bool {
	tv := s.Info.Types[e]
	if tv.Value == nil {
		return tv.IsNil()
	}
	switch tv.Value.Kind() {
	case constant.String:
		return constant.StringVal(tv.Value) == ""
	case constant.Int:
		return constant.Sign(tv.Value) == 0
	}
	return false
}

// kept reports whether e is what outlives the calls of the function, and was not there at first: a package variable or a
// field that may be nil, or one that the function itself fills, or its length.
func (s *Setup) kept(e ast.Expr) bool {
	switch x := ast.Unparen(e).(type) {
	case *ast.CallExpr:
		if s.Builtin(x) == "len" && len(x.Args) == 1 {
			return s.kept(x.Args[0])
		}
		return false
	case *ast.Ident:
		v, ok := s.Info.Uses[x].(*types.Var)
		if !ok {
			return false
		}
		return index.Global(v) && (s.mayBeNil(v.Type()) || s.stored(x) != nil)
	case *ast.SelectorExpr:
		v := s.Root(x)
		return v != nil && (v == s.recv || index.Global(v)) && s.stored(x) != nil // an option may stay nil for good
	}
	return false
}

// made reports whether e is, or is asked of, what the function keeps: what it has made of a setting is what the setting says, which stays
// as it is.
func (s *Setup) made(e ast.Expr) bool {
	if v := s.Root(e); v == nil || v != s.recv && !index.Global(v) {
		return false
	}
	for {
		if s.stored(e) != nil {
			return true
		}
		switch x := ast.Unparen(e).(type) {
		case *ast.CallExpr:
			e = x.Fun
		case *ast.SelectorExpr:
			e = x.X
		default:
			return false
		}
	}
}

// handsOut reports whether the call is of a function of one's own.
func (s *Setup) handsOut(call *ast.CallExpr) bool {
	fn := s.Callee(call)
	return fn != nil && s.Own(fn.Pkg()) && fn.Signature().Results().Len() == 1
}

func (s *Setup) mayBeNil(t types.Type) bool {
	switch t.Underlying().(type) {
	case *types.Pointer, *types.Interface, *types.Signature, *types.Map, *types.Slice, *types.Chan:
		return !resource.IsError(t)
	}
	return false
}

// local reports whether v is declared in the function, and no parameter of it.
func (s *Setup) local(v *types.Var) bool {
	b := index.Body(s.fn)
	return v != nil && b != nil && b.Pos() <= v.Pos() && v.Pos() < b.End()
}

// stored returns what the function assigns to the variable or field e, or nil.
func (s *Setup) stored(e ast.Expr) ast.Expr {
	for cur := range s.fn.Preorder((*ast.AssignStmt)(nil)) {
		assign := cur.Node().(*ast.AssignStmt)
		for i, lhs := range assign.Lhs {
			if flow.Same(s.Info, lhs, e) {
				return assign.Rhs[min(i, len(assign.Rhs)-1)]
			}
		}
	}
	return nil
}

// flag returns the value that the function gives to the variable or field e, or to the atomic one that the call e reads, if nobody
// takes it back: what is running is not set up for good.
func (s *Setup) flag(e ast.Expr) (value, known bool) {
	call, ok := e.(*ast.CallExpr)
	if !ok {
		if v := s.Root(e); v == nil || v != s.recv && !index.Global(v) {
			return false, false
		}
		value, known = s.constant(s.stored(e))
		return value, known && s.lasting(s.Named(e), value)
	}
	sel, ok := ast.Unparen(call.Fun).(*ast.SelectorExpr)
	fn := s.Callee(call)
	if !ok || fn == nil || fn.Pkg() == nil || fn.Pkg().Path() != "sync/atomic" {
		return false, false
	}
	if strings.HasPrefix(fn.Name(), "CompareAndSwap") {
		return false, s.lasting(s.Named(sel.X), true) // somebody has done that
	}
	if fn.Name() != "Load" {
		return false, false
	}
	for cur := range s.fn.Preorder((*ast.CallExpr)(nil)) {
		store := cur.Node().(*ast.CallExpr)
		if other, ok := ast.Unparen(store.Fun).(*ast.SelectorExpr); ok && other.Sel.Name == "Store" && len(store.Args) == 1 && flow.Same(s.Info, other.X, sel.X) {
			value, known = s.constant(store.Args[0])
			return value, known && s.lasting(s.Named(sel.X), value)
		}
	}
	return false, false
}

// lasting reports whether nobody in the package assigns another value than this one to v, or stores one in it.
func (s *Setup) lasting(v *types.Var, value bool) bool {
	if v == nil {
		return false
	}
	same := func(e ast.Expr) bool {
		got, known := s.constant(e)
		return known && got == value
	}
	for _, use := range s.Uses(v) {
		cur := use
		if cur.ParentEdgeKind() == edge.SelectorExpr_Sel {
			cur = cur.Parent()
		}
		switch n := cur.Parent().Node().(type) {
		case *ast.AssignStmt:
			if kind, i := cur.ParentEdge(); kind == edge.AssignStmt_Lhs && (len(n.Lhs) != len(n.Rhs) || !same(n.Rhs[i])) {
				return false
			}
		case *ast.SelectorExpr:
			call, ok := cur.Parent().Parent().Node().(*ast.CallExpr)
			if ok && (n.Sel.Name == "Store" || n.Sel.Name == "Swap") && (len(call.Args) != 1 || !same(call.Args[0])) {
				return false
			}
		}
	}
	return true
}

func (s *Setup) constant(e ast.Expr) (value, known bool) {
	if e == nil {
		return false, false
	}
	v := s.Info.Types[e].Value
	known = v != nil && v.Kind() == constant.Bool
	return known && constant.BoolVal(v), known
}

// once reports whether e is an error that is only assigned by a function literal that runs once.
func (s *Setup) once(e ast.Expr) bool {
	v := s.Named(e)
	if v == nil || !resource.IsError(v.Type()) {
		return false
	}
	assigned := false
	for _, use := range s.Uses(v) {
		if _, is, _ := s.Assigned(use); is {
			lit := index.Function(use)
			if !lit.Valid() || !s.Sites().Once(lit) {
				return false
			}
			assigned = true
		}
	}
	return assigned
}

// ambient reports whether e is, or the code just before the condition that ends the block has assigned to it, what a
// function returns that tells of the environment in which the process was started.
func (s *Setup) ambient(from *cfg.Block, e ast.Expr) bool {
	if id, ok := ast.Unparen(e).(*ast.Ident); ok {
		if call := s.assigned(from, id); call != nil {
			return fromEnvironment(s.Package, call)
		}
	}
	return fromEnvironment(s.Package, e)
}

// assigned returns the call whose result the code just before the condition that ends the block has assigned to the variable, or nil.
func (s *Setup) assigned(from *cfg.Block, id *ast.Ident) *ast.CallExpr {
	for i := len(from.Nodes) - 2; i >= 0; i-- {
		assign, ok := from.Nodes[i].(*ast.AssignStmt)
		if !ok || len(assign.Rhs) != 1 {
			continue
		}
		for _, lhs := range assign.Lhs {
			if name, ok := lhs.(*ast.Ident); ok && s.Info.ObjectOf(name) == s.Info.ObjectOf(id) {
				call, _ := ast.Unparen(assign.Rhs[0]).(*ast.CallExpr)
				return call
			}
		}
	}
	return nil
}
