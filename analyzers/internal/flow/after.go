package flow

import (
	"go/ast"
	"go/types"
)

// AfterFalse calls visit for each node that can be reached once the call, which yields a bool, has yielded false, until
// visit returns true. It reports whether it did.
func (g *Graph) AfterFalse(info *types.Info, call *ast.CallExpr, visit func(ast.Node) bool) bool {
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
	if !isCond || p.Index != len(p.Block.Nodes)-1 {
		return g.Walk(p.Next(), nil, stop)
	}
	if visit(c.Expr) {
		return true // asked in the same condition
	}
	yields := Assume{info, func(a Atom, outcome bool) Answer { return Given(false, a == Atom{X: call}, outcome) }}
	for i, succ := range p.Block.Succs {
		if yields.Ask(c, i == 0) != None && g.Walk(Point{succ, 0}, nil, stop) {
			return true
		}
	}
	return false
}
