package falsefatal

import (
	_ "embed"
	"go/ast"
	"slices"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ast/inspector"

	"github.com/shutdownlint/shutdownlint/analyzers/internal/docs"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/index"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/lifecycle"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/report"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/resource"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/server"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/site"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/summary"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/trace"
)

// Doc is the documentation of the check, as its doc.go has it.
//
//go:embed doc.go
var Doc string

// Analyzer is the check.
var Analyzer = docs.Describe(Doc, &analysis.Analyzer{
	Requires:   slices.Concat(report.Requires, []*analysis.Analyzer{lifecycle.Analyzer}),
	ResultType: report.ResultType,
	Run:        run,
})

func run(pass *analysis.Pass) (any, error) {
	l, r := lifecycle.Of(pass), report.New(pass)
	s := l.Summary
	servers := server.Find(s, resource.HTTPServer)
	c := &checker{Summary: s, stopped: stopped(servers), serves: make(map[inspector.Cursor]serving), reported: make(map[inspector.Cursor]bool), unheeded: make(map[inspector.Cursor]bool)}
	for _, p := range l.Programs() {
		c.closed(pass, r, p)
		c.reportBind(r, p)
		reportZero(r, p)
	}
	c.reportSudden(r, servers)
	return r.Result(), nil
}

// A checker knows what has been found out about a package.
type checker struct {
	*summary.Summary
	stopped  map[inspector.Cursor]bool    // the calls that serve with a server that is shut down meanwhile
	serves   map[inspector.Cursor]serving // the calls that serve
	reported map[inspector.Cursor]bool
	unheeded map[inspector.Cursor]bool // what is reported of them as bind-error-ignored
}

// A serving is a call that serves in the course of the function around it.
type serving struct {
	*lifecycle.Program
	at *lifecycle.Event
}

// stopped returns the calls that serve with one of the servers while other code of this package may shut it down.
func stopped(servers []*server.Server) map[inspector.Cursor]bool {
	calls := make(map[inspector.Cursor]bool)
	for _, srv := range servers {
		for _, e := range srv.Serves {
			if e.Kind != trace.Bound && !e.Effect.Has(resource.ShutsDown) && stopsMeanwhile(srv, e.At) {
				calls[e.At] = true
			}
		}
	}
	return calls
}

// closed reports what happens to http.ErrServerClosed in the program.
func (c *checker) closed(pass *analysis.Pass, r *report.Reporter, p *lifecycle.Program) {
	for _, serve := range p.Events {
		if serve.Kind != lifecycle.Serve {
			continue
		}
		at := p.At(serve)
		if site := p.Site(serve); site.Valid() {
			c.serves[site] = serving{p, serve}
		}
		drain, behind := p.Drain(serve)
		if !at.Valid() || c.reported[at] || drain == nil && (behind || !c.stopped[at]) {
			continue
		}
		// meets reports whether it is for this program to tell: here the serving, the drain and what happens to the error meet. What
		// another package does by itself, it hears of itself.
		meets := func(e *lifecycle.Event) bool {
			return p.Whole(serve, e) || !c.stopped[at] && serve.Where().Valid() && p.Whole(serve, e, drain)
		}
		class, why := lifecycle.Closed, " ends the process in the middle of the drain: "+lifecycle.Name(at)+" returns http.ErrServerClosed as soon as Shutdown is called"
		if !serve.PassesClosed() {
			class, why = lifecycle.Nil, " ends the process with a failure after each orderly stop, before the rest of the way out: "+lifecycle.Name(at)+" returns nil then"
		}
		fate := p.Fate(serve, class)
		if i := slices.IndexFunc(fate.Exits, func(e *lifecycle.Event) bool {
			return index.Function(p.At(e)) == index.Function(at) && meets(e)
		}); i >= 0 {
			c.reported[at] = true
			exit := p.At(fate.Exits[i])
			r.Report(report.Finding{
				Range:    exit.Node(),
				Category: "fatal-in-goroutine",
				Message:  lifecycle.Name(exit) + why,
				Remedy:   "leave that error out",
				Fixes:    guard(pass, p, serve, exit),
			})
			continue
		}
		failed := slices.DeleteFunc(slices.Concat(fate.Fails, fate.Exits), func(e *lifecycle.Event) bool { return !meets(e) || !p.At(e).Valid() })
		if len(failed) == 0 || class == lifecycle.Nil {
			continue
		}
		c.reported[at] = true
		bad := p.At(failed[0])
		r.Report(report.Finding{
			Range:    at.Node(),
			Category: "errserverclosed-as-error",
			Message:  lifecycle.Name(at) + " returns http.ErrServerClosed after every Shutdown, which is taken for a failure: an orderly stop looks like a crash",
			Remedy:   "compare it with errors.Is",
			Related:  append([]analysis.RelatedInformation{report.Related(bad.Node(), "the error is treated as a failure here")}, elsewhere(p, serve)...),
			Fixes:    guard(pass, p, serve, bad),
		})
	}
}

// elsewhere names the place in another package where e, which serves or listens, does so, if that is in one.
func elsewhere(p *lifecycle.Program, e *lifecycle.Event) []analysis.RelatedInformation {
	says := "the server serves here"
	if e.Kind == lifecycle.Open {
		says = "it listens here"
	}
	line, _ := p.Elsewhere(e)
	return report.Elsewhere(line, says)
}

// passesClosed reports whether the call at serve returns http.ErrServerClosed: some functions that serve know that error.
func passesClosed(s *summary.Summary, serve inspector.Cursor) bool {
	row := s.Ask(s.Callee(serve.Node().(*ast.CallExpr)))
	return row != nil && row.Does.Has(resource.PassesClosed)
}

// stopsMeanwhile reports whether srv is shut down by other code than that which goes on when the call at serve returns.
func stopsMeanwhile(srv *server.Server, serve inspector.Cursor) bool {
	if srv.Creation.Effect.Has(resource.ShutsDown) {
		return true
	}
	for _, stop := range srv.Stops {
		if stop.Kind == trace.Bound || index.Function(stop.At) != index.Function(serve) {
			return true
		}
		if site.Own(stop.At).How.Has(site.Goroutine) {
			return true // what is deferred finds nothing to stop
		}
	}
	return false
}
