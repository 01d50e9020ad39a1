package falsefatal

import (
	"cmp"
	"go/ast"
	"go/token"
	"slices"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"

	"github.com/shutdownlint/shutdownlint/analyzers/internal/flow"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/guess"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/index"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/lifecycle"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/report"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/resource"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/serveerr"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/server"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/site"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/summary"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/wait"
)

// reportBind reports where a server serves in a goroutine that does nothing about an error, while the program waits for a signal.
func (c *checker) reportBind(r *report.Reporter, p *lifecycle.Program) {
	unheeded := slices.DeleteFunc(p.Unheeded(), func(u lifecycle.Unheeded) bool {
		return !p.At(u.Serve).Valid() || !p.Whole(u.Serve, u.Wait) || u.Serve.Actor != u.Wait.Actor && reacts(c.Summary, u.Serve)
	})
	slices.SortFunc(unheeded, func(a, b lifecycle.Unheeded) int {
		return cmp.Compare(p.At(a.Serve).Node().Pos(), p.At(b.Serve).Node().Pos())
	})
	for _, u := range unheeded {
		at := p.At(u.Serve)
		if c.unheeded[at] {
			continue
		}
		var related []analysis.RelatedInformation
		for _, other := range unheeded { // with a certificate, say, and without one
			if other.Wait != u.Wait || !p.Same(other.Serve.Obj, u.Serve.Obj) {
				continue
			}
			if also := p.At(other.Serve); also != at {
				c.unheeded[also] = true
				related = append(related, report.Related(also.Node(), "so it is with this"))
			}
			related = append(related, elsewhere(p, other.Serve)...)
		}
		c.unheeded[at] = true
		name := lifecycle.Name(at)
		if u.Serve.Where() != at {
			name = "the server that " + name + " starts"
		}
		what := "the program waits for a signal, lives on and serves nothing"
		if p.Endless(u.Wait) {
			what = "the program lives on and serves nothing"
		}
		switch {
		case u.Group && u.Wait.Kind == lifecycle.Await:
			what = "its group waits until all of it have ended, and others have not"
		case u.Wait.Kind == lifecycle.Serve:
			what = "the program serves on without this server"
		case u.Beside && p.Endless(u.Wait):
			what = "the program lives on without this server"
		case u.Beside:
			what = "the program waits for a signal and lives on without this server"
		}
		r.Report(report.Finding{
			Range:    at.Node(),
			Category: "bind-error-ignored",
			Message:  "if " + name + " cannot serve, nothing comes of its error: " + what,
			Remedy:   "send it to what the program waits for",
			Note:     u.Beside && !isMain(p, u) || u.Wait.Kind == lifecycle.Delay,
			Related:  related,
		})
	}
}

// isMain reports whether the server, one of several, is what the program is for: the only one that it drains, and none for metrics or health.
func isMain(p *lifecycle.Program, u lifecycle.Unheeded) bool {
	return u.Drain != nil && u.Drain.Where().Valid() && !server.StopsSide(p.Summary, u.Drain.Where())
}

// launched returns the call of the go statement that starts the goroutine in which the call at cur runs, its own or the only
// one of the function around it, or the call that runs that function so.
func launched(s *summary.Summary, cur inspector.Cursor) (inspector.Cursor, bool) {
	at := site.Own(cur)
	if !at.How.Has(site.Goroutine) && at.Fn.Valid() {
		if callers := s.Sites().Callers(at.Fn); len(callers) == 1 {
			at = callers[0]
		}
	}
	return at.At, at.How.Has(site.Goroutine) && at.Fn.Valid()
}

// waitsForSignal reports whether the function waits for a signal after the statement at launch.
func waitsForSignal(s *summary.Summary, launch inspector.Cursor) bool {
	fn := index.Function(launch)
	if !fn.Valid() {
		return false
	}
	g := s.Graph(fn)
	if g == nil {
		return false
	}
	from, ok := g.After(launch.Node())
	if !ok {
		return false
	}
	for _, wait := range s.Contexts().SignalWaits(fn) {
		if to, ok := g.After(wait.Node()); ok && g.Path(from, to, nil) {
			return true
		}
	}
	return false
}

