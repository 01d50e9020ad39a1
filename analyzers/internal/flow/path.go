package flow

import (
	"go/ast"

	"golang.org/x/tools/go/cfg"
)

// After returns the point just after the syntax n has been evaluated. What a clause of a select statement receives or
// sends happens where its body begins: go/cfg puts the channel operations of all clauses in front of the statement.
func (g *Graph) After(n ast.Node) (Point, bool) {
	if b := g.clause(n); b != nil {
		return Point{b, 0}, true
	}
	p, ok := g.Find(n)
	return p.Next(), ok
}

// At returns the point just before n is evaluated; for what a clause of a select statement receives, see After.
func (g *Graph) At(n ast.Node) (Point, bool) {
	if b := g.clause(n); b != nil {
		return Point{b, 0}, true
	}
	return g.Find(n)
}

// clause returns the block that runs when the communication that contains n was chosen, or nil.
func (g *Graph) clause(n ast.Node) *cfg.Block {
	for _, b := range g.CFG.Blocks {
		if b.Kind != cfg.KindSelectCaseBody || !b.Live {
			continue
		}
		comm, ok := b.Stmt.(*ast.CommClause)
		if ok && comm.Comm != nil && comm.Comm.Pos() <= n.Pos() && n.End() <= comm.Comm.End() {
			return b
		}
	}
	return nil
}

// Path reports whether some path leads from one point to the other, none of its nodes in between accepted by stop.
// From a point to itself it takes a loop, unless the path is empty: Path(p, p, nil) is true.
func (g *Graph) Path(from, to Point, stop func(ast.Node) bool) bool {
	return g.Search(from, nil, func(p Point) Action {
		switch {
		case p == to:
			return Stop
		case stop != nil && p.Node() != nil && stop(p.Node()):
			return Prune
		}
		return Go
	})
}

// Leads reports whether some path leads from the end of the syntax a to the beginning of b, none of its nodes in between
// accepted by stop.
func (g *Graph) Leads(a, b ast.Node, stop func(ast.Node) bool) bool {
	from, ok := g.After(a)
	if !ok {
		return false
	}
	to, ok := g.At(b)
	return ok && g.Path(from, to, stop)
}

// Search visits each point that can be reached from p, p and the ends of blocks included, at most once and before the node
// at the point is evaluated. It reports whether a visit returned Stop. branch is as for Walk.
func (g *Graph) Search(p Point, branch func(from *cfg.Block, succ int) bool, visit func(Point) Action) bool {
	seen := make(map[Point]bool)
	stack := []Point{p}
points:
	for len(stack) > 0 {
		p := stack[len(stack)-1]
		stack = stack[:len(stack)-1]
		for ; ; p = p.Next() {
			if seen[p] {
				continue points
			}
			seen[p] = true
			switch visit(p) {
			case Stop:
				return true
			case Prune:
				continue points
			}
			if p.Index >= len(p.Block.Nodes) {
				break
			}
		}
		for i, succ := range p.Block.Succs {
			if branch == nil || branch(p.Block, i) {
				stack = append(stack, Point{succ, 0})
			}
		}
	}
	return false
}

// Exits returns the points of the return statements, the implicit one at the end of the body included.
func (g *Graph) Exits() []Point {
	var exits []Point
	for _, b := range g.CFG.Blocks {
		if b.Live && b.Return() != nil {
			exits = append(exits, Point{b, len(b.Nodes) - 1})
		}
	}
	return exits
}

// Communication reports whether the node n is what a clause of a select statement receives or sends, standing in front of
// the statement, so that it has not happened yet.
func (g *Graph) Communication(n ast.Node) bool { return g.clause(n) != nil }
