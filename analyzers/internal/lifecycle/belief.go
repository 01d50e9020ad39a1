package lifecycle

import (
	"go/ast"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ast/inspector"
	"golang.org/x/tools/go/cfg"

	"github.com/shutdownlint/shutdownlint/analyzers/internal/flow"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/resource"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/serveerr"
)

// A belief is what the error is that an event has returned, and where it is: in variables, or in the expression call.
type belief struct {
	class Class
	vars  map[*types.Var]bool
	call  ast.Expr
	says  *serveerr.Belief
}

// believe returns the belief that the error of the expression call, which is assigned to v if that is not nil, is of the class.
// There is one for each.
func (w *writer) believe(class Class, call ast.Expr, vars map[*types.Var]bool) *belief {
	for _, b := range w.beliefs {
		if b.class == class && b.call == call && sameVars(b.vars, vars) {
			return b
		}
	}
	b := &belief{class: class, vars: vars, call: call}
	b.says = serveerr.NewBelief(w.Info, class == Closed)
	b.says.None = class == Nil
	b.says.Vars = vars
	w.beliefs = append(w.beliefs, b)
	return b
}

func sameVars(a, b map[*types.Var]bool) bool {
	if len(a) != len(b) {
		return false
	}
	for v := range a {
		if !b[v] {
			return false
		}
	}
	return true
}

// takes reports whether the succ'th edge out of the block can be taken if the belief holds, and whether the condition there asks a
// function about the error that may know more.
func (b *belief) takes(g *flow.Graph, block *cfg.Block, succ int) (ok, unsure bool) {
	b.says.Unsure = false
	ok = b.says.Branch(g)(block, succ)
	return ok, b.says.Unsure
}

// holds reports whether the error is in e.
func (b *belief) holds(e ast.Node) bool {
	if b == nil {
		return false
	}
	found := b.says.Holds(e)
	ast.Inspect(e, func(n ast.Node) bool {
		found = found || n == b.call && b.call != nil
		_, lit := n.(*ast.FuncLit)
		return !found && !lit
	})
	return found
}

// assign returns what is believed after the node n: variables get the error, or another value.
func (w *writer) assign(b *belief, n ast.Node) *belief {
	if b == nil {
		return nil
	}
	var left, right []ast.Expr
	switch n := n.(type) {
	case *ast.ReturnStmt:
		return b
	case *ast.AssignStmt:
		left, right = n.Lhs, n.Rhs
	case *ast.ValueSpec:
		right = n.Values
		for _, name := range n.Names {
			left = append(left, name)
		}
	}
	held := false
	for _, rhs := range right {
		held = held || b.holds(rhs)
	}
	vars := make(map[*types.Var]bool)
	for v := range b.vars {
		vars[v] = true
	}
	for _, lhs := range left {
		id, ok := ast.Unparen(lhs).(*ast.Ident)
		if !ok {
			continue
		}
		v, ok := w.Info.ObjectOf(id).(*types.Var)
		switch {
		case !ok || !resource.IsError(v.Type()):
		case held:
			vars[v] = true
		default:
			delete(vars, v)
		}
	}
	switch {
	case len(vars) == 0:
		return nil
	case sameVars(vars, b.vars):
		return b
	}
	return w.believe(b.class, b.call, vars)
}

// returned says what the error is that the function returns in st.
func (w *writer) returned(st state) Class {
	var list *ast.FieldList
	switch n := w.fn.Node().(type) {
	case *ast.FuncDecl:
		list = n.Type.Results
	case *ast.FuncLit:
		list = n.Type.Results
	}
	if list == nil || len(list.List) == 0 || !resource.IsError(w.Info.TypeOf(list.List[len(list.List)-1].Type)) {
		return Nil
	}
	ret, ok := st.at.Node().(*ast.ReturnStmt)
	if !ok {
		return Any
	}
	if len(ret.Results) == 0 { // a named result
		for v := range w.vars(st.belief) {
			for _, name := range list.List[len(list.List)-1].Names {
				if w.Info.Defs[name] == v {
					return st.belief.class
				}
			}
		}
		return Any
	}
	return w.classOf(ret.Results[len(ret.Results)-1], st.belief)
}

// about returns the class of the error that is among the arguments of the call at cur, or on which it depends whether the call is made.
func (w *writer) about(cur inspector.Cursor, b *belief) Class {
	if b == nil {
		return 0
	}
	for _, arg := range cur.Node().(*ast.CallExpr).Args {
		if b.holds(arg) {
			return b.class
		}
	}
	if sel, ok := ast.Unparen(cur.Node().(*ast.CallExpr).Fun).(*ast.SelectorExpr); ok {
		if _, chain := ast.Unparen(sel.X).(*ast.CallExpr); chain && b.holds(sel.X) {
			return b.class // log.Fatal().Err(err).Send()
		}
	}
	for c := range cur.Enclosing((*ast.IfStmt)(nil), (*ast.CaseClause)(nil), (*ast.SwitchStmt)(nil), (*ast.FuncLit)(nil)) {
		var conds []ast.Expr
		switch n := c.Node().(type) {
		case *ast.FuncLit:
			return 0
		case *ast.IfStmt:
			conds = []ast.Expr{n.Cond}
		case *ast.SwitchStmt:
			conds = []ast.Expr{n.Tag}
		case *ast.CaseClause:
			conds = n.List
		}
		for _, e := range conds {
			if e != nil && b.holds(e) {
				return b.class
			}
		}
	}
	return 0
}

func (w *writer) vars(b *belief) map[*types.Var]bool {
	if b == nil {
		return nil
	}
	return b.vars
}

// classOf says what the error is that e yields.
func (w *writer) classOf(e ast.Expr, b *belief) Class {
	if b.holds(e) {
		return b.class
	}
	if w.Info.Types[e].IsNil() {
		return Nil
	}
	call, ok := ast.Unparen(e).(*ast.CallExpr)
	switch {
	case !ok && w.asked(e):
		return Closed | Failed
	case ok && (serveerr.Made(w.Index, call) || slices.ContainsFunc(call.Args, w.asked)): // or wraps one
		return Failed
	case ok:
		return Nil | Failed
	}
	return Any
}

// asked reports whether e is an error that the code around it has found not to be nil.
func (w *writer) asked(e ast.Expr) bool {
	if !resource.IsError(w.Info.TypeOf(e)) {
		return false
	}
	cur, ok := w.fn.FindNode(e)
	return ok && serveerr.Asked(w.Index, w.fn, cur, e)
}
