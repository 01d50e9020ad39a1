package summary

import (
	"go/ast"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"

	"github.com/shutdownlint/shutdownlint/analyzers/internal/chain"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/guess"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/index"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/resource"
)

// internal is what a function does that concerns its own module only. To know whether the functions of a library end the
// process or can panic would take reading most of what they call, for answers that nobody could act on; the table has the
// libraries that are known for it.
const internal = resource.Exits | resource.MayExit | resource.ExitsIf | resource.Panics | resource.Arms | resource.Blocks |
	resource.Naked | resource.Cleans | resource.Calm | resource.Accepts | resource.Queues | resource.Empties |
	resource.RunsAside

// abroad returns row as the functions of other modules see it.
func abroad(row *resource.Row) *resource.Row {
	if !row.Does.Any(internal) {
		return row
	}
	seen := *row
	seen.Does &^= internal
	return &seen
}

// does returns what f does whatever it is given.
func (f *function) does() resource.Does {
	var does resource.Does
	ends := false
	for cur := range f.cur.Preorder((*ast.CallExpr)(nil)) {
		does |= f.registers(cur) // wherever it stands: a handler is most often a goroutine
		if index.Function(cur) != f.cur {
			continue // a function literal runs when somebody calls it
		}
		if f.foreign {
			does |= f.spawns(cur)
			continue // the rest is internal
		}
		if f.starts(cur) {
			does |= resource.Naked
		}
		does |= f.spawns(cur)
		if cur.ParentEdgeKind() == edge.GoStmt_Call {
			continue
		}
		if f.loses(cur) {
			does |= resource.Cleans
		}
		if cur.ParentEdgeKind() == edge.DeferStmt_Call {
			does |= f.callDoes(cur.Node().(*ast.CallExpr)) & resource.Empties
			continue // it runs when the function has ended, one way or another
		}
		called := f.callDoes(cur.Node().(*ast.CallExpr))
		if called.Any(resource.Exits | resource.MayExit) {
			if f.depends(cur) {
				does |= resource.ExitsIf
			} else {
				does |= resource.MayExit
			}
		}
		if call := cur.Node().(*ast.CallExpr); (called.Has(resource.LogsFailure) || Alarms(f.Index, call)) && f.handsOn(call) && !f.knowsClosed() {
			does |= resource.LogsFailure
		}
		does |= called & (resource.Queues | resource.Empties | resource.Blocks | resource.Naked | resource.Accepts)
		ends = ends || called.Any(resource.Exits|resource.Panics)
	}
	if ends {
		does |= f.ending(nil)
	}
	if !f.foreign && f.results == 0 && f.communicates() && f.calmer(false).declared(f.cur) {
		does |= resource.Calm
	}
	return does | f.guards() | f.arms() | f.sends()
}

// handsOn reports whether a parameter of f is among the arguments of the call, or its text.
func (f *function) handsOn(call *ast.CallExpr) bool {
	for _, arg := range call.Args {
		found := false
		ast.Inspect(arg, func(n ast.Node) bool {
			id, ok := n.(*ast.Ident)
			found = found || ok && f.Info.Uses[id] != nil && slices.Contains(f.params, asVar(f.Info.Uses[id]))
			return !found
		})
		if found {
			return true
		}
	}
	return false
}

// knowsClosed reports whether f names http.ErrServerClosed, and so may tell it from failures.
func (f *function) knowsClosed() bool {
	for cur := range f.cur.Preorder((*ast.Ident)(nil)) {
		if cur.Node().(*ast.Ident).Name == "ErrServerClosed" {
			return true
		}
	}
	return false
}

// Alarms reports whether a constant that is the level of errors is among the arguments of the call: l.log(ctx, slog.LevelError, msg).
func Alarms(ix *index.Index, call *ast.CallExpr) bool {
	return slices.ContainsFunc(call.Args, func(arg ast.Expr) bool {
		var id *ast.Ident
		switch e := ast.Unparen(arg).(type) {
		case *ast.Ident:
			id = e
		case *ast.SelectorExpr:
			id = e.Sel
		default:
			return false
		}
		if _, ok := ix.Info.Uses[id].(*types.Const); !ok {
			return false
		}
		words := guess.Words(id.Name)
		return slices.Contains(words, "level") && (slices.Contains(words, "error") || slices.Contains(words, "err"))
	})
}

func asVar(obj types.Object) *types.Var {
	v, _ := obj.(*types.Var)
	return v
}

// sends says whether f, or a function literal in it, starts what sends telemetry for the whole program, or names what empties
// it: to call it later is as good.
func (f *function) sends() resource.Does {
	var does resource.Does
	if f.foreign {
		return 0
	}
	for cur := range f.cur.Preorder((*ast.Ident)(nil)) {
		id := cur.Node().(*ast.Ident)
		if !resource.MayQueue(id.Name) {
			continue
		}
		if fn, ok := f.Info.Uses[id].(*types.Func); ok {
			if row := f.Row(fn); row != nil {
				does |= row.Does & (resource.Queues | resource.Empties)
			}
		}
	}
	return does
}

func isPanic(info *types.Info, call *ast.CallExpr) bool {
	id, ok := ast.Unparen(call.Fun).(*ast.Ident)
	if !ok {
		return false
	}
	b, ok := info.Uses[id].(*types.Builtin)
	return ok && b.Name() == "panic"
}

// guards says whether f stops panics: those of the function that defers f, or its own.
func (f *function) guards() resource.Does {
	var does resource.Does
	if recovers(f.Index, f.cur) {
		does |= resource.Guards
	}
	for _, stmt := range f.decl.Body.List {
		if _, ok := stmt.(*ast.DeferStmt); ok {
			if f.calmer(false).guarded(f.cur) {
				does |= resource.Guarded
			}
			return does
		}
	}
	if f.delegates() && f.calmer(false).declared(f.cur) {
		does |= resource.Guarded
	}
	return does
}

// delegates reports whether f ends in a call of a function that recovers.
func (f *function) delegates() bool {
	list := f.decl.Body.List
	if len(list) == 0 {
		return false
	}
	var last ast.Expr
	switch n := list[len(list)-1].(type) {
	case *ast.ExprStmt:
		last = n.X
	case *ast.ReturnStmt:
		if len(n.Results) == 1 {
			last = n.Results[0]
		}
	}
	call, ok := last.(*ast.CallExpr)
	if !ok {
		return false
	}
	row := f.ask(f.Callee(call))
	return row != nil && row.Does.Has(resource.Guarded)
}

// recovers reports whether the function at fn, called by defer, stops panics.
func recovers(ix *index.Index, fn inspector.Cursor) bool { return chain.Recovers(ix, fn) }
