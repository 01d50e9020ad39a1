package summary

import (
	"go/ast"
	"go/constant"
	"go/types"

	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"

	"github.com/shutdownlint/shutdownlint/analyzers/internal/flow"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/index"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/resource"
)

// Does says what the call does whatever it is given: what the row of its callee says, seen in the light of constant
// arguments and of the log event that it writes.
func (s *Summary) Does(call *ast.CallExpr) resource.Does { return s.caller().callDoes(call) }

// caller stands for any function of this package, where only the calls in it matter.
func (s *Summary) caller() *function {
	return &function{Index: s.Index, pkg: s.Pkg, home: s.home, ask: s.Ask, own: s.function}
}

// specialised bounds how deep constants are handed on.
const specialised = 3

func (f *function) callDoes(call *ast.CallExpr) resource.Does {
	if isPanic(f.Info, call) {
		return resource.Panics
	}
	fn := f.Callee(call)
	if fn == nil || !f.worthAsking(fn) {
		return 0
	}
	if row := f.Row(fn); row != nil {
		if row.Does.Has(resource.Fires) && f.armed(call) {
			return resource.Exits
		}
		return row.Does
	}
	row := f.ask(fn)
	if row == nil {
		return 0
	}
	does := row.Does
	if does.Has(resource.ExitsIf) && !does.Has(resource.Exits) {
		does |= f.given(call, fn)
	}
	return does
}

// worthAsking keeps questions narrow: of other modules only the table says what ends the process. To read every library that
// is called, only to learn that it returns, would cost more than all other questions together.
func (f *function) worthAsking(fn *types.Func) bool {
	return f.Row(fn) != nil || fn.Pkg() != nil && f.home.Own(fn.Pkg().Path())
}

// armed reports whether the log event on which call is a method is one that ends the process when it is written:
// log.Fatal().Err(err).Msg("…").
func (f *function) armed(call *ast.CallExpr) bool {
	for range 50 {
		sel, ok := ast.Unparen(call.Fun).(*ast.SelectorExpr)
		if !ok {
			return false
		}
		x := ast.Unparen(sel.X)
		if id, ok := x.(*ast.Ident); ok {
			v, ok := f.Info.Uses[id].(*types.Var)
			if !ok {
				return false
			}
			value, ok := f.Single(v)
			if !ok {
				return false
			}
			x, _ = value.Node().(ast.Expr)
		}
		if call, ok = x.(*ast.CallExpr); !ok {
			return false
		}
		fn := f.Callee(call)
		if fn == nil {
			return false
		}
		if row := f.ask(fn); row != nil && row.Does.Has(resource.Arms) {
			return true
		}
	}
	return false
}

// given says whether fn, declared in the same package, ends the process for the constants that call passes to it.
func (f *function) given(call *ast.CallExpr, fn *types.Func) resource.Does {
	if f.own == nil || f.depth >= specialised || fn.Pkg() != f.pkg {
		return 0
	}
	if _, decl := f.Decl(fn); decl == nil || decl.Body == nil {
		return 0
	}
	callee := f.own(fn)
	callee.depth = f.depth + 1
	values := make(map[*types.Var]constant.Value)
	for i, arg := range call.Args {
		if v := f.Info.Types[arg].Value; v != nil && i < len(callee.params) && callee.params[i] != nil {
			values[callee.params[i]] = v
		}
	}
	if len(values) == 0 {
		return 0
	}
	return callee.ending(values) & resource.Exits
}

// ending says whether f, which has calls that do not return, never returns. given are the values of some parameters.
func (f *function) ending(given map[*types.Var]constant.Value) resource.Does {
	graph := flow.New(f.decl.Body, func(call *ast.CallExpr) bool {
		return !f.callDoes(call).Any(resource.Exits | resource.Panics)
	})
	exits, panics := false, false
	returns := graph.Walk(graph.Entry(), graph.Knowing(f.Info, given), func(_ flow.Point, n ast.Node) flow.Action {
		switch n := n.(type) {
		case *ast.ReturnStmt:
			return flow.Stop
		case *ast.ExprStmt:
			if call, ok := n.X.(*ast.CallExpr); ok {
				does := f.callDoes(call)
				exits = exits || does.Has(resource.Exits)
				panics = panics || does.Has(resource.Panics)
			}
		}
		return flow.Go
	})
	switch {
	case returns || panics && f.guards().Has(resource.Guarded):
		return 0
	case exits:
		return resource.Exits
	case panics:
		return resource.Panics
	}
	return 0 // a loop without an end
}

