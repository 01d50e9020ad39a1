// Package serveerr follows the error with which a server's Serve returns: where it goes if it is http.ErrServerClosed, which
// only says that Shutdown has been called, and where if it is any other.
package serveerr

import (
	"go/ast"
	"go/constant"
	"go/token"
	"go/types"
	"strings"

	"golang.org/x/tools/go/cfg"
)

// A Belief is what is assumed of an error: that it is not nil, and whether it is http.ErrServerClosed.
type Belief struct {
	Info   *types.Info
	Closed bool
	Vars   map[*types.Var]bool // the variables that hold the error

	// Unsure is set when a condition asks a function about the error that may know ErrServerClosed.
	Unsure bool

	tags map[ast.Expr]ast.Expr // the expression of a case clause → the tag of its switch statement
}

// NewBelief returns a belief about the errors in the function body.
func NewBelief(info *types.Info, body *ast.BlockStmt, closed bool) *Belief {
	b := &Belief{Info: info, Closed: closed, Vars: make(map[*types.Var]bool), tags: make(map[ast.Expr]ast.Expr)}
	ast.Inspect(body, func(n ast.Node) bool {
		if sw, ok := n.(*ast.SwitchStmt); ok && sw.Tag != nil {
			for _, clause := range sw.Body.List {
				for _, e := range clause.(*ast.CaseClause).List {
					b.tags[e] = sw.Tag
				}
			}
		}
		return true
	})
	return b
}

// Branch reports whether the belief allows the edge out of a condition. It is made for flow.Graph's walks.
func (b *Belief) Branch(from *cfg.Block, succ int) bool {
	if len(from.Succs) != 2 || len(from.Nodes) == 0 {
		return true
	}
	cond, ok := from.Nodes[len(from.Nodes)-1].(ast.Expr)
	if !ok {
		return true
	}
	value, known := false, false
	if tag := b.tags[cond]; tag != nil {
		value, known = b.equal(tag, cond)
	} else {
		value, known = b.Eval(cond)
	}
	return !known || value == (succ == 0)
}

// Eval returns the value of a condition, where the belief decides it.
func (b *Belief) Eval(e ast.Expr) (value, known bool) {
	switch e := ast.Unparen(e).(type) {
	case *ast.UnaryExpr:
		if e.Op == token.NOT {
			value, known = b.Eval(e.X)
			return !value, known
		}
	case *ast.BinaryExpr:
		switch e.Op {
		case token.EQL:
			return b.equal(e.X, e.Y)
		case token.NEQ:
			value, known = b.equal(e.X, e.Y)
			return !value, known
		case token.LAND, token.LOR:
			x, xknown := b.Eval(e.X)
			y, yknown := b.Eval(e.Y)
			decides := e.Op == token.LOR // the value that decides alone
			switch {
			case xknown && x == decides, yknown && y == decides:
				return decides, true
			}
			return !decides, xknown && yknown
		}
	case *ast.CallExpr:
		return b.asks(e)
	}
	return false, false
}

// equal returns whether x == y, where one of them is the error or its text.
func (b *Belief) equal(x, y ast.Expr) (value, known bool) {
	if !b.IsErr(x) && !b.isText(x) {
		x, y = y, x
	}
	switch {
	case b.IsErr(x):
		switch {
		case b.Info.Types[ast.Unparen(y)].IsNil():
			return false, true
		case b.isClosed(y):
			return b.Closed, true
		}
		return false, b.Closed // another error
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
		return false, b.Closed // errors.Is(err, io.EOF), errors.As(err, &opErr)
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
