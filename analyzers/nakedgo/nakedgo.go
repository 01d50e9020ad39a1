package nakedgo

import (
	"cmp"
	_ "embed"
	"fmt"
	"go/ast"
	"slices"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ast/inspector"

	"github.com/shutdownlint/shutdownlint/analyzers/internal/docs"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/facet/exit"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/facet/goroutines"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/facet/panics"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/index"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/report"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/request"
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

// A checker looks at one package.
type checker struct {
	*summary.Summary
	*report.Reporter
	pass *analysis.Pass
	code *request.Code
}

func run(pass *analysis.Pass) (any, error) {
	s, r := summary.Of(pass), report.New(pass)
	c := &checker{s, r, pass, request.Find(s)}
	if len(c.code.Handlers) == 0 {
		return r.Result(), nil // serves nothing
	}
	far, left := make(map[string]bool), make(map[string]bool)
	var lone []goroutines.Goroutine
	for _, file := range s.Files {
		for cur := range file.Preorder((*ast.CallExpr)(nil)) {
			if !c.code.Runs(cur) {
				continue
			}
			c.endingElsewhere(cur, left)
			started := goroutines.At(s.Package, cur)
			if len(started) == 0 && !c.elsewhere(cur) || !s.Sites().Live(cur) {
				continue // starts nothing, or nobody calls it
			}
			for _, g := range started {
				if c.panics(g) {
					lone = append(lone, g)
				}
				if !c.pooled(g) {
					c.ending(g)
				}
			}
			if c.elsewhere(cur) {
				c.startsElsewhere(cur, far)
			}
		}
	}
	c.lonely(lone)
	c.exits()
	return r.Result(), nil
}

const cuts = "a panic in it ends the process and cuts every other request, for what recovers in handlers, such as gin.Recovery, does not cover goroutines"

// panics reports whether g can panic and nothing recovers.
func (c *checker) panics(g goroutines.Goroutine) bool {
	if g.Safe || g.Param != nil || c.calm(g) {
		return false // what a parameter does is for the callers to say
	}
	fn := index.Function(g.Start.Parent())
	return !exit.Initial(c.Package, fn).Only(g.Start) && !c.Sites().Once(fn) // or else it is started once, for all requests
}

// lonely reports goroutines that nothing recovers: those that one function starts together, for they want one helper.
func (c *checker) lonely(all []goroutines.Goroutine) {
	var found [][]goroutines.Goroutine // by function
	at := make(map[inspector.Cursor]int)
	for _, g := range all {
		if !c.Wants(c.loneliness(g)) {
			continue
		}
		fn := index.Function(g.Start.Parent())
		if _, ok := at[fn]; !ok {
			at[fn] = len(found)
			found = append(found, nil)
		}
		found[at[fn]] = append(found[at[fn]], g)
	}
	for _, same := range found {
		f := c.loneliness(same[0])
		f.Message = c.code.Way(same[0].Start).From() + " starts this goroutine, which has no recover"
		if more := len(same) - 1; more > 0 {
			f.Message += fmt.Sprintf(", and %d more in this function", more)
			f.Remedy = "recover in them" // nobody wants that many copies of a fix
		} else {
			f.Remedy, f.Fixes = "recover in it", c.recoverFix(same[0])
		}
		f.Message += ": " + cuts
		c.Report(f)
	}
}

// loneliness is what there is to report of g, without words.
func (c *checker) loneliness(g goroutines.Goroutine) report.Finding {
	return report.Finding{Range: g.Start.Node(), Category: "goroutine-panic", Note: true}
}

// calm reports whether no panic can leave g.
func (c *checker) calm(g goroutines.Goroutine) bool {
	switch {
	case g.Lit.Valid():
		return panics.In(c.Package).Calm(g.Lit) || goroutines.RunsParam(c.Package, g.Lit)
	case g.Call.Valid():
		return panics.In(c.Package).Call(g.Call)
	case g.Func == nil:
		return false // nobody knows what it does
	}
	if decl, n := c.Decl(g.Func); n != nil && n.Body != nil {
		return panics.In(c.Package).Calm(decl)
	}
	if g.Func.Pkg() != nil && resource.IsStandard(g.Func.Pkg().Path()) {
		return true
	}
	row := c.Ask(g.Func)
	return row != nil && row.Does.Any(resource.Guarded|resource.Calm)
}

// elsewhere reports whether the callee of the call at cur, of another package of the same code base, starts a goroutine that
// nothing recovers.
func (c *checker) elsewhere(cur inspector.Cursor) bool {
	call := cur.Node().(*ast.CallExpr)
	fn := c.Callee(call)
	return fn != nil && fn.Pkg() != nil && fn.Pkg() != c.Pkg && exit.Does(c.Package, call).Has(resource.Naked) &&
		!resource.TakesRequest(fn.Signature()) // or else it is reported where it stands
}

// startsElsewhere reports the call at cur of such a function. Each goroutine is reported once.
func (c *checker) startsElsewhere(cur inspector.Cursor, seen map[string]bool) {
	fn := c.Callee(cur.Node().(*ast.CallExpr))
	place := cmp.Or(c.Ask(fn).StartsAt, fn.FullName())
	if seen[place] {
		return
	}
	seen[place] = true
	c.Report(report.Finding{
		Range:    cur.Node(),
		Category: "goroutine-panic",
		Message:  fn.Name() + ", called by " + c.code.Way(cur).From() + ", starts a goroutine (" + place + ") that has no recover: " + cuts,
		Remedy:   "recover in it",
		Note:     true,
		Related:  report.Elsewhere(c.Find(place), "the goroutine is started here"),
	})
}
