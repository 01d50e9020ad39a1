package summary

import (
	"go/ast"
	"go/types"

	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"
	"golang.org/x/tools/go/cfg"

	"github.com/shutdownlint/shutdownlint/analyzers/internal/index"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/resource"
)

// does returns what f does whatever it is given.
func (f *function) does() resource.Does {
	var does resource.Does
	ends := false
	for cur := range f.cur.Preorder((*ast.CallExpr)(nil)) {
		if index.Function(cur) != f.cur {
			continue // a function literal runs when somebody calls it
		}
		call := cur.Node().(*ast.CallExpr)
		if cur.ParentEdgeKind() == edge.GoStmt_Call {
			continue
		}
		if isPanic(f.Info, call) {
			ends = true
			continue
		}
		fn := f.Callee(call)
		if fn == nil || !worthAsking(fn) {
			continue
		}
		row := f.ask(fn)
		if row == nil {
			continue
		}
		if row.Does.Any(resource.Exits | resource.MayExit) {
			does |= resource.MayExit
		}
		does |= row.Does & resource.Blocks
		ends = ends || row.Does.Any(resource.Exits|resource.Panics)
	}
	if ends {
		does |= f.ending()
	}
	return does | f.guards()
}

// worthAsking keeps questions narrow: what has results is rarely asked whether it ends the process.
func worthAsking(fn *types.Func) bool {
	return resource.Of(fn) != nil || fn.Pkg() != nil && !resource.IsStandard(fn.Pkg().Path()) && fn.Signature().Results().Len() == 0
}

// ending says whether f, which has calls that do not return, never returns.
func (f *function) ending() resource.Does {
	exits := false
	graph := cfg.New(f.decl.Body, func(call *ast.CallExpr) bool {
		if isPanic(f.Info, call) {
			return false
		}
		fn := f.Callee(call)
		if fn == nil || !worthAsking(fn) {
			return true
		}
		row := f.ask(fn)
		if row == nil {
			return true
		}
		exits = exits || row.Does.Has(resource.Exits)
		return !row.Does.Any(resource.Exits | resource.Panics)
	})
	switch {
	case !graph.NoReturn():
		return 0
	case exits:
		return resource.Exits
	}
	return resource.Panics
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
		d, ok := stmt.(*ast.DeferStmt)
		if !ok {
			continue
		}
		cur, ok := f.cur.FindNode(d.Call)
		if ok && f.guardsCall(cur) {
			return does | resource.Guarded
		}
	}
	return does
}

// guardsCall reports whether deferring the call at cur stops panics.
func (f *function) guardsCall(cur inspector.Cursor) bool {
	if lit, ok := f.Lit(cur); ok {
		return recovers(f.Index, lit)
	}
	row := f.ask(f.Callee(cur.Node().(*ast.CallExpr)))
	return row != nil && row.Does.Has(resource.Guards)
}

// recovers reports whether the function at fn calls recover itself, not in a literal inside, and does not panic again.
func recovers(ix *index.Index, fn inspector.Cursor) bool {
	found := false
	for cur := range fn.Preorder((*ast.CallExpr)(nil)) {
		id, ok := ast.Unparen(cur.Node().(*ast.CallExpr).Fun).(*ast.Ident)
		if !ok || index.Function(cur) != fn {
			continue
		}
		b, ok := ix.Info.Uses[id].(*types.Builtin)
		if !ok {
			continue
		}
		switch b.Name() {
		case "recover":
			found = true
		case "panic":
			return false
		}
	}
	return found
}
