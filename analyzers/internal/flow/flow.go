// Package flow answers questions about the paths through one function.
//
// It works on go/cfg. It knows no analysis.Pass, so that it can be tested on a few lines of source.
package flow

import (
	"go/ast"
	"go/token"
	"sync"

	"golang.org/x/tools/go/cfg"
)

// A Graph is the control-flow graph of one function body.
type Graph struct {
	CFG  *cfg.CFG
	Body *ast.BlockStmt

	once    sync.Once
	clauses map[ast.Stmt]*ast.SwitchStmt
}

// New returns the graph of body. mayReturn says whether a call that is a statement of its own can return.
func New(body *ast.BlockStmt, mayReturn func(*ast.CallExpr) bool) *Graph {
	return &Graph{CFG: cfg.New(body, mayReturn), Body: body}
}

// A Point is a place in a graph: just before the Index'th node of Block.
type Point struct {
	Block *cfg.Block
	Index int
}

// Entry returns the point at which the function begins.
func (g *Graph) Entry() Point { return Point{g.CFG.Blocks[0], 0} }

// Find returns the point of the node of the graph that contains the syntax n, which stands in no function literal of
// the function. ok is false for unreachable code and for syntax that is no part of the graph.
func (g *Graph) Find(n ast.Node) (p Point, ok bool) {
	best := token.Pos(-1)
	for _, b := range g.CFG.Blocks {
		if !b.Live {
			continue
		}
		for i, node := range b.Nodes {
			if node.Pos() <= n.Pos() && n.End() <= node.End() {
				if size := node.End() - node.Pos(); best < 0 || size < best { // a range statement contains its body
					best, p, ok = size, Point{b, i}, true
				}
			}
		}
	}
	return p, ok
}

// Node returns the node at p, or nil at the end of a block.
func (p Point) Node() ast.Node {
	if p.Index < len(p.Block.Nodes) {
		return p.Block.Nodes[p.Index]
	}
	return nil
}

// Next returns the point after the node at p.
func (p Point) Next() Point { return Point{p.Block, p.Index + 1} }

// An Action tells a walk what to do after a node.
type Action uint8

// Actions.
const (
	Go    Action = iota // on, along every path
	Prune               // no further on this path
	Stop                // no further at all
)

// Walk visits each node that can be reached from p, that of p included, once; a loop leads to nodes before p as well.
// It reports whether a visit returned Stop.
//
// branch, if not nil, is asked before an edge out of a condition is taken.
func (g *Graph) Walk(p Point, branch func(from *cfg.Block, succ int) bool, visit func(Point, ast.Node) Action) bool {
	seen := make(map[*cfg.Block]bool)
	stack := []Point{p}
	first := true
	for len(stack) > 0 {
		p := stack[len(stack)-1]
		stack = stack[:len(stack)-1]
		if p.Index == 0 && !first {
			if seen[p.Block] {
				continue
			}
			seen[p.Block] = true
		}
		first = false
		pruned := false
		for i := p.Index; i < len(p.Block.Nodes); i++ {
			switch visit(Point{p.Block, i}, p.Block.Nodes[i]) {
			case Stop:
				return true
			case Prune:
				pruned = true
			}
			if pruned {
				break
			}
		}
		if pruned {
			continue
		}
		for i, succ := range p.Block.Succs {
			if branch == nil || branch(p.Block, i) {
				stack = append(stack, Point{succ, 0})
			}
		}
	}
	return false
}

// Reaches reports whether some path leads from after the node at from to the node at to.
func (g *Graph) Reaches(from, to Point) bool {
	return g.Walk(from.Next(), nil, func(p Point, _ ast.Node) Action {
		if p == to {
			return Stop
		}
		return Go
	})
}

// Admits reports whether some path leads from the entry to the node at p by edges that branch has taken; it is as for Walk.
func (g *Graph) Admits(p Point, branch func(from *cfg.Block, succ int) bool) bool {
	return g.Walk(g.Entry(), branch, func(q Point, _ ast.Node) Action {
		if q == p {
			return Stop
		}
		return Go
	})
}

// Always reports whether every path from the entry to the node at p goes through a node that visit accepts.
func (g *Graph) Always(p Point, accept func(ast.Node) bool) bool {
	return !g.Walk(g.Entry(), nil, func(q Point, n ast.Node) Action {
		switch {
		case q == p:
			return Stop
		case accept(n):
			return Prune
		}
		return Go
	})
}
