package unawaited

import (
	"go/ast"
	"go/token"
	"go/types"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"

	"github.com/shutdownlint/shutdownlint/analyzers/internal/index"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/report"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/resource"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/summary"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/trace"
)

// workers reports goroutines that work off items with a value which the function that has started them closes when a stop is
// asked for, without waiting for them.
func workers(s *summary.Summary, r *report.Reporter) {
	for _, file := range s.Files {
		for stmt := range file.Preorder((*ast.DeferStmt)(nil)) {
			fn := index.Function(stmt)
			v := closed(s, stmt)
			if v == nil || !fn.Valid() || !waitsForStop(s, fn) {
				continue
			}
			for cur := range fn.Preorder((*ast.GoStmt)(nil)) {
				if index.Function(cur) != fn || !works(s, cur, v) {
					continue
				}
				r.Report(report.Finding{
					Range:    cur.Node(),
					Category: "worker-not-awaited",
					Message:  "nobody waits for this goroutine: on the way out " + v.Name() + " is closed while it may be at work with it, and what it has in hand is lost",
					Note:     true,
					Related:  []analysis.RelatedInformation{report.Related(stmt.Node(), "%s is closed by this", v.Name())},
				})
			}
		}
	}
}

// closed returns the local variable whose deferred close at stmt matters.
func closed(s *summary.Summary, stmt inspector.Cursor) *types.Var {
	for _, call := range s.Losses(stmt.ChildAt(edge.DeferStmt_Call, -1)) {
		sel, ok := ast.Unparen(call.Node().(*ast.CallExpr).Fun).(*ast.SelectorExpr)
		if !ok {
			continue
		}
		if id, ok := ast.Unparen(sel.X).(*ast.Ident); ok {
			if v, ok := s.Info.Uses[id].(*types.Var); ok && index.Function(stmt).Contains(s.Def(v)) {
				return v
			}
		}
	}
	return nil
}

// waitsForStop reports whether the function at fn itself waits for a signal or for the end of a context, and calls no Wait.
func waitsForStop(s *summary.Summary, fn inspector.Cursor) bool {
	stops := false
	for cur := range fn.Preorder((*ast.UnaryExpr)(nil), (*ast.CallExpr)(nil)) {
		if index.Function(cur) != fn {
			continue
		}
		switch n := cur.Node().(type) {
		case *ast.UnaryExpr:
			stops = stops || n.Op == token.ARROW && stopChannel(s, n.X)
		case *ast.CallExpr:
			if callee := s.Callee(n); callee != nil && callee.Name() == "Wait" {
				return false // perhaps for the goroutine
			}
		}
	}
	return stops
}

// stopChannel reports whether somebody who receives from ch waits for a signal or for the end of a context.
func stopChannel(s *summary.Summary, ch ast.Expr) bool {
	if t := s.Info.TypeOf(ch); t != nil && resource.KindOf(t) == resource.SignalChan {
		return true
	}
	call, ok := ast.Unparen(ch).(*ast.CallExpr)
	if !ok {
		return false
	}
	row := resource.Of(s.Callee(call))
	return row != nil && row.Does.Has(resource.AwaitsDone)
}

// works reports whether the goroutine at cur receives items in a loop and uses v, or its parameter for it, in that loop. A
// goroutine that tells anybody about its end is awaited, perhaps.
func works(s *summary.Summary, cur inspector.Cursor, v *types.Var) bool {
	call := cur.ChildAt(edge.GoStmt_Call, -1)
	expr := call.Node().(*ast.CallExpr)
	body, inner := call, v
	if lit, ok := s.Lit(call); ok {
		body = lit
	} else if callee := s.Callee(expr); callee != nil {
		decl, n := s.Decl(callee)
		if n == nil || n.Body == nil {
			return false
		}
		body, inner = decl, nil
		for i, arg := range expr.Args {
			if id, ok := ast.Unparen(arg).(*ast.Ident); ok && s.Info.Uses[id] == v {
				inner = trace.Param(s.Info, n.Type, i)
			}
		}
	} else {
		return false
	}
	return inner != nil && !tells(s, body) && itemLoop(s, body, inner)
}

// tells reports whether the function at fn sends, closes a channel, cancels, or counts down.
func tells(s *summary.Summary, fn inspector.Cursor) bool {
	for cur := range fn.Preorder((*ast.SendStmt)(nil), (*ast.CallExpr)(nil)) {
		call, ok := cur.Node().(*ast.CallExpr)
		if !ok {
			return true
		}
		callee := s.Callee(call)
		if callee == nil && !s.Info.Types[call.Fun].IsType() { // close, or a function value such as cancel
			if id, ok := ast.Unparen(call.Fun).(*ast.Ident); !ok || id.Name == "close" || !s.Info.Types[call.Fun].IsBuiltin() {
				return true
			}
		}
		if callee != nil && callee.Name() == "Done" && callee.Signature().Results().Len() == 0 {
			return true
		}
	}
	return false
}

// itemLoop reports whether the function at fn has a loop that receives items and uses v.
func itemLoop(s *summary.Summary, fn inspector.Cursor, v *types.Var) bool {
	for cur := range fn.Preorder((*ast.RangeStmt)(nil), (*ast.ForStmt)(nil)) {
		items := false
		if n, ok := cur.Node().(*ast.RangeStmt); ok {
			items = carries(s, n.X)
		}
		for recv := range cur.Preorder((*ast.UnaryExpr)(nil)) {
			n := recv.Node().(*ast.UnaryExpr)
			items = items || n.Op == token.ARROW && carries(s, n.X)
		}
		if !items {
			continue
		}
		for _, use := range s.Uses(v) {
			if cur.Contains(use) {
				return true
			}
		}
	}
	return false
}

// carries reports whether ch is a channel of items: neither of ticks, nor of signals, nor of empty structs.
func carries(s *summary.Summary, ch ast.Expr) bool {
	t := s.Info.TypeOf(ch)
	if t == nil {
		return false
	}
	c, ok := t.Underlying().(*types.Chan)
	if !ok || resource.KindOf(t) != "" || resource.TypeName(c.Elem()) == "time.Time" {
		return false
	}
	st, ok := c.Elem().Underlying().(*types.Struct)
	return !ok || st.NumFields() > 0
}
