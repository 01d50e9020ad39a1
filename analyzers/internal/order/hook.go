package order

import (
	"go/ast"
	"go/types"

	"github.com/shutdownlint/shutdownlint/analyzers/internal/resource"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/summary"
	"golang.org/x/tools/go/ast/edge"
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
			fn, ok := s.Info.Uses[e.Sel].(*types.Func)
			if !ok || cur.ParentEdgeKind() == edge.CallExpr_Fun {
				continue
			}
			for _, at := range s.Sites().Value(cur) {
				if st := stepAt(s, cur, at); st.Cycle.Order != 0 && st.Fn.Valid() && is(s, e, fn) {
					all = append(all, st)
				}
			}
		}
	}
	return all
}
