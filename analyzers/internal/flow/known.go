package flow

import (
	"go/ast"
	"go/constant"
	"go/token"
	"go/types"

	"golang.org/x/tools/go/cfg"
)

// Knowing returns a branch function for Walk that takes no edge which the given values of variables rule out, or nil if
// none are given. It understands comparisons with constants, switches included.
func (g *Graph) Knowing(info *types.Info, given map[*types.Var]constant.Value) func(from *cfg.Block, succ int) bool {
	if len(given) == 0 {
		return nil
	}
	return func(from *cfg.Block, succ int) bool {
		if len(from.Succs) != 2 || len(from.Nodes) == 0 {
			return true
		}
		cond, ok := from.Nodes[len(from.Nodes)-1].(ast.Expr)
		if !ok {
			return true
		}
		tag := ast.Expr(nil)
		if clause, ok := from.Succs[0].Stmt.(*ast.CaseClause); ok && from.Succs[0].Kind == cfg.KindSwitchCaseBody {
			if tag = g.tag(clause); tag == nil {
				return true // switch { case cond: } is rare
			}
		}
		holds, known := decide(info, given, tag, cond)
		return !known || holds == (succ == 0)
	}
}

// tag returns what the switch of clause compares, or nil.
func (g *Graph) tag(clause *ast.CaseClause) ast.Expr {
	for _, b := range g.CFG.Blocks {
		if s, ok := b.Stmt.(*ast.SwitchStmt); ok && b.Kind == cfg.KindSwitchDone {
			for _, c := range s.Body.List {
				if c == clause {
					return s.Tag
				}
			}
		}
	}
	return nil
}

// decide evaluates tag == cond, or cond alone.
func decide(info *types.Info, given map[*types.Var]constant.Value, tag, cond ast.Expr) (holds, known bool) {
	if tag != nil {
		return compare(info, given, token.EQL, tag, cond)
	}
	switch e := ast.Unparen(cond).(type) {
	case *ast.BinaryExpr:
		return compare(info, given, e.Op, e.X, e.Y)
	case *ast.UnaryExpr:
		if e.Op == token.NOT {
			holds, known = decide(info, given, nil, e.X)
			return !holds, known
		}
	case *ast.Ident:
		if v := value(info, given, e); v != nil && v.Kind() == constant.Bool {
			return constant.BoolVal(v), true
		}
	}
	return false, false
}

func compare(info *types.Info, given map[*types.Var]constant.Value, op token.Token, x, y ast.Expr) (holds, known bool) {
	switch op {
	case token.EQL, token.NEQ, token.LSS, token.LEQ, token.GTR, token.GEQ:
	default:
		return false, false
	}
	a, b := value(info, given, x), value(info, given, y)
	if a == nil || b == nil || a.Kind() != b.Kind() || a.Kind() == constant.Unknown {
		return false, false
	}
	if a.Kind() == constant.Bool && op != token.EQL && op != token.NEQ {
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