// reacts reports whether anything but a log line comes of an error of serve that is not http.ErrServerClosed, where it is handed no
// further.
func reacts(s *summary.Summary, serve *lifecycle.Event) bool {
	for e := serve; e != nil && e.Kind != lifecycle.Start; e = e.Call {
		if at := e.Where(); at.Valid() && at.ParentEdgeKind() != edge.ReturnStmt_Results {
			return reactsAt(s, at)
		}
	}
	return false
}

func reactsAt(s *summary.Summary, serve inspector.Cursor) bool {
	if serve.ParentEdgeKind() == edge.GoStmt_Call {
		return false
	}
	fn := index.Function(serve)
	g := s.Graph(fn)
	if g == nil {
		return true
	}
	switch serve.ParentEdgeKind() {
	case edge.ExprStmt_X, edge.AssignStmt_Rhs, edge.ValueSpec_Values:
	default:
		return true // an argument of something
	}
	from, ok := g.After(serve.Node())
	if !ok {
		return true
	}
	for d := range fn.Preorder((*ast.DeferStmt)(nil)) {
		if index.Function(d) == fn && !ends(s, d.Node().(*ast.DeferStmt).Call) {
			return true // who knows whom that tells
		}
	}
	b := serveerr.About(s.Index, serve, false)
	return g.Search(from, b.Branch(g), func(p flow.Point) flow.Action {
		if n := p.Node(); n != nil {
			if at, ok := fn.FindNode(n); ok && acts(s, at, serve, 2) {
				return flow.Stop
			}
		}
		return flow.Go
	}) || b.Unsure
}

// ends reports whether the call only tells that the goroutine is over, of which the life cycle knows who hears it.
func ends(s *summary.Summary, call *ast.CallExpr) bool {
	row := s.Row(s.Callee(call))
	return wait.IsClose(s.Info, call) || row != nil && row.Does.Has(resource.EndsWait)
}

// acts reports whether the code at cur, or functions that it calls up to that depth, do more than to look at the error or log it.
func acts(s *summary.Summary, cur, serve inspector.Cursor, depth int) bool {
	if s.Waits().Tells(cur, func(at inspector.Cursor) bool { return at == serve }).Anybody() {
		return true
	}
	for at := range cur.Preorder((*ast.GoStmt)(nil), (*ast.UnaryExpr)(nil), (*ast.ReturnStmt)(nil), (*ast.AssignStmt)(nil), (*ast.CallExpr)(nil)) {
		found := true
		switch n := at.Node().(type) {
		case *ast.UnaryExpr:
			found = n.Op == token.ARROW
		case *ast.ReturnStmt:
			found = len(n.Results) > 0
		case *ast.AssignStmt: // of a field: others may look at it
			found = slices.ContainsFunc(n.Lhs, func(lhs ast.Expr) bool { _, ok := ast.Unparen(lhs).(*ast.Ident); return !ok })
		case *ast.CallExpr:
			found = at != serve && actingCall(s, n, serve, depth)
		}
		if found {
			return true
		}
	}
	return false
}

// actingCall reports whether the call may do something about the error: the life cycle knows who is told of it.
func actingCall(s *summary.Summary, call *ast.CallExpr, serve inspector.Cursor, depth int) bool {
	if !s.MayReturn(call) {
		return true
	}
	fn := s.Callee(call)
	if fn == nil || fn.Name() == "Error" && fn.Pkg() == nil {
		return false // err.Error()
	}
	if guess.May(fn.Name()).Any(guess.Ends | guess.Stops | guess.Kills | guess.Tells) {
		return true
	}
	if decl, d := s.Decl(fn); d != nil {
		return depth == 0 || d.Body == nil || acts(s, decl.ChildAt(edge.FuncDecl_Body, -1), serve, depth-1)
	}
	row := s.Ask(fn)
	return row != nil && row.Does.Any(resource.Exits|resource.MayExit|resource.Panics)
}
