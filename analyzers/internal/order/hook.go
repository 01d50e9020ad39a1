package order

import (
	"go/ast"
	"go/types"

	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"

	"github.com/shutdownlint/shutdownlint/analyzers/internal/index"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/resource"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/summary"
)

// A Cycle is a life cycle, or a group of actors, that calls the stops it was handed one after the other.
type Cycle struct {
	Order resource.Does // LastFirst or FirstFirst; 0 for none
	Of    *types.Var    // the variable or field that holds it, if it is one
}

// Handed returns the steps of the method values that are handed to a life cycle and whose method is accepts; e is the selector.
func Handed(s *summary.Summary, is func(s *summary.Summary, e *ast.SelectorExpr, fn *types.Func) bool) []Step {
	var all []Step
	for _, file := range s.Files {
		for cur := range file.Preorder((*ast.SelectorExpr)(nil)) {
			e := cur.Node().(*ast.SelectorExpr)
			if fn, ok := s.Info.Uses[e.Sel].(*types.Func); ok {
				if st, ok := handed(s, cur, cur); ok && is(s, e, fn) {
					all = append(all, st)
				}
			}
		}
	}
	return all
}

// handed returns the step that the code at cur makes because the function value at value is handed to a life cycle.
func handed(s *summary.Summary, cur, value inspector.Cursor) (Step, bool) {
	call, cycle, ok := Hook(s, value)
	if !ok || !index.Function(call).Valid() {
		return Step{}, false
	}
	return Step{Call: cur, Fn: index.Function(call), At: call, Cycle: cycle}, true
}

// Hook returns the call that hands the function value at cur, a literal or a method value, to a life cycle, to be called on
// the way out: as OnStop of an fx.Hook, or as the second argument of an actor group's Add. ok is false for other values.
func Hook(s *summary.Summary, cur inspector.Cursor) (call inspector.Cursor, cycle Cycle, ok bool) {
	kind, i := cur.ParentEdge()
	switch kind {
	case edge.KeyValueExpr_Value:
		key, isIdent := cur.Parent().Node().(*ast.KeyValueExpr).Key.(*ast.Ident)
		lit := cur.Parent().Parent()
		if !isIdent || key.Name != "OnStop" || lit.ParentEdgeKind() != edge.CallExpr_Args {
			return cur, cycle, false
		}
		call, cycle.Order = lit.Parent(), resource.LastFirst
	case edge.CallExpr_Args:
		if i != 1 {
			return cur, cycle, false
		}
		call, cycle.Order = cur.Parent(), resource.FirstFirst
	default:
		return cur, cycle, false
	}
	row := s.Row(s.Callee(call.Node().(*ast.CallExpr)))
	cycle.Of = s.Subject(call)
	return call, cycle, row != nil && row.Does.Has(cycle.Order)
}
