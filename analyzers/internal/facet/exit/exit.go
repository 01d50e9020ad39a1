// Package exit says which functions end the process, or never return: always, on some path, or for some arguments.
package exit

import (
	"cmp"
	"go/ast"
	"go/constant"
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"

	"github.com/shutdownlint/shutdownlint/analyzers/internal/body"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/flow"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/index"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/resource"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/site"
)

// Facet is that of exits. It goes by what panics says of the function: what recovers may return.
//
// To know whether the functions of a library end the process would take reading most of what they call, for answers that nobody
// could act on; the table has the libraries that are known for it.
var Facet = body.Facet{
	Name:     "exit",
	Does:     internal | resource.Arms,
	Internal: internal,
	Compute:  compute,
}

const internal = resource.Exits | resource.MayExit | resource.ExitsIf | resource.Gently | resource.Ambient | resource.Panics

func compute(f *body.Function, row *resource.Row) {
	row.Does |= arms(f)
	if f.Foreign {
		return
	}
	row.Does |= ambient(f)
	ends, gently := false, true
	var setup *Setup
	for cur := range f.Inline() {
		call := cur.Node().(*ast.CallExpr)
		does := In(f, call)
		ends = ends || does.Any(resource.Exits|resource.Panics)
		if !does.Any(resource.Exits | resource.MayExit) {
			continue
		}
		if setup == nil {
			setup = Initial(f.Package, f.Cur)
		}
		gently = gently && Stopped(f.Package, cur)
		if Depends(f, cur) || setup.Only(cur) {
			row.Does |= resource.ExitsIf
			row.ExitsAt = cmp.Or(row.ExitsAt, At(f.Package, call)) // unless there is another
			continue
		}
		if !row.Does.Has(resource.MayExit) {
			row.ExitsAt = At(f.Package, call)
		}
		row.Does |= resource.MayExit
	}
	if setup != nil && gently {
		row.Does |= resource.Gently
	}
	if ends {
		row.Does |= ending(f, nil, row.Does.Has(resource.Guarded), 0)
	}
}

// Does says what the call does whatever it is given: what the row of its callee says, seen in the light of constant
// arguments and of the log event that it writes.
func Does(p *body.Package, call *ast.CallExpr) resource.Does { return does(p, call, 0) }

// In is Does for a call in f.
func In(f *body.Function, call *ast.CallExpr) resource.Does { return f.Once(call, Does) }

// specialised bounds how deep constants are handed on.
const specialised = 3

func does(p *body.Package, call *ast.CallExpr, depth int) resource.Does {
	if p.Builtin(call) == "panic" {
		return resource.Panics
	}
	fn := p.Callee(call)
	if fn == nil {
		return 0
	}
	if row := p.Row(fn); row != nil {
		if row.Does.Has(resource.Fires) && armed(p, call) {
			return resource.Exits
		}
		return row.Does
	}
	// Of other modules only the table says what ends the process, and the name of a logger's method: to read every library that is
	// called, only to learn that it returns, would cost more than all other questions together. The methods of an interface have no
	// body to read.
	if recv := fn.Signature().Recv(); !p.Own(fn.Pkg()) || recv != nil && types.IsInterface(recv.Type()) {
		return fatal(fn)
	}
	row := p.Ask(fn)
	if row == nil {
		return 0
	}
	if row.Does.Has(resource.ExitsIf) && !row.Does.Has(resource.Exits) && depth < specialised {
		return row.Does | given(p, call, fn, row, depth)
	}
	return row.Does
}

// fatal says that fn ends the process if it is called Fatal, Fatalf or the like, as the loggers of all libraries understand it. One
// that returns something is an event, or a logger, of that level; of a test it ends no more than the test.
func fatal(fn *types.Func) resource.Does {
	name, method := strings.CutPrefix(fn.Name(), "Fatal")
	sig := fn.Signature()
	if !method || !slices.Contains([]string{"", "f", "ln", "w", "Context", "Contextf", "Ctx"}, name) || sig.Results().Len() > 0 || sig.Params().Len() == 0 {
		return 0
	}
	if recv := sig.Recv(); recv != nil {
		if helper, _, _ := types.LookupFieldOrMethod(recv.Type(), true, fn.Pkg(), "Helper"); helper != nil {
			return 0
		}
	}
	return resource.Exits
}

// armed reports whether the log event on which call is a method is one that ends the process when it is written:
// log.Fatal().Err(err).Msg("…").
func armed(p *body.Package, call *ast.CallExpr) bool {
	for range 50 {
		sel, ok := ast.Unparen(call.Fun).(*ast.SelectorExpr)
		if !ok {
			return false
		}
		if call = origin(p, sel.X); call == nil {
			return false
		}
		fn := p.Callee(call)
		if fn == nil {
			return false
		}
		if row := p.Ask(fn); row != nil && row.Does.Has(resource.Arms) {
			return true
		}
	}
	return false
}

