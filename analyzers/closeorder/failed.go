package closeorder

import (
	"go/ast"

	"golang.org/x/tools/go/ast/inspector"

	"github.com/shutdownlint/shutdownlint/analyzers/internal/flow"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/order"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/report"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/resource"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/serveerr"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/summary"
)

// reportFailed reports the closes where a drain has failed and nothing has closed the server: the requests that it gave up on
// are still running. It is a note, for the program is about to end, and with it those requests.
func reportFailed(s *summary.Summary, r *report.Reporter, stores, drains []order.Step) {
	for _, c := range stores {
		for _, d := range drains {
			if c.Defers || c.Fn != d.Fn || c.Call == d.Call || !whereFailed(s, c, d) {
				continue
			}
			r.Report(report.Finding{
				Range:    c.Call.Node(),
				Category: category,
				Message:  name(c) + " runs where " + name(d) + " has failed, and the requests that are still running fail on it: the server has to be closed first",
				Note:     true,
			})
			break
		}
	}
}

// whereFailed reports whether c stands in the body of an if statement that asks whether d has failed, with no forced end of a
// server before it.
func whereFailed(s *summary.Summary, c, d order.Step) bool {
	if _, ok := d.Call.Node().(*ast.CallExpr); !ok {
		return false
	}
	v := serveerr.Result(s.Index, d.Call)
	if v == nil {
		return false
	}
	failed := flow.Nil(s.Info, flow.Names(s.Info, v))
	for cur := range c.At.Enclosing((*ast.IfStmt)(nil), (*ast.FuncLit)(nil)) {
		stmt, ok := cur.Node().(*ast.IfStmt)
		if !ok {
			return false
		}
		if stmt.Body.Pos() <= c.At.Node().Pos() && c.At.Node().End() <= stmt.Body.End() && failed.Ask(flow.Condition{Expr: stmt.Cond}, true) == flow.Some {
			return !closesServer(s, cur, c.Call)
		}
	}
	return false
}

// closesServer reports whether some call in the statement at cur closes a server by force before the code at end.
func closesServer(s *summary.Summary, cur, end inspector.Cursor) bool {
	for call := range cur.Preorder((*ast.CallExpr)(nil)) {
		fn := s.Callee(call.Node().(*ast.CallExpr))
		if fn == nil || call.Node().Pos() >= end.Node().Pos() {
			continue
		}
		if row := s.Ask(fn); row != nil && row.Recv.Has(resource.ForceCloses) {
			return true
		}
	}
	return false
}
