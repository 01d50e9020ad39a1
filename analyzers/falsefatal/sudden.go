package falsefatal

import (
	"go/ast"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"

	"github.com/shutdownlint/shutdownlint/analyzers/internal/facet/losses"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/index"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/lifecycle"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/report"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/resource"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/server"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/summary"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/trace"
)

// reportSudden reports where a server that nothing shuts down serves in a goroutine of its own and takes the process with it
// when it fails, although others are at work in that process.
func (c *checker) reportSudden(r *report.Reporter, servers []*server.Server) {
	for _, at := range unstopped(c.Summary, servers) {
		start, ok := launched(c.Summary, at)
		serve, seen := c.serves[at]
		if !ok || !seen || c.reported[at] || !harms(c.Summary, start) {
			continue
		}
		c.reported[at] = true
		class := lifecycle.Failed
		if serve.at.PassesClosed() {
			class = lifecycle.Closed // who knows that one knows what to do
		}
		for _, e := range serve.Fate(serve.at, class).Exits {
			exit := serve.At(e)
			if index.Function(exit) != index.Function(at) || !serve.Whole(serve.at, e) {
				continue
			}
			r.Report(report.Finding{
				Range:    exit.Node(),
				Category: "fatal-in-goroutine",
				Note:     true, // mostly it fails while the program comes up, and then that may be what is wanted
				Message: lifecycle.Name(exit) + " ends the process at once when " + lifecycle.Name(at) +
					" fails, the port taken or the listener closed: the requests and the cleanup of everything else in it are cut",
				Remedy: "hand the error to main",
			})
			break
		}
	}
}

// unstopped returns the calls that serve with a server that nothing here shuts down.
func unstopped(s *summary.Summary, servers []*server.Server) []inspector.Cursor {
	var calls []inspector.Cursor
	for _, srv := range servers {
		if len(srv.Stops) > 0 || srv.Creation.Effect.Has(resource.ShutsDown) {
			continue
		}
		for _, e := range srv.Serves {
			if e.Kind != trace.Bound && passesClosed(s, e.At) {
				calls = append(calls, e.At)
			}
		}
	}
	for _, fn := range s.Funcs() {
		if row := knownRow(s, fn); row != nil && (row.Does.Has(resource.Accepts) || row.Recv.Has(resource.RunsEngine)) {
			for call := range s.Calls(fn) {
				calls = append(calls, call)
			}
		}
	}
	return calls
}

// knownRow returns what is known of fn without reading the libraries of others.
func knownRow(s *summary.Summary, fn *types.Func) *resource.Row {
	if row := s.Row(fn); row != nil {
		return row
	}
	if !s.Own(fn.Pkg()) {
		return nil
	}
	return s.Ask(fn)
}

// harms reports whether the end of the process cuts something else than the server that the goroutine started at start serves
// with. A library cannot know its host, and must not end it. A program that only serves, with one server, has nothing to lose
// but that server's requests, which is what serve-no-shutdown says.
func harms(s *summary.Summary, start inspector.Cursor) bool {
	if s.Pkg.Name() != "main" && !waitsForSignal(s, start) {
		return true
	}
	from := slices.Collect(s.Sites().Of(start))
	for _, file := range s.Files {
		for call := range file.Preorder((*ast.CallExpr)(nil)) {
			if busy(s, call) && beside(s, from, call) {
				return true
			}
		}
	}
	return waitsForSignal(s, start) && cleansUp(s, index.Function(start))
}

// busy reports whether the call at cur serves, or drains a server: its function is of the table, or of another package.
func busy(s *summary.Summary, cur inspector.Cursor) bool {
	fn := s.Callee(cur.Node().(*ast.CallExpr))
	if fn == nil || fn.Pkg() == s.Pkg {
		return false
	}
	row := knownRow(s, fn)
	if row == nil {
		return false
	}
	effect := row.Recv
	for _, e := range row.Args {
		effect |= e
	}
	return row.Does.Has(resource.Accepts) || effect.Any(resource.Serves|resource.RunsEngine|resource.ShutsDown)
}

// cleansUp reports whether the function at fn defers something without which something is lost.
func cleansUp(s *summary.Summary, fn inspector.Cursor) bool {
	for d := range fn.Preorder((*ast.DeferStmt)(nil)) {
		if index.Function(d) == fn && len(losses.Of(s.Package, d.ChildAt(edge.DeferStmt_Call, -1))) > 0 {
			return true
		}
	}
	return false
}
