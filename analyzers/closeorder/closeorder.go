package closeorder

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
	"github.com/shutdownlint/shutdownlint/analyzers/internal/summary"
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
	done := make(map[inspector.Cursor]bool) // functions: the first close stands for all
	told := make(map[place]bool)            // closes in functions of other packages that serve as well
	jobs := jobs(s)
	ends := func(e *lifecycle.Event) bool {
		return e.Kind == lifecycle.End || e.Kind == lifecycle.Tell && jobs[e.Where()]
	}
	for _, p := range l.Programs() {
		for _, e := range p.Early(ends) {
			at := p.Site(e.End)
			if e.When == lifecycle.Undrained {
				at = p.At(e.End)
			}
			if !at.Valid() || done[index.Function(at)] || ofServer(s, at) {
				continue
			}
			name := lifecycle.Name(at)
			var closed []analysis.RelatedInformation
			if e.When == lifecycle.Undrained && serves(p, at) {
				if told[place{e.End.Script.Func, e.End.Line}] {
					continue // several commands have it serve
				}
				told[place{e.End.Script.Func, e.End.Line}] = true
				name = e.End.Name + ", in " + name + ","
				line, _ := p.Elsewhere(e.End)
				closed = report.Elsewhere(line, "it is closed here")
			}
			f := report.Finding{Range: at.Node(), Category: "close-order", Message: name + says(p, e), Remedy: "close it behind the drain", Related: closed}
			if e.When == lifecycle.InVain {
				f.Remedy = "close the server first"
				f.Note = true // the program is about to end, and with it those requests
				r.Report(f)
				continue
			}
			done[index.Function(at)] = true
			if e.When == lifecycle.Before {
				f.Fixes = move(pass, s, p, e)
			}
			if e.When == lifecycle.Undrained {
				f.Related = append(f.Related, p.Mention(e.Serve, "the server serves here")...)
			}
			if e.Drain != nil {
				f.Related = []analysis.RelatedInformation{report.Related(p.Site(e.Drain).Node(), "the server is drained here")}
			}
			r.Report(f)
		}
	}
	return r.Result(), nil
}

// A place is a line of a function that may be declared in another package.
type place struct {
	fn   string
	line int
}

// serves reports whether the call at cur leads to a call that serves.
func serves(p *lifecycle.Program, cur inspector.Cursor) bool {
	return slices.ContainsFunc(p.Events, func(e *lifecycle.Event) bool { return e.Kind == lifecycle.Serve && p.At(e) == cur })
}

// ofServer reports whether the call at cur ends another server: what that closes, its own requests use.
func ofServer(s *summary.Summary, cur inspector.Cursor) bool {
	call, ok := cur.Node().(*ast.CallExpr)
	if !ok {
		return false
	}
	sel, ok := ast.Unparen(call.Fun).(*ast.SelectorExpr)
	return ok && s.Info.Selections[sel] != nil && resource.Listens(s.Info.TypeOf(sel.X))
}

// says tells what is wrong with e.
func says(p *lifecycle.Program, e lifecycle.Early) string {
	fail := ": requests in flight fail on it"
	if e.End.Kind == lifecycle.Tell {
		fail = ": a request in flight that sends on it panics"
	}
	switch e.When {
	case lifecycle.InVain:
		return " runs where " + lifecycle.Name(p.Site(e.Drain)) + " has failed, and the requests that are still running fail on it"
	case lifecycle.Undrained:
		return " runs while the server still serves, which nothing stops" + fail
	case lifecycle.During:
		return " runs while Shutdown drains the server, which does not wait for it" + fail
	case lifecycle.Beside:
		return " runs while " + lifecycle.Name(p.Site(e.Drain)) + " drains the server, for both begin when the same context ends" + fail
	case lifecycle.Beyond:
		return " runs while " + lifecycle.Name(p.Site(e.Drain)) + " drains the server, for which nobody waits" + fail
	}
	return " runs before " + lifecycle.Name(p.Site(e.Drain)) + " has drained the server" + fail
}
