package deploy

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
)

// A value is a number that could be worked out.
type value struct {
	constant.Value
	flag string // the flag whose default it is, or ""
}

// duration returns the time that the expression at cur stands for, if it is made of constants, of variables that are
// assigned once, and of the defaults of flags.
func (r *reader) duration(cur inspector.Cursor) (d time.Duration, flag string, ok bool) {
	v, ok := r.value(cur, 8)
	if !ok {
		return 0, "", false
	}
	n, exact := constant.Int64Val(constant.ToInt(v.Value))
	return time.Duration(n), v.flag, exact && n > 0
}

func (r *reader) value(cur inspector.Cursor, depth int) (value, bool) {
	e, ok := cur.Node().(ast.Expr)
	if !ok || depth == 0 {
		return value{}, false
	}
	if v := r.Info.Types[e].Value; v != nil && constant.ToInt(v).Kind() == constant.Int {
		return value{Value: constant.ToInt(v)}, true
	}
	switch n := e.(type) {
	case *ast.ParenExpr:
		return r.value(cur.ChildAt(edge.ParenExpr_X, -1), depth)
	case *ast.BinaryExpr:
		return r.binary(cur, n, depth)
	case *ast.CallExpr: // time.Duration(n)
		if r.Info.Types[n.Fun].IsType() && len(n.Args) == 1 && isInteger(r.Info.TypeOf(n.Args[0])) && isInteger(r.Info.TypeOf(n)) {
			return r.value(cur.ChildAt(edge.CallExpr_Args, 0), depth-1)
		}
	case *ast.StarExpr:
		if v := r.variable(n.X); v != nil {
			if made, ok := r.Single(v); ok {
				return r.flagDefault(made, depth)
			}
		}
	case *ast.Ident, *ast.SelectorExpr:
		v := r.variable(n.(ast.Expr))
		if v == nil {
			break
		}
		if assigned, ok := r.Single(v); ok {
			return r.value(assigned, depth-1)
		}
		for _, use := range r.Uses(v) {
			if use.ParentEdgeKind() == edge.UnaryExpr_X && use.Parent().ParentEdgeKind() == edge.CallExpr_Args {
				if def, ok := r.flagDefault(use.Parent().Parent(), depth); ok {
					return def, true
				}
			}
		}
	}
	return value{}, false
}

func isInteger(t types.Type) bool {
	basic, ok := t.Underlying().(*types.Basic)
	return ok && basic.Info()&types.IsInteger != 0
}

func (r *reader) binary(cur inspector.Cursor, n *ast.BinaryExpr, depth int) (value, bool) {
	switch n.Op {
	case token.ADD, token.SUB, token.MUL, token.QUO:
	default:
		return value{}, false
	}
	x, ok := r.value(cur.ChildAt(edge.BinaryExpr_X, -1), depth-1)
	if !ok {
		return value{}, false
	}
	y, ok := r.value(cur.ChildAt(edge.BinaryExpr_Y, -1), depth-1)
	if !ok {
		return value{}, false
	}
	op := n.Op
	if op == token.QUO {
		if constant.Sign(y.Value) == 0 {
			return value{}, false
		}
		op = token.QUO_ASSIGN // integers
	}
	return value{constant.BinaryOp(x.Value, op, y.Value), x.flag + y.flag}, true
}

// variable returns the variable of this package that e names, or nil.
func (r *reader) variable(e ast.Expr) *types.Var {
	var id *ast.Ident
	switch e := ast.Unparen(e).(type) {
	case *ast.Ident:
		id = e
	case *ast.SelectorExpr:
		id = e.Sel
	default:
		return nil
	}
	v, _ := r.Info.Uses[id].(*types.Var)
	if v == nil || v.IsField() || v.Pkg() != r.Pkg {
		return nil
	}
	return v
}

// flagDefault returns the default that the call at cur, of package flag or of pflag, gives to a flag.
func (r *reader) flagDefault(cur inspector.Cursor, depth int) (value, bool) {
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
	def, ok := r.value(cur.ChildAt(edge.CallExpr_Args, at), depth-1)
	if v := r.Info.Types[call.Args[name]].Value; ok && v != nil && v.Kind() == constant.String {
		def.flag = constant.StringVal(v)
	}
	return def, ok
}

// nanoseconds returns the time that a constant stands for.
func nanoseconds(c *types.Const) (time.Duration, bool) {
	n, exact := constant.Int64Val(constant.ToInt(c.Val()))
	return time.Duration(n), exact && n > 0
}