// given says whether fn, declared in the same package, ends the process for the constants that call passes to it.
func given(p *body.Package, call *ast.CallExpr, fn *types.Func, row *resource.Row, depth int) resource.Does {
	if decl, _ := p.Decl(fn); !decl.Valid() || index.Body(decl) == nil {
		return 0
	}
	callee := p.Function(fn)
	values := callee.Given(call)
	if len(values) == 0 {
		return 0
	}
	return ending(callee, values, row.Does.Has(resource.Guarded), depth+1) & resource.Exits
}

// ending says whether f, which has calls that do not return, never returns. given are the values of some parameters; guarded
// says that f recovers from panics.
func ending(f *body.Function, given map[*types.Var]constant.Value, guarded bool, depth int) resource.Does {
	graph := flow.New(f.Body, func(call *ast.CallExpr) bool {
		return !does(f.Package, call, depth).Any(resource.Exits | resource.Panics)
	})
	var ends resource.Does
	returns := graph.Walk(graph.Entry(), graph.Knowing(f.Info, given), func(_ flow.Point, n ast.Node) flow.Action {
		switch n := n.(type) {
		case *ast.ReturnStmt:
			return flow.Stop
		case *ast.ExprStmt:
			if call, ok := n.X.(*ast.CallExpr); ok {
				ends |= does(f.Package, call, depth) & (resource.Exits | resource.Panics)
			}
		}
		return flow.Go
	})
	switch {
	case returns || ends.Has(resource.Panics) && guarded:
		return 0
	case ends.Has(resource.Exits):
		return resource.Exits
	}
	return ends // nothing, in a loop without an end
}

// arms says whether f hands on a log event whose writing ends the process.
func arms(f *body.Function) resource.Does {
	if f.Results != 1 {
		return 0
	}
	for _, cur := range f.Inner() {
		if cur.ParentEdgeKind() == edge.ReturnStmt_Results {
			if row := f.Row(f.Callee(cur.Node().(*ast.CallExpr))); row != nil && row.Does.Has(resource.Arms) {
				return resource.Arms
			}
		}
	}
	return 0
}

// Depends reports whether the code at cur runs only for some values of a parameter that is a number, a string or a
// switch, as what a logger does at one level says nothing about its callers.
func Depends(f *body.Function, cur inspector.Cursor) bool {
	plain := func(v *types.Var) bool { _, ok := v.Type().Underlying().(*types.Basic); return ok }
	for c := cur; c.Valid() && c != f.Cur; c = c.Parent() {
		var conds []ast.Expr
		switch c.ParentEdgeKind() {
		case edge.IfStmt_Body, edge.IfStmt_Else:
			conds = append(conds, c.Parent().Node().(*ast.IfStmt).Cond)
		case edge.CaseClause_Body:
			conds = append(conds, c.Parent().Node().(*ast.CaseClause).List...)
			if s, ok := c.Parent().Parent().Parent().Node().(*ast.SwitchStmt); ok && s.Tag != nil {
				conds = append(conds, s.Tag)
			}
		}
		for _, cond := range conds {
			if f.Mentions(cond, plain) {
				return true
			}
		}
	}
	return false
}

// At returns where the call ends the process, or can: file and line, from the root of the module. What always does is where that
// happens, by whatever name.
func At(p *body.Package, call *ast.CallExpr) string {
	if fn := p.Callee(call); fn != nil && p.Row(fn) == nil && !Does(p, call).Has(resource.Exits) {
		if row := p.Ask(fn); row != nil && row.ExitsAt != "" {
			return row.ExitsAt
		}
	}
	return p.Place(call)
}

// Path returns the functions through which the call ends the process, at the place that At says, from its callee on, as far as
// they are declared in this package; the last one is the exit itself, or a function of another package that ends the process.
func Path(p *body.Package, call *ast.CallExpr) []*types.Func {
	var path []*types.Func
	seen := make(map[*types.Func]bool)
	place := At(p, call)
	fn := p.Callee(call)
	for fn != nil && !seen[fn] {
		seen[fn] = true
		path = append(path, fn)
		decl, _ := p.Decl(fn)
		if fn = nil; !decl.Valid() {
			break
		}
		for cur := range decl.Preorder((*ast.CallExpr)(nil)) {
			if call := cur.Node().(*ast.CallExpr); site.Inline(cur, decl) && Does(p, call).Any(resource.Exits|resource.MayExit) && At(p, call) == place {
				fn = p.Callee(call)
				break
			}
		}
	}
	return path
}
