package norecovery

import (
	_ "embed"
	"go/ast"
	"go/types"
	"slices"

	"golang.org/x/tools/go/analysis"

	"github.com/shutdownlint/shutdownlint/analyzers/internal/chain"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/docs"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/facet/slots"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/index"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/report"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/resource"
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

const category = "gin-no-recovery"

func run(pass *analysis.Pass) (any, error) {
	s, r := summary.Of(pass), report.New(pass)
	for _, c := range slots.Creations(s.Package, resource.GinEngine) {
		if !judgedHere(s, &c) {
			continue
		}
		e := &engine{pass: pass, summary: s, creation: &c, chain: s.Chains().Read(c.Follow(s.Tracer()))}
		fault, route := e.fault()
		if fault == "" {
			continue // all routes recover, or may do so
		}
		serve, ok := e.served()
		if !ok {
			continue // its consumer decides
		}
		r.Report(report.Finding{
			Range:    c.Cur.Node(),
			Category: category,
			Message:  e.name() + " " + fault + ": when a handler panics, the client gets a cut connection (on HTTP/2, a reset stream) instead of a 500, and what middleware does after Next is skipped",
			Remedy:   "call Use(gin.Recovery()) before any route is registered",
			Related:  related(route, serve),
			Fixes:    e.fix(),
		})
	}
	return r.Result(), nil
}

// judgedHere reports whether the engine that c makes is bare as far as its maker goes, and no other place reports it.
func judgedHere(s *summary.Summary, c *slots.Creation) bool {
	switch {
	case c.Func == nil:
		return false // a literal of gin.Engine serves nothing
	case c.Func.Pkg() == s.Pkg:
		return false // the call inside that function counts
	case s.Chains().Made(c.Cur, c.Effect).Has(resource.Recovers), c.Effect.Any(resource.Escapes):
		return false
	case c.Effect.Has(resource.Routes) && resource.IsEngine(result(c.Func, c.Result)):
		return false // reported where the routes were registered
	case c.Effect.Has(resource.Enclosed) && closed(s, c.Type):
		return false // reported where it is made
	}
	return true
}

// closed reports whether values of type t serve with the engine that they have inside, and take no middleware for it.
func closed(s *summary.Summary, t types.Type) bool {
	if _, ok := t.Underlying().(*types.Pointer); !ok {
		t = types.NewPointer(t)
	}
	serves := false
	for sel := range types.NewMethodSet(t).Methods() {
		row := s.Ask(sel.Obj().(*types.Func))
		if row == nil || row.Recv.Has(resource.UsesArgs) {
			return false
		}
		serves = serves || row.Recv.Any(resource.Serves|resource.RunsEngine)
	}
	return serves
}

func result(fn *types.Func, i int) types.Type {
	if results := fn.Signature().Results(); i < results.Len() {
		return results.At(i).Type()
	}
	return nil
}

// An engine is one that is made in this package, or by a function of another one.
type engine struct {
	pass     *analysis.Pass
	summary  *summary.Summary
	creation *slots.Creation
	chain    *chain.Chain
}

// fault says what is wrong with the chain, and names a route that shows it, if there is one.
func (e *engine) fault() (string, *chain.Route) {
	if e.chain.Lost {
		return "", nil
	}
	bare := e.chain.Bare()
	certain := slices.IndexFunc(bare, func(r chain.Route) bool { return !r.Probe && !e.foreign(r) })
	covered := e.chain.Covered || e.creation.Effect.Has(resource.Covers)
	made := e.creation.Effect.Any(resource.Routes | resource.Probes)
	switch {
	case len(e.chain.Uses) > 0 && certain >= 0:
		return "gets recovery middleware only after routes were registered, and they have none", &bare[certain]
	case len(e.chain.Uses) > 0 || covered && len(bare) == 0 && !made:
		return "", nil
	case covered && (e.chain.Seen || e.creation.Effect.Has(resource.Shields)):
		return "has recovery middleware in front of some of its routes only", first(bare, certain)
	case covered:
		return "has no recovery middleware that can be seen", first(bare, certain) // groups of it are lost
	}
	return "has no recovery middleware", first(bare, certain)
}

func first(bare []chain.Route, preferred int) *chain.Route {
	switch {
	case preferred >= 0:
		return &bare[preferred]
	case len(bare) > 0:
		return &bare[0]
	}
	return nil
}

// foreign reports whether a function of another module registers the routes of r: metrics, profiles, documentation.
func (e *engine) foreign(r chain.Route) bool {
	fn := e.summary.Resolve(r.Cur.Node().(*ast.CallExpr))
	return fn != nil && fn.Pkg() != nil && e.summary.Row(fn) == nil && !e.summary.Own(fn.Pkg())
}

// served returns where the engine serves. ok is false where it does not, or where importers can do something about it
// first.
func (e *engine) served() (event *trace.Event, ok bool) {
	made := e.creation.Cur
	for i := range e.chain.Serves {
		if s := &e.chain.Serves[i]; !e.chain.Left || e.chain.Together(made, s.At) {
			return s, true
		}
	}
	if e.creation.Effect.Any(resource.Serves | resource.RunsEngine | resource.Handles) {
		return nil, true
	}
	return nil, e.complete()
}

// complete reports whether importers get a *gin.Engine with bare routes on it, in front of which they can put nothing.
func (e *engine) complete() bool {
	maker := index.Function(e.creation.Cur)
	if !maker.Valid() || e.forTests() {
		return false
	}
	leaves := slices.ContainsFunc(e.chain.Fate.Events, func(ev trace.Event) bool {
		return ev.Kind == trace.Returned && ev.Func != nil && ev.Func.Exported() && e.pass.Pkg.Name() != "main" &&
			resource.IsEngine(result(ev.Func, ev.Slot))
	})
	return leaves && slices.ContainsFunc(e.chain.Bare(), func(r chain.Route) bool {
		return !r.Probe && !e.foreign(r) && e.chain.Together(e.creation.Cur, r.Cur)
	})
}

// forTests reports whether the package is made for tests: it imports their packages, or puts gin into its test mode. The
// package's own tests, which go vet shows together with it, do not count.
func (e *engine) forTests() bool {
	for _, file := range e.summary.Files {
		for _, spec := range file.Node().(*ast.File).Imports {
			if spec.Path.Value == `"testing"` || spec.Path.Value == `"net/http/httptest"` {
				return true
			}
		}
	}
	for _, imp := range e.pass.Pkg.Imports() {
		if imp.Path() == "github.com/gin-gonic/gin" {
			mode := imp.Scope().Lookup("TestMode")
			return mode != nil && len(e.summary.Uses(mode)) > 0
		}
	}
	return false
}

// name names the engine for a message.
func (e *engine) name() string {
	if name := chain.Name(e.creation.Cur); name != "" {
		return name
	}
	if maker := e.creation.Func; maker.FullName() != "github.com/gin-gonic/gin.New" {
		return "the engine that " + maker.Name() + " makes"
	}
	return "this engine"
}

func related(route *chain.Route, serve *trace.Event) []analysis.RelatedInformation {
	var list []analysis.RelatedInformation
	if route != nil {
		list = append(list, report.Related(route.Cur.Node(), "there is no recovery in front of what is registered here"))
	}
	if serve != nil {
		list = append(list, report.Related(serve.At.Node(), "it serves here"))
	}
	return list
}
