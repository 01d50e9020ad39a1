package flow

import (
	"go/ast"
	"go/constant"
	"go/token"
	"go/types"

	"golang.org/x/tools/go/cfg"
)

// Knowing returns a branch function for Walk that takes no edge which the given values of variables rule out, or nil if
// none are given. It understands comparisons with constants.
func (g *Graph) Knowing(info *types.Info, given map[*types.Var]constant.Value) func(from *cfg.Block, succ int) bool {
	if len(given) == 0 {
		return nil
	}
	return knowing(info, given).Branch(g)
}

// Constant returns what knows of conditions what constants say: None where one cannot be.
func Constant(info *types.Info) Assume { return knowing(info, nil) }

func knowing(info *types.Info, given map[*types.Var]constant.Value) Assume {
	return Assume{info, func(a Atom, outcome bool) Answer {
		holds, known := decide(info, given, a)
		return Given(holds, known, outcome)
	}}
}

func decide(info *types.Info, given map[*types.Var]constant.Value, a Atom) (holds, known bool) {
	if a.Y != nil {
		return compare(info, given, token.EQL, a.X, a.Y)
	}
	if e, ok := a.X.(*ast.BinaryExpr); ok {
		return compare(info, given, e.Op, e.X, e.Y)
	}
	v := value(info, given, a.X)
	known = v != nil && v.Kind() == constant.Bool
	return known && constant.BoolVal(v), known
}

func compare(info *types.Info, given map[*types.Var]constant.Value, op token.Token, x, y ast.Expr) (holds, known bool) {
	switch op {
	case token.EQL, token.LSS, token.LEQ, token.GTR, token.GEQ:
	default:
		return false, false
	}
	a, b := value(info, given, x), value(info, given, y)
	if a == nil || b == nil || a.Kind() != b.Kind() || a.Kind() == constant.Unknown {
		return false, false
	}
	if a.Kind() == constant.Bool && op != token.EQL {
		return false, false
	}
	return constant.Compare(a, op, b), true
}

func value(info *types.Info, given map[*types.Var]constant.Value, e ast.Expr) constant.Value {
	if tv := info.Types[e]; tv.Value != nil {
		return tv.Value
	}
	if id, ok := ast.Unparen(e).(*ast.Ident); ok {
		if v, ok := info.Uses[id].(*types.Var); ok {
			return given[v]
		}
	}
	return nil
}
