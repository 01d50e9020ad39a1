package flow

import (
	"go/ast"

	"golang.org/x/tools/go/cfg"
)

// A Debt says, at one point of a path, who has a value that somebody must release, and what is known about it.
type Debt struct {
	Held    uint64 // the variables that hold it, as a set of bits
	Armed   uint64 // the variables whose value something that was set up before releases at the end
	Status  uint8  // which variable says whether there is a value, of those that the ledger knows
	Changed uint64 // what the conditions before it were about and has another value by now, as a set of bits
	Known   uint64 // what is known of other variables: see Worths
	Counted bool   // the rounds of a loop around the call have been asked about
	Stale   bool   // the variable that said whether there is a value has been assigned anew
	Doubt   bool   // it was asked in a way that nobody understands
}

// A Verdict is what a node does to a debt.
type Verdict uint8

// Verdicts.
const (
	Owes Verdict = iota // nothing; the path goes on
	Paid                // the value is released, or somebody else's
	Lost                // the value is out of reach, and was not released
)

// A Ledger knows what nodes and branches do to a debt.
type Ledger interface {
	// Node says what the node at p does to the debt, and changes it.
	Node(p Point, d *Debt) Verdict
	// Branch says whether the debt goes along the succ'th edge out of the condition that ends block, and changes it.
	Branch(block *cfg.Block, succ int, d *Debt) bool
}

// states bounds how many different debts one block is walked through with. A function with more is not understood.
const states = 64

// Follow walks all paths on which the debt goes on from p, and returns the nodes at which it is lost. ok is false if there
// are too many states to tell.
//
// Every block is visited at most once with each state, so that the cost is linear in the size of the function.
func (g *Graph) Follow(p Point, d Debt, l Ledger) (lost []ast.Node, ok bool) {
	type visit struct {
		Point
		Debt
	}
	seen := make(map[*cfg.Block]map[Debt]bool)
	named := make(map[ast.Node]bool)
	work := []visit{{p, d}}
	for len(work) > 0 {
		v := work[len(work)-1]
		work = work[:len(work)-1]
		verdict := Owes
		for i := v.Index; i < len(v.Block.Nodes) && verdict == Owes; i++ {
			verdict = l.Node(Point{v.Block, i}, &v.Debt)
			if n := v.Block.Nodes[i]; verdict == Lost && !named[n] {
				named[n] = true
				lost = append(lost, n)
			}
		}
		if verdict != Owes {
			continue
		}
		for i, succ := range v.Block.Succs {
			next := v.Debt
			if len(v.Block.Succs) > 1 && !l.Branch(v.Block, i, &next) {
				continue
			}
			at := seen[succ]
			if at == nil {
				at = make(map[Debt]bool)
				seen[succ] = at
			}
			if at[next] {
				continue
			}
			if len(at) == states {
				return nil, false
			}
			at[next] = true
			work = append(work, visit{Point{succ, 0}, next})
		}
	}
	return lost, true
}
