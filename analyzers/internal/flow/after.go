package flow

import (
	"go/ast"
	"go/token"
)

// AfterFalse calls visit for each node that can be reached once the call, which yields a bool, has yielded false, until
// visit returns true. It reports whether it did.
func (g *Graph) AfterFalse(call *ast.CallExpr, visit func(ast.Node) bool) bool {
	p, ok := g.Find(call)
	if !ok {
		return false
	}
	stop := func(_ Point, n ast.Node) Action {
		if visit(n) {
			return Stop
		}
		return Go
	}
	c, isCond := g.Condition(p.Block)
	if !isCond || c.Tag != nil || p.Index != len(p.Block.Nodes)-1 {
		return g.Walk(p.Next(), nil, stop)
	}
	if visit(c.Expr) {
		return true // asked in the same condition
	}
	onTrue, onFalse := falseWhere(c.Expr, call)
	return onTrue && g.Walk(Point{p.Block.Succs[0], 0}, nil, stop) || onFalse && g.Walk(Point{p.Block.Succs[1], 0}, nil, stop)
}

// falseWhere says whether the call, a part of the condition e, can have yielded false where e is true, and where it is false.
func falseWhere(e ast.Expr, call *ast.CallExpr) (onTrue, onFalse bool) {
	switch e := ast.Unparen(e).(type) {
	case *ast.CallExpr:
		if e == call {
			return false, true
		}
	case *ast.UnaryExpr:
		if e.Op == token.NOT {
			onTrue, onFalse = falseWhere(e.X, call)
			return onFalse, onTrue
		}
	case *ast.BinaryExpr:
		side := e.X
		if e.Y.Pos() <= call.Pos() {
			side = e.Y
		}
		onTrue, onFalse = falseWhere(side, call)
		switch e.Op {
		case token.LAND:
			return onTrue, true
		case token.LOR:
			return true, onFalse
		}
	}
	return true, true
}
