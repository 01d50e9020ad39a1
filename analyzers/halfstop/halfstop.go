package halfstop

import (
	_ "embed"
	"go/ast"
	"go/types"
	"slices"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"

	"github.com/shutdownlint/shutdownlint/analyzers/internal/ctxflow"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/docs"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/facet/stops"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/fix"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/index"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/report"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/resource"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/summary"
)

// Doc is the documentation of the check, as its doc.go has it.
//
//go:embed doc.go
var Doc string

// Analyzer is the check.
var Analyzer = docs.Describe(Doc, &analysis.Analyzer{
	Requires:   slices.Concat(report.Requires, []*analysis.Analyzer{summary.Analyzer}),
	ResultType: report.ResultType,
	Run:        run,
})

const category = "drain-error-dropped"

func run(pass *analysis.Pass) (any, error) {
	s, r := summary.Of(pass), report.New(pass)
	all := stops.In(s.Package)
	for _, stop := range all {
		if !resource.IsError(s.Info.TypeOf(stop.Call.Node().(ast.Expr))) {
			continue
		}
		name := types.ExprString(stop.Call.Node().(*ast.CallExpr).Fun)
		if later, ret, ok := skipped(s, stop, all); ok {
			r.Report(report.Finding{
				Range:    ret,
				Category: category,
				Message:  "when " + name + " fails, this return skips " + types.ExprString(later.Call.Node().(*ast.CallExpr).Fun) + ": the other server is cut without a drain",
				Remedy:   "go on, and join the errors",
				Note:     true,
				Related:  []analysis.RelatedInformation{report.Related(later.Call.Node(), "this stop is skipped")},
			})
			continue
		}
		if !index.Dropped(stop.Call) || otherMistake(s, stop) || closed(s, stop.Call) {
			continue
		}
		r.Report(report.Finding{
			Range:    stop.Call.Node(),
			Category: category,
			Message:  "the error of " + name + " is dropped: if the time is up first, requests are still running and nothing says so",
			Remedy:   "log it, or close what has not drained",
			Note:     true,
			Fixes:    closeThen(pass, stop),
		})
	}
	return r.Result(), nil
}

// otherMistake reports whether another check reports the stop: its context has ended, or nothing ends it.
func otherMistake(s *summary.Summary, stop stops.Stop) bool {
	if s.Contexts().Ended(stop.Context).Reason != ctxflow.Alive {
		return true
	}
	for _, c := range s.Contexts().Of(stop.Context) {
		if c.Limited() {
			continue
		}
		for _, root := range c.Root() {
			if root.Does.Has(resource.Unending) {
				return true
			}
		}
	}
	return false
}

// closed reports whether the server of the stop at cur is closed by force anywhere.
func closed(s *summary.Summary, cur inspector.Cursor) bool {
	v := s.Subject(cur)
	return v != nil && s.Tracer().FollowVar(v).Effect.Has(resource.ForceCloses)
}

// skipped returns a stop of another server that is skipped by a return statement where stop fails.
func skipped(s *summary.Summary, stop stops.Stop, all []stops.Stop) (later stops.Stop, ret *ast.ReturnStmt, ok bool) {
	if stop.Call.ParentEdgeKind() != edge.AssignStmt_Rhs || stop.Call.Parent().ParentEdgeKind() != edge.IfStmt_Init {
		return later, nil, false
	}
	cur := stop.Call.Parent().Parent()
	stmt := cur.Node().(*ast.IfStmt)
	if n := len(stmt.Body.List); n > 0 {
		ret, _ = stmt.Body.List[n-1].(*ast.ReturnStmt)
	}
	if ret == nil {
		return later, nil, false
	}
	for _, other := range all {
		if index.Function(other.Call) == index.Function(stop.Call) && other.Call.Node().Pos() > stmt.End() && s.Subject(other.Call) != s.Subject(stop.Call) {
			if _, deferred := other.Call.Parent().Node().(*ast.DeferStmt); !deferred && sameBlock(cur, other.Call) {
				return other, ret, true
			}
		}
	}
	return later, nil, false
}

// sameBlock reports whether the code at cur stands in the block of the statement at stmt, so that it runs after it.
func sameBlock(stmt, cur inspector.Cursor) bool { return stmt.Parent().Contains(cur) }

// again reports whether the stop may be made more than once: a program that serves with another server then goes on to answer what the
// old one has begun, which a Close would cut.
func again(s *summary.Summary, stop inspector.Cursor) bool {
	for at := range s.Sites().Of(stop) {
		if !at.At.Valid() {
			continue
		}
		for c := range at.At.Enclosing((*ast.ForStmt)(nil), (*ast.RangeStmt)(nil), (*ast.FuncLit)(nil), (*ast.FuncDecl)(nil)) {
			switch loop := c.Node().(type) {
			case *ast.ForStmt:
				return true
			case *ast.RangeStmt: // over what has to be stopped, or over signals
				if _, channel := s.Info.TypeOf(loop.X).Underlying().(*types.Chan); channel {
					return true
				}
			}
			break
		}
	}
	return false
}

// closeThen closes the server when the drain fails:
//
//	srv.Shutdown(ctx)
//	-----------------
//	if err := srv.Shutdown(ctx); err != nil { srv.Close() }
func closeThen(pass *analysis.Pass, stop stops.Stop) []analysis.SuggestedFix {
	call := stop.Call.Node().(*ast.CallExpr)
	sel, ok := call.Fun.(*ast.SelectorExpr)
	if !ok {
		return nil
	}
	s := summary.Of(pass)
	if fn := s.Callee(call); fn == nil || s.Row(fn) == nil || resource.TypeName(s.Info.TypeOf(sel.X)) != string(resource.HTTPServer) {
		return nil // what else has a Close is not known
	}
	switch stop.Call.ParentEdgeKind() {
	case edge.ExprStmt_X, edge.AssignStmt_Rhs:
	default:
		return nil
	}
	b := fix.At(pass, call.Pos())
	if b == nil || again(s, stop.Call) {
		return nil
	}
	err := b.Fresh("err")
	b.Replace(stop.Call.Parent().Node(), "if %s := %s; %s != nil {\n\t%s.Close()\n}", err, b.Text(call), err, b.Text(sel.X))
	return []analysis.SuggestedFix{b.Fix("Close the server when the time is up")}
}
