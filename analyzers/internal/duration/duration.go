// Package duration says how long a time is that an expression stands for: what is made of constants and of the defaults of flags.
package duration

import (
	"go/ast"
	"go/constant"
	"go/token"
	"go/types"
	"slices"
	"strings"
	"time"

	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"

	"github.com/shutdownlint/shutdownlint/analyzers/internal/flow"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/index"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/origin"
)

// A Reader works out numbers in one package, or in one function of a dependency.
type Reader struct {
	*index.Index
	Graph  func(fn inspector.Cursor) *flow.Graph // of a function declaration or literal, or nil
	Fields bool                                  // a field stands for all that is ever put into it here
}

// depth bounds how far a number is followed.
const depth = 8

// Of returns the time that the expression at cur stands for, if it is known and more than none, and the flag whose default it is.
func (r *Reader) Of(cur inspector.Cursor) (d time.Duration, flag string, ok bool) {
	v, ok := r.value(origin.Value{}, cur, depth)
	if !ok {
		return 0, "", false
	}
	n, exact := constant.Int64Val(constant.ToInt(v.Value))
	return time.Duration(n), v.flag, exact && n > 0
}

// Number returns the number that the expression at cur stands for, if it is known.
func (r *Reader) Number(cur inspector.Cursor) (constant.Value, bool) {
	v, ok := r.value(origin.Value{}, cur, depth)
	return v.Value, ok
}

// A value is a number that could be worked out.
type value struct {
	constant.Value
	flag string // the flag whose default it is, or ""
}

// value works out the expression at cur, in the code that made in, if it has one value only.
func (r *Reader) value(in origin.Value, cur inspector.Cursor, depth int) (found value, ok bool) {
	if depth == 0 {
		return value{}, false
	}
	origins := r.origins()
	for _, v := range origins.In(in, cur) {
		var one value
		var known bool
		switch v.Kind {
		case origin.Zero:
			continue // until it is set
		case origin.Expr:
			one, known = r.expr(v, depth-1)
		case origin.Unknown:
			one, known = r.flagVar(v.Var, depth-1)
		}
		if ok || !known {
			return value{}, false
		}
		found, ok = one, true
	}
	return found, ok
}

func (r *Reader) origins() *origin.Origin {
	return &origin.Origin{Index: r.Index, Graph: r.Graph, Fields: r.Fields}
}

// expr works out an expression that is no variable.
func (r *Reader) expr(v origin.Value, depth int) (value, bool) {
	switch n := v.Cur.Node().(type) {
	case *ast.BinaryExpr:
		if r.Info.Types[n].Value == nil {
			return r.binary(v, n.Op, depth)
		}
	case *ast.StarExpr:
		origins := r.origins()
		if made, ok := origins.One(v.Cur.ChildAt(edge.StarExpr_X, -1)); ok {
			return r.flagDefault(made, depth)
		}
	}
	c := r.Info.Types[v.Cur.Node().(ast.Expr)].Value
	if c == nil || constant.ToInt(c).Kind() != constant.Int {
		return value{}, false
	}
	return value{Value: constant.ToInt(c)}, true
}

func (r *Reader) binary(v origin.Value, op token.Token, depth int) (value, bool) {
	switch op {
	case token.ADD, token.SUB, token.MUL, token.QUO:
	default:
		return value{}, false
	}
	x, ok := r.value(v, v.Cur.ChildAt(edge.BinaryExpr_X, -1), depth)
	if !ok {
		return value{}, false
	}
	y, ok := r.value(v, v.Cur.ChildAt(edge.BinaryExpr_Y, -1), depth)
	if !ok {
		return value{}, false
	}
	if op == token.QUO {
		if constant.Sign(y.Value) == 0 {
			return value{}, false
		}
		op = token.QUO_ASSIGN // integers
	}
	return value{constant.BinaryOp(x.Value, op, y.Value), x.flag + y.flag}, true
}

// flagVar returns the default of the flag whose value is put into v.
func (r *Reader) flagVar(v *types.Var, depth int) (value, bool) {
	if v == nil {
		return value{}, false
	}
	for _, use := range r.Uses(v) {
		if use.ParentEdgeKind() == edge.UnaryExpr_X && use.Parent().ParentEdgeKind() == edge.CallExpr_Args {
			if def, ok := r.flagDefault(use.Parent().Parent(), depth); ok {
				return def, true
			}
		}
	}
	return value{}, false
}

// flagDefault returns the default that the call at cur, of package flag or of pflag, gives to a flag.
func (r *Reader) flagDefault(cur inspector.Cursor, depth int) (value, bool) {
	call, ok := cur.Node().(*ast.CallExpr)
	if !ok {
		return value{}, false
	}
	fn := r.Callee(call)
	if fn == nil || fn.Pkg() == nil || fn.Pkg().Path() != "flag" && fn.Pkg().Path() != "github.com/spf13/pflag" {
		return value{}, false
	}
	kind, short := strings.CutSuffix(fn.Name(), "P") // one more name stands in front of the default
	kind, address := strings.CutSuffix(kind, "Var")
	name := 0
	if address {
		name = 1
	}
	at := name + 1
	if short {
		at++
	}
	if !slices.Contains([]string{"Duration", "Int", "Int64", "Uint"}, kind) || len(call.Args) <= at {
		return value{}, false
	}
	def, ok := r.value(origin.Value{}, cur.ChildAt(edge.CallExpr_Args, at), depth)
	if v := r.Info.Types[call.Args[name]].Value; ok && v != nil && v.Kind() == constant.String {
		def.flag = constant.StringVal(v)
	}
	return def, ok
}

// Constant returns the time that a constant stands for, if that is more than none.
func Constant(c *types.Const) (time.Duration, bool) {
	n, exact := constant.Int64Val(constant.ToInt(c.Val()))
	return time.Duration(n), exact && n > 0
}