// arms says whether f hands on a log event whose writing ends the process.
func (f *function) arms() resource.Does {
	if f.results != 1 {
		return 0
	}
	for cur := range f.cur.Preorder((*ast.ReturnStmt)(nil)) {
		for _, result := range cur.Node().(*ast.ReturnStmt).Results {
			call, ok := ast.Unparen(result).(*ast.CallExpr)
			if !ok || index.Function(cur) != f.cur {
				continue
			}
			if row := f.Row(f.Callee(call)); row != nil && row.Does.Has(resource.Arms) {
				return resource.Arms
			}
		}
	}
	return 0
}

// depends reports whether the code at cur runs only for some values of a parameter that is a number, a string or a
// switch, as what a logger does at one level says nothing about its callers; or only as long as something has not been
// set up, which most often main has seen to.
func (f *function) depends(cur inspector.Cursor) bool {
	for c := cur; c.Valid() && c != f.cur; c = c.Parent() {
		var conds []ast.Expr
		switch kind, _ := c.ParentEdge(); kind {
		case edge.IfStmt_Body, edge.IfStmt_Else:
			cond := c.Parent().Node().(*ast.IfStmt).Cond
			if kind == edge.IfStmt_Body && f.unset(cond) {
				return true
			}
			conds = append(conds, cond)
		case edge.CaseClause_Body:
			conds = append(conds, c.Parent().Node().(*ast.CaseClause).List...)
			if s, ok := c.Parent().Parent().Parent().Node().(*ast.SwitchStmt); ok && s.Tag != nil {
				conds = append(conds, s.Tag)
			}
		}
		for _, cond := range conds {
			if f.mentionsParam(cond) {
				return true
			}
		}
	}
	return false
}

// unset reports whether the condition asks if a field or package variable is nil.
func (f *function) unset(cond ast.Expr) bool {
	return flow.Nil(f.Info, func(e ast.Expr) bool {
		switch x := e.(type) {
		case *ast.SelectorExpr:
			return true
		case *ast.Ident:
			v, ok := f.Info.Uses[x].(*types.Var)
			return ok && v.Pkg() != nil && v.Parent() == v.Pkg().Scope()
		}
		return false
	}).Ask(flow.Condition{Expr: cond}, true) == flow.None
}

func (f *function) mentionsParam(e ast.Expr) bool {
	found := false
	ast.Inspect(e, func(n ast.Node) bool {
		if id, ok := n.(*ast.Ident); ok {
			if v, ok := f.Info.Uses[id].(*types.Var); ok {
				for _, p := range f.params {
					if _, basic := v.Type().Underlying().(*types.Basic); p == v && basic {
						found = true
					}
				}
			}
		}
		return !found
	})
	return found
}

// ExitPath returns the functions through which the call ends the process, from its callee on, as far as they are declared in
// this package; the last one is the exit itself, or a function of another package that ends the process.
func (s *Summary) ExitPath(call *ast.CallExpr) []*types.Func {
	var path []*types.Func
	seen := make(map[*types.Func]bool)
	fn := s.Callee(call)
	for fn != nil && !seen[fn] {
		seen[fn] = true
		path = append(path, fn)
		decl, _ := s.Decl(fn)
		fn = nil
		if !decl.Valid() {
			break
		}
		for cur := range decl.Preorder((*ast.CallExpr)(nil)) {
			if k := cur.ParentEdgeKind(); k == edge.GoStmt_Call || k == edge.DeferStmt_Call || index.Function(cur) != decl {
				continue
			}
			if inner := cur.Node().(*ast.CallExpr); s.Does(inner).Any(resource.Exits | resource.MayExit) {
				fn = s.Callee(inner)
				break
			}
		}
	}
	return path
}
