package flow

import (
	"go/ast"

	"golang.org/x/tools/go/cfg"
)

// A Condition is the boolean expression that ends a block and decides where the path goes on.
type Condition struct {
	Expr ast.Expr
	Tag  ast.Expr // of a switch: the condition is Tag == Expr
}

// Condition returns the condition that ends b. ok is false if b does not end in one: a range loop, a select.
func (g *Graph) Condition(b *cfg.Block) (c Condition, ok bool) {
	if len(b.Succs) != 2 || len(b.Nodes) == 0 {
		return c, false
	}
	e, isExpr := b.Nodes[len(b.Nodes)-1].(ast.Expr)
	if !isExpr {
		return c, false
	}
	switch b.Succs[0].Kind {
	case cfg.KindIfThen, cfg.KindForBody:
		return Condition{Expr: e}, true
	case cfg.KindSwitchCaseBody:
		sw, ok := g.switches()[b.Succs[1].Stmt]
		if !ok {
			return c, false // a type switch
		}
		return Condition{Expr: e, Tag: sw.Tag}, true
	}
	return c, false
}

// switches maps each clause of an expression switch to the switch.
func (g *Graph) switches() map[ast.Stmt]*ast.SwitchStmt {
	g.once.Do(func() {
		g.clauses = make(map[ast.Stmt]*ast.SwitchStmt)
		ast.Inspect(g.Body, func(n ast.Node) bool {
			if sw, ok := n.(*ast.SwitchStmt); ok {
				for _, clause := range sw.Body.List {
					g.clauses[clause] = sw
				}
			}
			return true
		})
	})
	return g.clauses
}
