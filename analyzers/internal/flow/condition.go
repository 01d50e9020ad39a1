package flow

import (
	"go/ast"
	"go/token"
	"go/types"

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

// An Answer is what the outcome of a condition says about a value that a call may or may not have made.
type Answer uint8

// Answers.
const (
	Open    Answer = iota // nothing
	None                  // there is no value
	Some                  // there is one
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

// A Question asks what conditions say about a value.
type Question struct {
	Info   *types.Info
	Status *types.Var // the error or the bool that came with the value; nil if there is none, or no more
	// Holds reports whether the expression denotes the value; Ends whether a call that yields false says that the value
	// has released itself.
	Holds func(ast.Expr) bool
	// Witness reports whether the variable is true only where there is no value, or no more: ok in _, ok := err.(T),
	// failed := err != nil.
	Witness func(types.Object) bool
	Ends    func(*ast.CallExpr) bool
}

// Ask says what it means for the value that c turned out as outcome.
func (q *Question) Ask(c Condition, outcome bool) Answer {
	if c.Tag != nil {
		return q.compare(c.Tag, c.Expr, outcome)
	}
	return q.ask(c.Expr, outcome)
}

func (q *Question) ask(e ast.Expr, outcome bool) Answer {
	switch e := ast.Unparen(e).(type) {
	case *ast.UnaryExpr:
		if e.Op == token.NOT {
			return q.ask(e.X, !outcome)
		}
	case *ast.BinaryExpr:
		switch e.Op {
		case token.LAND, token.LOR:
			if (e.Op == token.LAND) == outcome {
				return both(q.ask(e.X, outcome), q.ask(e.Y, outcome))
			}
			// Y counts only where X did not decide: if err != nil || resp.StatusCode != 200 leaves both open.
			return either(q.ask(e.X, outcome), both(q.ask(e.X, !outcome), q.ask(e.Y, outcome)))
		case token.EQL:
			return q.compare(e.X, e.Y, outcome)
		case token.NEQ:
			return q.compare(e.X, e.Y, !outcome)
		}
	case *ast.Ident:
		if q.isStatus(e) {
			if outcome {
				return Some // v, ok := f(); if ok
			}
			return None
		}
		if outcome && q.Witness(q.Info.ObjectOf(e)) {
			return None
		}
		return Open
	case *ast.CallExpr:
		return q.call(e, outcome)
	}
	return q.mention(e, outcome)
}

// compare says what x == y, or x != y, means.
func (q *Question) compare(x, y ast.Expr, equal bool) Answer {
	if q.isNil(x) {
		x, y = y, x
	}
	isNil := q.isNil(y)
	switch {
	case isNil && q.isStatus(x):
		if equal {
			return Some
		}
		return None
	case isNil && q.Holds(x):
		if equal {
			return None
		}
		return Some
	case q.isStatus(x) || q.isStatus(y):
		if equal {
			return None // err == io.EOF
		}
		return Open
	}
	return either(q.mention(x, equal), q.mention(y, equal))
}

// call says what the bool that a call returned means.
func (q *Question) call(call *ast.CallExpr, outcome bool) Answer {
	if q.Ends(call) {
		if outcome {
			return Some
		}
		return None
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
	return q.mention(call, outcome)
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
func (q *Question) mention(e ast.Expr, _ bool) Answer {
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
	id, ok := ast.Unparen(e).(*ast.Ident)
	return ok && q.Status != nil && q.Info.ObjectOf(id) == q.Status
}

func (q *Question) isNil(e ast.Expr) bool { return q.Info.Types[ast.Unparen(e)].IsNil() }
