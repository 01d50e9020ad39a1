package slots

import (
	"go/ast"
	"go/constant"
	"go/types"

	"golang.org/x/tools/go/ast/edge"

	"github.com/shutdownlint/shutdownlint/analyzers/internal/resource"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/trace"
)

// Effect returns all that fate says was done to the value, assignments to its fields included.
func Effect(info *types.Info, fate *trace.Fate) resource.Effect {
	effect := fate.Effect
	for _, e := range fate.Events {
		if e.Kind == trace.Written {
			effect |= written(info, e)
		}
	}
	return effect
}

// written says what the assignment e of a field does to the value that has it.
func written(info *types.Info, e trace.Event) resource.Effect {
	if !isReadTimeout(e.Field) {
		return 0
	}
	cur := e.At
	for cur.ParentEdgeKind() == edge.ParenExpr_X {
		cur = cur.Parent()
	}
	if kind, i := cur.ParentEdge(); kind == edge.AssignStmt_Lhs {
		if stmt := cur.Parent().Node().(*ast.AssignStmt); len(stmt.Lhs) == len(stmt.Rhs) && isZero(info, stmt.Rhs[i]) {
			return 0
		}
	}
	return resource.SetsTimeout
}

// literalEffect says what the elements of a literal do to the value that it makes.
func literalEffect(info *types.Info, lit *ast.CompositeLit) resource.Effect {
	for _, e := range lit.Elts {
		kv, ok := e.(*ast.KeyValueExpr)
		if !ok {
			continue
		}
		id, ok := kv.Key.(*ast.Ident)
		if !ok {
			continue
		}
		if v, ok := info.Uses[id].(*types.Var); ok && isReadTimeout(v) && !isZero(info, kv.Value) {
			return resource.SetsTimeout
		}
	}
	return 0
}

func isReadTimeout(field *types.Var) bool {
	return field.Pkg() != nil && field.Pkg().Path() == "net/http" && (field.Name() == "ReadHeaderTimeout" || field.Name() == "ReadTimeout")
}

func isZero(info *types.Info, e ast.Expr) bool {
	v := info.Types[e].Value
	return v != nil && v.Kind() != constant.Unknown && constant.Sign(v) == 0
}
