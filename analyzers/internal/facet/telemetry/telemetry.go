// Package telemetry says what functions have to do with what is told about the program: which log that something went wrong, which
// start what sends from a goroutine of its own, and which wait until that has been sent.
package telemetry

import (
	"go/ast"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ast/edge"

	"github.com/shutdownlint/shutdownlint/analyzers/internal/body"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/facet/exit"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/guess"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/index"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/resource"
)

// Facet is that of telemetry.
var Facet = body.Facet{
	Name:     "telemetry",
	Does:     resource.LogsFailure | resource.Queues | resource.Empties,
	Internal: resource.Queues | resource.Empties,
	Compute:  compute,
}

func compute(f *body.Function, row *resource.Row) {
	if f.Foreign {
		return
	}
	row.Does |= sends(f)
	for _, cur := range f.Inner() {
		call := cur.Node().(*ast.CallExpr)
		does := exit.In(f, call)
		switch cur.ParentEdgeKind() {
		case edge.GoStmt_Call:
		case edge.DeferStmt_Call:
			row.Does |= does & resource.Empties
		default:
			row.Does |= does & (resource.Queues | resource.Empties)
			if (does.Has(resource.LogsFailure) || Alarms(f.Index, call)) && handsOn(f, call) && !knowsClosed(f) {
				row.Does |= resource.LogsFailure
			}
		}
	}
}

// sends says whether f, or a function literal in it, starts what sends telemetry for the whole program, or names what empties
// it: to call it later is as good.
func sends(f *body.Function) resource.Does {
	var does resource.Does
	for cur := range f.Cur.Preorder((*ast.Ident)(nil)) {
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

// handsOn reports whether a parameter of f is among the arguments of the call, or its text.
func handsOn(f *body.Function, call *ast.CallExpr) bool {
	return slices.ContainsFunc(call.Args, func(arg ast.Expr) bool {
		return f.Mentions(arg, func(*types.Var) bool { return true })
	})
}

// knowsClosed reports whether f names http.ErrServerClosed, and so may tell it from failures.
func knowsClosed(f *body.Function) bool {
	for cur := range f.Cur.Preorder((*ast.Ident)(nil)) {
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
