package nodeadline

import (
	"go/ast"
	"go/types"

	"golang.org/x/tools/go/ast/inspector"

	"github.com/shutdownlint/shutdownlint/analyzers/internal/index"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/resource"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/site"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/summary"
)

// forced reports whether something may end the stop early: its server is closed by force somewhere, its function waits with
// a timer at hand, a timer in this package ends the process, or whoever calls it does not wait forever.
func forced(s *summary.Summary, stop inspector.Cursor) bool {
	if v := s.Subject(stop); v != nil && s.Tracer().FollowVar(v).Effect.Has(resource.ForceCloses) {
		return true
	}
	return timed(s, index.Declaration(stop)) || deadman(s) || hooked(s, stop)
}

// hooked reports whether the stop is a hook of a life cycle that gives its hooks a time, and goes on without them.
func hooked(s *summary.Summary, stop inspector.Cursor) bool {
	for at := range s.Sites().Within(stop) {
		if at.How.Has(site.Hook) && at.To.Has(resource.LastFirst) {
			return true
		}
	}
	return false
}

// timed reports whether the function at decl receives from a timer in a select statement.
func timed(s *summary.Summary, decl inspector.Cursor) bool {
	if !decl.Valid() {
		return false
	}
	for recv := range decl.Preorder((*ast.UnaryExpr)(nil)) {
		ch, ok := s.Info.TypeOf(recv.Node().(*ast.UnaryExpr).X).Underlying().(*types.Chan)
		if !ok || resource.TypeName(ch.Elem()) != "time.Time" {
			continue
		}
		for clause := range recv.Enclosing((*ast.CommClause)(nil), (*ast.FuncLit)(nil)) {
			comm, ok := clause.Node().(*ast.CommClause)
			if ok && comm.Comm != nil && comm.Comm.Pos() <= recv.Node().Pos() && recv.Node().End() <= comm.Comm.End() && !endlessLoop(clause) {
				return true
			}
			break
		}
	}
	return false
}

// endlessLoop reports whether the clause of a select statement stands in a loop without a condition: a ticker, which bounds
// nothing.
func endlessLoop(clause inspector.Cursor) bool {
	for loop := range clause.Enclosing((*ast.ForStmt)(nil), (*ast.FuncLit)(nil)) {
		f, ok := loop.Node().(*ast.ForStmt)
		return ok && f.Cond == nil
	}
	return false
}

// deadman reports whether some function that a timer calls, or that waits in a goroutine of its own, ends the process.
func deadman(s *summary.Summary) bool {
	for _, file := range s.Files {
		for lit := range file.Preorder((*ast.FuncLit)(nil)) {
			for _, at := range s.Sites().Value(lit) {
				if !at.How.Has(site.Goroutine) {
					continue
				}
				waits := at.To.Has(resource.TakesTime)
				for call := range lit.Preorder((*ast.CallExpr)(nil)) {
					waits = waits || takesTime(s, call)
					if waits && !s.MayReturn(call.Node().(*ast.CallExpr)) {
						return true
					}
				}
			}
		}
	}
	return false
}

func takesTime(s *summary.Summary, call inspector.Cursor) bool {
	row := s.Row(s.Callee(call.Node().(*ast.CallExpr)))
	return row != nil && row.Does.Has(resource.TakesTime)
}
