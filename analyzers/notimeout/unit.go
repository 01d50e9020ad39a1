package notimeout

import (
	"go/ast"
	"go/constant"
	"go/types"
	"time"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"

	"github.com/shutdownlint/shutdownlint/analyzers/internal/fix"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/guess"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/report"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/resource"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/summary"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/trace"
)

// unit reports times of less than a millisecond that are plain numbers.
func unit(pass *analysis.Pass, s *summary.Summary, r *report.Reporter) {
	for _, file := range s.Files {
		for cur := range file.Preorder((*ast.BasicLit)(nil), (*ast.Ident)(nil)) {
			value := number(s, cur)
			if !value.Valid() {
				continue
			}
			d, _ := constant.Int64Val(s.Info.Types[value.Node().(ast.Expr)].Value)
			if d <= 0 || d >= int64(time.Millisecond) || !bounds(s, value, d == 1) {
				continue
			}
			r.Report(report.Finding{
				Range:    value.Node(),
				Category: "timeout-no-unit",
				Message: types.ExprString(value.Node().(ast.Expr)) + " is " + time.Duration(d).String() +
					" here: a time.Duration counts nanoseconds, and this is over before anything has happened",
				Remedy: "multiply it by a unit, such as time.Second",
				Fixes:  giveUnit(pass, value),
			})
		}
	}
}

// number returns the whole constant expression of type time.Duration that the number at cur begins, if there is no time in it but only
// numbers: 60, 2*30, time.Duration(60), seconds with const seconds = 60.
func number(s *summary.Summary, cur inspector.Cursor) (whole inspector.Cursor) {
	switch n := cur.Node().(type) {
	case *ast.Ident:
		c, ok := s.Info.Uses[n].(*types.Const)
		if !ok || isDuration(c.Type()) {
			return whole
		}
	case *ast.BasicLit:
	}
	for {
		if tv := s.Info.Types[cur.Node().(ast.Expr)]; tv.Value != nil && isDuration(tv.Type) {
			whole = cur
		}
		switch cur.ParentEdgeKind() {
		case edge.BinaryExpr_Y:
			return inspector.Cursor{} // what stands first has been looked at
		case edge.BinaryExpr_X:
			if timed(s.Info, cur.Parent().Node().(*ast.BinaryExpr).Y) {
				return inspector.Cursor{}
			}
		case edge.ParenExpr_X:
		case edge.CallExpr_Args:
			if !s.Info.Types[cur.Parent().Node().(*ast.CallExpr).Fun].IsType() {
				return whole
			}
		default:
			return whole
		}
		cur = cur.Parent()
	}
}

// timed reports whether a time is named in e: time.Second, or a constant of that type.
func timed(info *types.Info, e ast.Expr) bool {
	found := false
	ast.Inspect(e, func(n ast.Node) bool {
		if id, ok := n.(*ast.Ident); ok {
			obj := info.Uses[id]
			_, isType := obj.(*types.TypeName)
			found = found || obj != nil && !isType && isDuration(obj.Type())
		}
		return !found
	})
	return found
}

func isDuration(t types.Type) bool { return resource.TypeName(t) == "time.Duration" }

// bounds reports whether the time at cur bounds something, or is how long somebody waits, as another module, which takes it for what it
// is, says by a name. Who waits for a nanosecond means to go on.
func bounds(s *summary.Summary, cur inspector.Cursor, least bool) bool {
	var v *types.Var // that gets it
	switch kind, i := cur.ParentEdge(); kind {
	case edge.CallExpr_Args:
		call := cur.Parent().Node().(*ast.CallExpr)
		fn := s.Callee(call)
		if fn == nil || fn.Pkg() == nil || fn.Signature().Params().Len() == 0 {
			return false
		}
		if row := s.Row(fn); row != nil && row.Does.Any(resource.Limits|resource.TakesTime) {
			return !least || row.Does.Has(resource.Limits)
		}
		v = fn.Signature().Params().At(max(trace.Slot(fn, i), 0))
		if !s.Own(fn.Pkg()) && guess.Bounds(fn.Name()) {
			return true
		}
	default:
		_, v = s.Into(cur)
	}
	return v != nil && v.Pkg() != nil && !s.Own(v.Pkg()) && guess.Bounds(v.Name())
}

// giveUnit gives the number at cur the unit that the name of its constant tells.
func giveUnit(pass *analysis.Pass, cur inspector.Cursor) []analysis.SuggestedFix {
	id, ok := cur.Node().(*ast.Ident)
	if !ok {
		return nil
	}
	name := ""
	for _, word := range guess.Words(id.Name) {
		switch word {
		case "s", "sec", "secs", "second", "seconds":
			name = "Second"
		case "ms", "msec", "millis", "millisecond", "milliseconds":
			name = "Millisecond"
		case "min", "mins", "minute", "minutes":
			name = "Minute"
		}
	}
	b := fix.At(pass, id.Pos())
	if b == nil || name == "" {
		return nil
	}
	b.Replace(id, "%s * %s%s", id.Name, b.Import("time"), name)
	return []analysis.SuggestedFix{b.Fix("Count " + id.Name + " in what its name says")}
}
