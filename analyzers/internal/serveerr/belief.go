// Package serveerr follows the error with which a server's Serve returns: where it goes if it is http.ErrServerClosed, which
// only says that Shutdown has been called, and where if it is any other.
package serveerr

import (
	"go/ast"
	"go/constant"
	"go/types"
	"strings"

	"golang.org/x/tools/go/cfg"

	"github.com/shutdownlint/shutdownlint/analyzers/internal/flow"
)

// A Belief is what is assumed of an error: that it is http.ErrServerClosed, another one, or nil.
type Belief struct {
	Info   *types.Info
	Closed bool
	None   bool                // there is no error
	Vars   map[*types.Var]bool // the variables that hold the error

	// Unsure is set when a condition asks a function about the error that may know ErrServerClosed.
	Unsure bool
}

// NewBelief returns a belief about the errors in the given variables.
func NewBelief(info *types.Info, closed bool, vars ...*types.Var) *Belief {
	b := &Belief{Info: info, Closed: closed, Vars: make(map[*types.Var]bool)}
	for _, v := range vars {
		b.Vars[v] = true
	}
	return b
}

func (b *Belief) assume() flow.Assume {
	return flow.Assume{Info: b.Info, Leaf: func(a flow.Atom, outcome bool) flow.Answer {
		value, known := false, false
		if call, ok := a.X.(*ast.CallExpr); a.Y != nil {
			value, known = b.equal(a.X, a.Y)
		} else if ok {
			value, known = b.asks(call)
		}
		return flow.Given(value, known, outcome)
	}}
}

// Branch returns a branch function for g's walks that takes no edge which the belief rules out.
func (b *Belief) Branch(g *flow.Graph) func(from *cfg.Block, succ int) bool {
	return b.assume().Branch(g)
}

// Eval returns the value of a condition, where the belief decides it.
func (b *Belief) Eval(e ast.Expr) (value, known bool) { return b.assume().Eval(e) }

// equal returns whether x == y, where one of them is the error or its text.
func (b *Belief) equal(x, y ast.Expr) (value, known bool) {
	if !b.IsErr(x) && !b.isText(x) {
		x, y = y, x
	}
	switch {
	case b.IsErr(x):
		switch {
		case b.Info.Types[ast.Unparen(y)].IsNil():
			return b.None, true
		case b.isClosed(y):
			return b.Closed, true
		}
		return false, b.Closed || b.None // another error
	case b.isText(x):
		return b.saysClosed(y)
	}
	return false, false
}

// asks returns the value of a call that looks at the error.
func (b *Belief) asks(call *ast.CallExpr) (value, known bool) {
	about, closed, text := false, false, false
	for _, arg := range call.Args {
		about = about || b.IsErr(arg)
		closed = closed || b.isClosed(arg)
		text = text || b.isText(arg)
	}
	switch {
	case about && closed:
		return b.Closed, true // errors.Is and its like
	case text && len(call.Args) == 2:
		return b.saysClosed(call.Args[1])
	case about && b.ofErrors(call):
		return false, b.Closed || b.None // errors.Is(err, io.EOF), errors.As(err, &opErr)
	case about:
		b.Unsure = true
	}
	return false, false
}

// ofErrors reports whether call calls a function of package errors.
func (b *Belief) ofErrors(call *ast.CallExpr) bool {
	sel, ok := ast.Unparen(call.Fun).(*ast.SelectorExpr)
	if !ok {
		return false
	}
	fn, ok := b.Info.Uses[sel.Sel].(*types.Func)
	return ok && fn.Pkg() != nil && fn.Pkg().Path() == "errors"
}

func (b *Belief) saysClosed(e ast.Expr) (value, known bool) {
	tv := b.Info.Types[e]
	if tv.Value == nil || tv.Value.Kind() != constant.String {
		return false, false
	}
	if strings.Contains(strings.ToLower(constant.StringVal(tv.Value)), "server closed") {
		return b.Closed, true
	}
	return false, false
}

// IsErr reports whether e is a variable that holds the error.
func (b *Belief) IsErr(e ast.Expr) bool {
	id, ok := ast.Unparen(e).(*ast.Ident)
	if !ok {
		return false
	}
	v, ok := b.Info.ObjectOf(id).(*types.Var)
	return ok && b.Vars[v]
}

// isText reports whether e is the error's text.
func (b *Belief) isText(e ast.Expr) bool {
	call, ok := ast.Unparen(e).(*ast.CallExpr)
	if !ok || len(call.Args) != 0 {
		return false
	}
	sel, ok := ast.Unparen(call.Fun).(*ast.SelectorExpr)
	return ok && sel.Sel.Name == "Error" && b.IsErr(sel.X)
}

// isClosed reports whether e names http.ErrServerClosed.
func (b *Belief) isClosed(e ast.Expr) bool {
	var id *ast.Ident
	switch e := ast.Unparen(e).(type) {
	case *ast.Ident:
		id = e
	case *ast.SelectorExpr:
		id = e.Sel
	default:
		return false
	}
	v, ok := b.Info.Uses[id].(*types.Var)
	return ok && v.Pkg() != nil && v.Pkg().Path() == "net/http" && v.Name() == "ErrServerClosed"
}

// Holds reports whether the error, or something made from it, is in the expression e.
func (b *Belief) Holds(e ast.Node) bool {
	found := false
	ast.Inspect(e, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncLit:
			return false
		case *ast.Ident:
			found = found || b.IsErr(n)
		}
		return !found
	})
	return found
}
