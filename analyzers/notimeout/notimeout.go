package notimeout

import (
	_ "embed"
	"go/token"
	"slices"

	"golang.org/x/tools/go/analysis"

	"github.com/shutdownlint/shutdownlint/analyzers/internal/docs"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/fix"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/index"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/report"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/resource"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/server"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/summary"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/trace"
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

const category = "server-no-timeouts"

func run(pass *analysis.Pass) (any, error) {
	s, r := summary.Of(pass), report.New(pass)
	for _, call := range server.PackageCalls(s) {
		r.Report(report.Finding{
			Range:    call.Node(),
			Category: category,
			Message:  "this server has no timeouts and cannot have any: a client that never sends its request keeps a connection and a goroutine forever",
			Remedy:   "serve with an http.Server that has a ReadHeaderTimeout",
			Note:     server.Side(s, call, server.Handler(call.Node())),
		})
	}
	for _, srv := range server.Find(s, resource.HTTPServer) {
		if srv.Lost || srv.Handed && !decided(srv) || inner(srv) || bounded(srv) || unbounded(srv) {
			continue // somebody has decided about the timeouts, or may do so where it cannot be seen
		}
		r.Report(report.Finding{
			Range:    srv.Creation.Cur.Node(),
			Category: category,
			Message:  "this server has neither ReadHeaderTimeout nor ReadTimeout: a client that never sends its request keeps a connection and a goroutine forever",
			Remedy:   "set ReadHeaderTimeout",
			Note:     srv.Side(s),
			Related:  []analysis.RelatedInformation{report.Related(srv.Serves[0].At.Node(), "it serves here")},
			Fixes:    setTimeout(pass, srv),
		})
	}
	unit(pass, s, r)
	return r.Result(), nil
}

// decided reports whether what importers can do to srv comes too late: it serves in the function that makes it.
func decided(srv *server.Server) bool {
	made := index.Declaration(srv.Creation.Cur)
	for _, e := range srv.Serves {
		if made.Valid() && index.Declaration(e.At) == made {
			return true
		}
	}
	return false
}

// inner reports whether srv is a type that has a server inside, whose own package answers for the timeouts.
func inner(srv *server.Server) bool {
	return srv.Creation.Func != nil && resource.KindOf(srv.Creation.Type) != resource.HTTPServer
}

// bounded reports whether srv gets one of the two timeouts, other than zero.
func bounded(srv *server.Server) bool {
	return (srv.Creation.Effect | srv.Effect).Has(resource.SetsTimeout)
}

// unbounded reports whether the literal that makes srv gives ReadHeaderTimeout a value: if that is zero, it is a decision.
// A ReadTimeout of zero is none about the header, but leaves room for long uploads.
func unbounded(srv *server.Server) bool {
	lit := srv.Literal()
	return lit != nil && server.Field(lit, "ReadHeaderTimeout") != nil
}

// setTimeout adds ReadHeaderTimeout to the literal that makes srv.
func setTimeout(pass *analysis.Pass, srv *server.Server) []analysis.SuggestedFix {
	lit := srv.Literal()
	if lit == nil || server.Field(lit, "ReadTimeout") != nil {
		return nil // made elsewhere, or set to zero on purpose
	}
	for _, e := range srv.Fate.Events {
		if e.Kind == trace.Written && (e.Field.Name() == "ReadHeaderTimeout" || e.Field.Name() == "ReadTimeout") {
			return nil // a later assignment sets it to zero all the same
		}
	}
	b := fix.At(pass, lit.Pos())
	if b == nil {
		return nil
	}
	value := "ReadHeaderTimeout: 5 * " + b.Import("time") + "Second"
	line := func(pos token.Pos) int { return pass.Fset.Position(pos).Line }
	switch n := len(lit.Elts); {
	case n == 0:
		b.Insert(lit.Rbrace, "%s", value)
	case line(lit.Elts[n-1].End()) == line(lit.Rbrace):
		b.Insert(lit.Elts[n-1].End(), ", %s", value)
	default:
		b.Append(lit.Elts[n-1], "%s", value)
	}
	return []analysis.SuggestedFix{b.Fix("Give clients five seconds to send the request header")}
}
