package unawaited

import (
	"go/ast"
	"slices"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"

	"github.com/shutdownlint/shutdownlint/analyzers/internal/facet/stops"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/fix"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/flow"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/index"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/lifecycle"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/resource"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/serveerr"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/summary"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/wait"
)

// await makes the function that serves wait for the goroutine that stops the server, where both stand in one function and the
// goroutine is a function literal:
//
//	drained := make(chan struct{})
//	go func() { defer close(drained); … }()
//	if err := srv.ListenAndServe(); errors.Is(err, http.ErrServerClosed) { <-drained }
//
// There is no fix where the wait might not end: the server is stopped by others as well, or the goroutine goes on.
func await(pass *analysis.Pass, p *lifecycle.Program, o lifecycle.Outrun, serve inspector.Cursor) []analysis.SuggestedFix {
	s, start := p.Summary, p.At(o.Drain.Actor.Start)
	if start.ParentEdgeKind() != edge.GoStmt_Call || index.Function(serve) != index.Function(start) || !p.Sole(o.Serve, o.Drain) || stoppedElsewhere(s, start, serve) || lingers(s, start, stop(p, o.Drain)) {
		return nil
	}
	stmt := start.Parent().Node().(*ast.GoStmt)
	lit, ok := stmt.Call.Fun.(*ast.FuncLit)
	if !ok {
		return nil
	}
	if !resource.IsError(s.Info.TypeOf(serve.Node().(ast.Expr))) {
		return nil // a wrapper that keeps the error to itself
	}
	b := fix.At(pass, stmt.Pos())
	if b == nil {
		return nil
	}
	drained := b.Fresh("drained")
	at := serve.Parent()
	switch n := at.Node().(type) {
	case *ast.ExprStmt:
		err := b.Fresh("err")
		b.Replace(n, "if %s := %s; %sIs(%s, %sErrServerClosed) {\n\t<-%s\n}", err, b.Text(n.X), b.Import("errors"), err, b.Import("net/http"), drained)
	case *ast.ReturnStmt:
		if len(n.Results) != 1 {
			return nil
		}
		err := b.Fresh("err")
		b.Replace(n, "%s := %s\nif %sIs(%s, %sErrServerClosed) {\n\t<-%s\n}\nreturn %s", err, b.Text(n.Results[0]), b.Import("errors"), err, b.Import("net/http"), drained, err)
	case *ast.AssignStmt:
		body, ok := at.Parent().Node().(*ast.IfStmt)
		if !ok || at.ParentEdgeKind() != edge.IfStmt_Init || !leaves(s, body) || !filters(s, serve, body.Cond) {
			return nil
		}
		b.After(body, "<-%s", drained)
	default:
		return nil
	}
	b.Before(stmt, "%s := make(chan struct{})", drained)
	b.Insert(lit.Body.Lbrace+1, "\ndefer close(%s)", drained)
	return []analysis.SuggestedFix{b.Fix("Wait for the stop")}
}

// stay stops the server where the goroutine was started that does so, if that has a deadline and ends with the stop:
//
//	go srv.Shutdown(grace)
//	---
func stay(pass *analysis.Pass, p *lifecycle.Program, o lifecycle.Outrun) []analysis.SuggestedFix {
	start, limit := p.At(o.Drain.Actor.Start), o.Drain.Limit()
	if start.ParentEdgeKind() != edge.GoStmt_Call || limit == nil || limit.None {
		return nil
	}
	if end := stop(p, o.Drain); end != start && lingers(p.Summary, start, end) {
		return nil
	}
	b := fix.At(pass, start.Node().Pos())
	if b == nil {
		return nil
	}
	b.Delete(start.Parent().Node().Pos(), start.Node().Pos())
	return []analysis.SuggestedFix{b.Fix("Wait for the stop")}
}

// stoppedElsewhere reports whether code that the goroutine does not run which begins with the call at start may stop the server that serves
// at serve: in a request handler, say, which no program shows.
func stoppedElsewhere(s *summary.Summary, start, serve inspector.Cursor) bool {
	decl, subject := index.Outermost(start), s.Subject(serve)
	aside := func(at inspector.Cursor) bool {
		return at.Valid() && index.Outermost(at) == decl && !start.Contains(at) && index.Function(at) != index.Function(serve)
	}
	return slices.ContainsFunc(stops.In(s.Package), func(stop stops.Stop) bool {
		shared := subject != nil && s.Subject(stop.Call) == subject && (subject.IsField() || index.Global(subject))
		for at := range s.Sites().Of(stop.Call) {
			if at.At.Valid() && start.Contains(at.At) {
				shared = false
			}
			if aside(at.At) {
				return true
			}
		}
		return shared
	})
}

// lingers reports whether the goroutine that begins with the call at start may go on for long behind the call at stop.
func lingers(s *summary.Summary, start, stop inspector.Cursor) bool {
	lit := start.ChildAt(edge.CallExpr_Fun, -1)
	g := s.Graph(lit)
	if g == nil || index.Function(stop) != lit {
		return true
	}
	at, ok := g.Find(stop.Node())
	if !ok {
		return true
	}
	return g.Walk(at.Next(), nil, func(p flow.Point, n ast.Node) flow.Action {
		if p == at || s.Waits().May(n) != wait.No {
			return flow.Stop
		}
		return flow.Go
	})
}

// leaves reports whether stmt has no else part and its body does not reach its end.
func leaves(s *summary.Summary, stmt *ast.IfStmt) bool {
	if stmt.Else != nil || len(stmt.Body.List) == 0 {
		return false
	}
	switch last := stmt.Body.List[len(stmt.Body.List)-1].(type) {
	case *ast.ReturnStmt:
		return true
	case *ast.ExprStmt:
		call, ok := last.X.(*ast.CallExpr)
		return ok && !s.MayReturn(call)
	}
	return false
}

// filters reports whether cond is false where the error is http.ErrServerClosed, and true for all others.
func filters(s *summary.Summary, serve inspector.Cursor, cond ast.Expr) bool {
	closed, known := serveerr.About(s.Index, serve, true).Eval(cond)
	other, otherKnown := serveerr.About(s.Index, serve, false).Eval(cond)
	return known && otherKnown && !closed && other
}
