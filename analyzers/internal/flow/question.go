package flow

import (
	"go/ast"
	"go/types"

	"golang.org/x/tools/go/cfg"
)

// A Question asks what conditions say about a value.
type Question struct {
	Info   *types.Info
	Status *types.Var // the error or the bool that came with the value; nil if there is none, or no more
	// Holds reports whether the expression denotes the value; Ends whether a call that yields false says that the value
	// has released itself.
	Holds func(ast.Expr) bool
	// Failure, which may be nil, reports whether the expression denotes an error that is nil where there is a value.
	Failure func(ast.Expr) bool
	// Witness reports whether the variable is true only where there is no value, or no more: ok in _, ok := err.(T),
	// failed := err != nil.
	Witness func(types.Object) bool
	// Present, which may be nil, reports whether the variable is false only where there is no value: exists in v, exists, err := f().
	Present func(types.Object) bool
	Ends    func(*ast.CallExpr) bool
}

// Ask says what it means for the value that c turned out as outcome.
func (q *Question) Ask(c Condition, outcome bool) Answer {
	return Assume{q.Info, q.atom}.Ask(c, outcome)
}

// Branch is like that of an Assume.
func (q *Question) Branch(g *Graph) func(from *cfg.Block, succ int) bool {
	return Assume{q.Info, q.atom}.Branch(g)
}

func (q *Question) atom(a Atom, outcome bool) Answer {
	if a.Y == nil {
		return q.alone(a.X, outcome)
	}
	isNil := q.Info.Types[a.Y].IsNil()
	switch {
	case isNil && (q.isStatus(a.X) || q.Failure != nil && q.Failure(a.X)):
		return someIf(outcome)
	case isNil && q.Holds(a.X):
		return someIf(!outcome)
	case q.isStatus(a.X) || q.isStatus(a.Y):
		if outcome {
			return None // err == io.EOF
		}
		return Open
	}
	return either(q.mention(a.X), q.mention(a.Y))
}

func someIf(b bool) Answer {
	if b {
		return Some
	}
	return None
}

func (q *Question) alone(e ast.Expr, outcome bool) Answer {
	switch e := e.(type) {
	case *ast.Ident:
		if q.isStatus(e) {
			return someIf(outcome) // v, ok := f(); if ok
		}
		if outcome && q.Witness(q.Info.ObjectOf(e)) || !outcome && q.Present != nil && q.Present(q.Info.ObjectOf(e)) {
			return None
		}
		return Open
	case *ast.CallExpr:
		return q.call(e, outcome)
	}
	return q.mention(e)
}

// call says what the bool that a call returned means.
func (q *Question) call(call *ast.CallExpr, outcome bool) Answer {
	if q.Ends(call) {
		return someIf(outcome)
	}
	for _, arg := range call.Args {
		if q.isStatus(arg) {
			if outcome {
				return None // errors.Is(err, x), os.IsNotExist(err), failed(err)
			}
			if fn, ok := q.callee(call); ok && fn.Pkg() != nil && (fn.Pkg().Path() == "errors" || fn.Pkg().Path() == "os") {
				return Open
			}
			return Unclear
		}
	}
	return q.mention(call)
}

func (q *Question) callee(call *ast.CallExpr) (*types.Func, bool) {
	sel, ok := ast.Unparen(call.Fun).(*ast.SelectorExpr)
	if !ok {
		return nil, false
	}
	fn, ok := q.Info.Uses[sel.Sel].(*types.Func)
	return fn, ok
}

// mention looks for the status anywhere in an expression that is no condition known: err.Error() proves that there is an
// error.
func (q *Question) mention(e ast.Expr) Answer {
	answer := Open
	ast.Inspect(e, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncLit:
			return false
		case *ast.SelectorExpr:
			if q.isStatus(n.X) {
				answer = None
				return false
			}
		case *ast.Ident:
			if q.isStatus(n) && answer == Open {
				answer = Unclear
			}
		}
		return true
	})
	return answer
}

func (q *Question) isStatus(e ast.Expr) bool {
	return q.Status != nil && Names(q.Info, q.Status)(e)
}
