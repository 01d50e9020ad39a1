package flow

import (
	"go/ast"
	"go/constant"
	"go/token"
	"go/types"
)

// Worths tells on a path what is known of some variables: that one is the zero value of its type, or that it is another; of a number,
// that it is more than zero. So flags, counters and twins of which one is nil say which paths cannot be.
type Worths struct {
	Info *types.Info
	Of   map[types.Object]uint // which pair of bits of the state says it; below 32
}

// The two bits of a variable.
const (
	unknown uint64 = iota
	zero
	more
)

func (w *Worths) get(state uint64, e ast.Expr) uint64 {
	if id, ok := ast.Unparen(e).(*ast.Ident); ok {
		if i, ok := w.Of[w.Info.ObjectOf(id)]; ok {
			return state >> (2 * i) & 3
		}
	}
	return unknown
}

func (w *Worths) set(state uint64, e ast.Expr, worth uint64) uint64 {
	if id, ok := ast.Unparen(e).(*ast.Ident); ok {
		if i, ok := w.Of[w.Info.ObjectOf(id)]; ok {
			return state&^(3<<(2*i)) | worth<<(2*i)
		}
	}
	return state
}

// Forget returns the state in which nothing is known of the variables that the expressions name, some of which may be nil.
func (w *Worths) Forget(state uint64, lhs ...ast.Expr) uint64 {
	for _, e := range lhs {
		if e != nil {
			state = w.set(state, e, unknown)
		}
	}
	return state
}

// After returns the state behind the node n.
func (w *Worths) After(state uint64, n ast.Node) uint64 {
	switch n := n.(type) {
	case *ast.AssignStmt:
		for i, lhs := range n.Lhs {
			if len(n.Lhs) != len(n.Rhs) || n.Tok != token.ASSIGN && n.Tok != token.DEFINE {
				state = w.Forget(state, lhs)
				continue
			}
			state = w.set(state, lhs, w.worth(n.Rhs[i]))
		}
	case *ast.IncDecStmt:
		have := w.get(state, n.X)
		if have == unknown || n.Tok == token.DEC {
			return w.Forget(state, n.X)
		}
		return w.set(state, n.X, more)
	case *ast.ValueSpec:
		for i, id := range n.Names {
			switch {
			case len(n.Values) == 0:
				state = w.set(state, id, zero)
			case len(n.Values) == len(n.Names):
				state = w.set(state, id, w.worth(n.Values[i]))
			default:
				state = w.Forget(state, id)
			}
		}
	}
	return state
}

// worth says what is known of the value of e by itself.
func (w *Worths) worth(e ast.Expr) uint64 {
	tv := w.Info.Types[e]
	if tv.IsNil() {
		return zero
	}
	if tv.Value == nil {
		return unknown
	}
	switch v := tv.Value; v.Kind() {
	case constant.Bool:
		if constant.BoolVal(v) {
			return more
		}
		return zero
	case constant.Int, constant.Float:
		return [...]uint64{unknown, zero, more}[constant.Sign(v)+1]
	case constant.String:
		if constant.StringVal(v) != "" {
			return more
		}
		return zero
	}
	return unknown
}

// Excludes reports whether c cannot turn out as outcome in the state.
func (w *Worths) Excludes(state uint64, c Condition, outcome bool) bool {
	return Assume{w.Info, func(a Atom, outcome bool) Answer {
		holds, known := w.decide(state, a)
		return Given(holds, known, outcome)
	}}.Ask(c, outcome) == None
}

// decide says whether the atom holds.
func (w *Worths) decide(state uint64, a Atom) (holds, known bool) {
	if a.Y != nil {
		have := w.get(state, a.X)
		want := w.worth(a.Y)
		switch {
		case have == unknown || want == unknown:
			return false, false
		case have == zero || want == zero:
			return have == want, true
		}
		return false, false // which of all others
	}
	bin, ok := a.X.(*ast.BinaryExpr)
	if !ok {
		have := w.get(state, a.X)
		return have == more, have != unknown
	}
	x, op, limit := w.limited(bin)
	have := w.get(state, x)
	if have == unknown || limit == nil {
		return false, false
	}
	if have == zero {
		return constant.Compare(constant.MakeInt64(0), op, limit), true
	}
	one := constant.Compare(constant.MakeInt64(1), op, limit)
	switch {
	case rises(op) && one:
		return true, true // and so it is for more than one
	case !rises(op) && !one:
		return false, true
	}
	return false, false
}

// limited returns the comparison by size as one of x with a whole number, which is nil if it is none of those.
func (w *Worths) limited(bin *ast.BinaryExpr) (x ast.Expr, op token.Token, limit constant.Value) {
	x, y, op := bin.X, bin.Y, bin.Op
	if w.Info.Types[x].Value != nil {
		x, y, op = y, x, map[token.Token]token.Token{token.LSS: token.GTR, token.GTR: token.LSS, token.LEQ: token.GEQ, token.GEQ: token.LEQ}[op]
	}
	switch op {
	case token.LSS, token.LEQ, token.GTR, token.GEQ:
		basic, ok := w.Info.TypeOf(x).Underlying().(*types.Basic)
		if limit := w.Info.Types[y].Value; ok && basic.Info()&types.IsInteger != 0 && limit != nil {
			return x, op, limit
		}
	}
	return x, op, nil
}

// rises reports whether the comparison holds of all numbers beyond one of which it holds.
func rises(op token.Token) bool { return op == token.GTR || op == token.GEQ }

// Learn returns the state in which c has turned out as outcome.
func (w *Worths) Learn(state uint64, c Condition, outcome bool) uint64 {
	if c.Tag != nil {
		return w.equal(state, c.Tag, c.Expr, outcome)
	}
	switch e := ast.Unparen(c.Expr).(type) {
	case *ast.UnaryExpr:
		if e.Op == token.NOT {
			return w.Learn(state, Condition{Expr: e.X}, !outcome)
		}
	case *ast.BinaryExpr:
		switch e.Op {
		case token.LAND, token.LOR:
			if (e.Op == token.LAND) == outcome {
				return w.Learn(w.Learn(state, Condition{Expr: e.X}, outcome), Condition{Expr: e.Y}, outcome)
			}
		case token.EQL, token.NEQ:
			return w.equal(state, e.X, e.Y, outcome == (e.Op == token.EQL))
		case token.LSS, token.LEQ, token.GTR, token.GEQ:
			if x, op, limit := w.limited(e); limit != nil && rises(op) == outcome && constant.Compare(constant.MakeInt64(0), op, limit) != outcome {
				return w.set(state, x, more)
			}
		}
	case *ast.Ident:
		if outcome {
			return w.set(state, e, more)
		}
		return w.set(state, e, zero)
	}
	return state
}

// equal is Learn for x == y. That a number is not zero does not say that it is more.
func (w *Worths) equal(state uint64, x, y ast.Expr, outcome bool) uint64 {
	if tv := w.Info.Types[x]; tv.IsNil() || tv.Value != nil {
		x, y = y, x
	}
	worth := w.worth(y)
	switch {
	case worth == unknown:
	case outcome:
		return w.set(state, x, worth)
	case worth == zero:
		if basic, ok := w.Info.TypeOf(x).Underlying().(*types.Basic); !ok || basic.Info()&types.IsNumeric == 0 {
			return w.set(state, x, more)
		}
	}
	return state
}
