package index

import (
	"go/types"

	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"
)

// Parameter returns where v is declared if it is a parameter, the receiver or a named result of a function: it is given a value, or gives
// one, that need not be seen. List says which of them it is: edge.FuncType_Params, edge.FuncDecl_Recv or edge.FuncType_Results.
func (ix *Index) Parameter(v *types.Var) (def inspector.Cursor, list edge.Kind, ok bool) {
	if v == nil || v.IsField() {
		return def, edge.Invalid, false
	}
	def = ix.Def(v)
	if !def.Valid() || def.ParentEdgeKind() != edge.Field_Names {
		return def, edge.Invalid, false
	}
	return def, def.Parent().Parent().ParentEdgeKind(), true
}

// IsParameter reports whether v is a parameter, the receiver or a named result of a function declared here.
func (ix *Index) IsParameter(v *types.Var) bool {
	_, _, ok := ix.Parameter(v)
	return ok
}
