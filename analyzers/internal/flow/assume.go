package flow

import (
	"go/ast"
	"go/constant"
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/cfg"
)

// An Answer is what the outcome of a condition means to somebody who walks a path.
type Answer uint8

// Answers. For who follows a value, None is that there is none on this path, Some that there is one.
const (
	Open    Answer = iota // nothing
	None                  // the path cannot be, or is not worth to be followed
	Some                  // the opposite
	Unclear               // something, and nobody knows what
)

// both joins two answers of which both hold.
func both(a, b Answer) Answer {
	switch {
	case a == None || b == None:
		return None
	case a == Some || b == Some:
		return Some
	case a == Unclear || b == Unclear:
		return Unclear
	}
	return Open
}

// either joins two answers of which one holds.
func either(a, b Answer) Answer {
	switch {
	case a == b:
		return a
	case a == Unclear || b == Unclear:
		return Unclear
	}
	return Open
}

// An Atom is a part of a condition that no operator takes apart any further: X == Y, or, where Y is nil, X alone. Of a
// comparison with a constant or nil, that is Y. Neither is in parentheses.
type Atom struct{ X, Y ast.Expr }

// An Assume says what conditions mean, for somebody who can tell what an atom means that turned out as outcome.
type Assume struct {
	Info *types.Info
	Leaf func(a Atom, outcome bool) Answer
}

// Ask says what it means that c turned out as outcome.
func (a Assume) Ask(c Condition, outcome bool) Answer {
	if c.Tag != nil {
		return a.equal(c.Tag, c.Expr, outcome)
	}
	switch e := ast.Unparen(c.Expr).(type) {
	case *ast.UnaryExpr:
		if e.Op == token.NOT {
			return a.Ask(Condition{Expr: e.X}, !outcome)
		}
	case *ast.BinaryExpr:
		x, y := Condition{Expr: e.X}, Condition{Expr: e.Y}
		switch e.Op {
		case token.LAND, token.LOR:
			if (e.Op == token.LAND) == outcome {
				return both(a.Ask(x, outcome), a.Ask(y, outcome))
			}
			// Y counts only where X did not decide: if err != nil || resp.StatusCode != 200 leaves both open.
			return either(a.Ask(x, outcome), both(a.Ask(x, !outcome), a.Ask(y, outcome)))
		case token.EQL, token.NEQ:
			return a.equal(e.X, e.Y, outcome == (e.Op == token.EQL))
		}
	}
	return a.Leaf(Atom{X: ast.Unparen(c.Expr)}, outcome)
}

// equal says what it means that x == y turned out as outcome.
func (a Assume) equal(x, y ast.Expr, outcome bool) Answer {
	x, y = ast.Unparen(x), ast.Unparen(y)
	if tv := a.Info.Types[x]; tv.IsNil() || tv.Value != nil {
		x, y = y, x
	}
	if v := a.Info.Types[y].Value; v != nil && v.Kind() == constant.Bool {
		return a.Ask(Condition{Expr: x}, constant.BoolVal(v) == outcome)
	}
	return a.Leaf(Atom{x, y}, outcome)
}

// Branch returns a branch function for Walk and Search that takes no edge that means None.
func (a Assume) Branch(g *Graph) func(from *cfg.Block, succ int) bool {
	return func(from *cfg.Block, succ int) bool {
		c, ok := g.Condition(from)
		return !ok || a.Ask(c, succ == 0) != None
	}
}

// Eval returns the value of the condition e, where one of its outcomes cannot be.
func (a Assume) Eval(e ast.Expr) (value, known bool) {
	value = a.Ask(Condition{Expr: e}, false) == None
	return value, value || a.Ask(Condition{Expr: e}, true) == None
}

// Given is the answer of a leaf that knows the value of its atom, or does not.
func Given(value, known, outcome bool) Answer {
	if known && value != outcome {
		return None
	}
	return Open
}

// Nil returns what asks conditions about the expressions that is accepts: None where one of them is nil, Some where one is not.
func Nil(info *types.Info, is func(ast.Expr) bool) Assume {
	return Assume{info, func(a Atom, outcome bool) Answer {
		switch {
		case a.Y == nil || !info.Types[a.Y].IsNil() || !is(a.X):
			return Open
		case outcome:
			return None
		}
		return Some
	}}
}

// Names returns a function that accepts the expressions which name obj.
func Names(info *types.Info, obj types.Object) func(ast.Expr) bool {
	return func(e ast.Expr) bool {
		id, ok := ast.Unparen(e).(*ast.Ident)
		return ok && obj != nil && info.ObjectOf(id) == obj
	}
}

// A Decided condition is one that has been asked, with its outcome.
type Decided struct {
	Condition
	Outcome bool
}

// Excludes reports whether e cannot turn out as it did where d turned out as it did, as long as what they name keeps its value.
func (d Decided) Excludes(info *types.Info, e Decided) bool {
	return d.refutes(info, e) || e.refutes(info, d)
}

// refutes reports whether d leaves no values to the atoms of e with which e could turn out as it did.
func (d Decided) refutes(info *types.Info, e Decided) bool {
	return Assume{info, func(a Atom, outcome bool) Answer {
		return Assume{info, func(b Atom, other bool) Answer {
			return Given(outcome, Same(info, a.X, b.X) && Same(info, a.Y, b.Y), other)
		}}.Ask(d.Condition, d.Outcome)
	}}.Ask(e.Condition, e.Outcome) == None
}

// Same reports whether a and b are the same expression of the same variables: of one text, in which each name has one meaning.
func Same(info *types.Info, a, b ast.Expr) bool {
	if a == nil || b == nil {
		return a == b
	}
	return types.ExprString(ast.Unparen(a)) == types.ExprString(ast.Unparen(b)) && slices.Equal(named(info, a), named(info, b))
}

// named returns what the identifiers in e denote, in the order of the source.
func named(info *types.Info, e ast.Expr) []types.Object {
	var all []types.Object
	ast.Inspect(e, func(n ast.Node) bool {
		if id, ok := n.(*ast.Ident); ok {
			all = append(all, info.ObjectOf(id))
		}
		return true
	})
	return all
}
