package unflushed

import (
	_ "embed"
	"go/ast"
	"go/types"
	"slices"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ast/inspector"

	"github.com/shutdownlint/shutdownlint/analyzers/internal/docs"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/facet/slots"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/index"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/lifecycle"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/report"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/resource"
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

const category = "unflushed-telemetry"

// A checker looks at one package.
type checker struct {
	*lifecycle.Lifecycle
	*report.Reporter
	pass *analysis.Pass
}

func run(pass *analysis.Pass) (any, error) {
	c := &checker{lifecycle.Of(pass), report.New(pass), pass}
	c.providers()
	c.buffers()
	c.sinks()
	c.constructors()
	c.stops()
	c.sentry()
	return c.Result(), nil
}

// providers reports OpenTelemetry providers that are never shut down.
func (c *checker) providers() {
	for _, made := range slots.Creations(c.Package, resource.TracerProvider, resource.MeterProvider, resource.LoggerProvider) {
		if made.Effect.Has(resource.Flushes) || c.Row(made.Func) != nil && !c.batches(made.Cur) {
			continue // sends each span at once, or nowhere
		}
		if _, lit := made.Cur.Node().(*ast.CallExpr); !lit {
			continue // a zero value sends nothing
		}
		fate := made.Follow(c.Tracer())
		if fate.Effect.Any(resource.Flushes|resource.Escapes) || left(fate, sealed) || c.kept(fate) || c.asksForGlobal() {
			continue
		}
		c.Report(report.Finding{
			Range:    made.Cur.Node(),
			Category: category,
			Message:  "nothing shuts this provider down: what it has batched when the process ends is never sent",
			Remedy:   "call its Shutdown on the way out",
		})
	}
}

// batches reports whether the function that makes a provider at cur asks for batches.
func (c *checker) batches(cur inspector.Cursor) bool {
	decl := index.Declaration(cur)
	if !decl.Valid() {
		return false
	}
	for call := range decl.Preorder((*ast.CallExpr)(nil)) {
		if row := c.Row(c.Callee(call.Node().(*ast.CallExpr))); row != nil && row.Does.Has(resource.Batches) {
			return true
		}
	}
	return false
}

// asksForGlobal reports whether this package takes the global provider back, perhaps to shut it down.
func (c *checker) asksForGlobal() bool {
	return slices.ContainsFunc(c.Funcs(), resource.IsGlobal)
}

// sealed reports whether importers get the value as something that can only be used: as an interface without a method that
// would stop it.
func sealed(e trace.Event) bool {
	if e.Func == nil {
		return false
	}
	return isSealed(e.Func.Signature().Results().At(e.Slot).Type())
}

// isSealed reports whether t is an interface without a method that would stop what it stands for.
func isSealed(t types.Type) bool {
	if it, ok := t.Underlying().(*types.Interface); !ok || it.Empty() {
		return false
	}
	for _, name := range []string{"Shutdown", "ForceFlush", "Close", "Stop", "Flush"} {
		if m, _, _ := types.LookupFieldOrMethod(t, false, nil, name); m != nil {
			return false
		}
	}
	return true
}

// kept reports whether another package of the program keeps the value, as something that it can flush.
func (c *checker) kept(fate *trace.Fate) bool {
	return slices.ContainsFunc(fate.Events, func(e trace.Event) bool {
		if e.Kind != trace.Passed || e.Func == nil || c.Row(e.Func) != nil || !e.Effect.Has(resource.Keeps) {
			return false
		}
		t := e.Parameter(c.Info)
		return t != nil && !isSealed(t)
	})
}

// left reports whether the value goes where somebody else may flush it; harmless says of which importers that is not so.
func left(fate *trace.Fate, harmless func(trace.Event) bool) bool {
	for _, e := range fate.Events {
		if e.Kind == trace.Left && !(harmless != nil && harmless(e)) || e.Kind == trace.Lost || e.Kind == trace.Passed && e.Func == nil {
			return true
		}
	}
	return false
}

// sinks reports sinks that buffer what a zap logger writes, and asynchronous Kafka writers, where nothing empties them.
func (c *checker) sinks() {
	for _, file := range c.Files {
		for cur := range file.Preorder((*ast.CompositeLit)(nil)) {
			lit := cur.Node().(*ast.CompositeLit)
			if !c.buffersByItself(lit) {
				continue
			}
			if _, ok := cur.Parent().Node().(*ast.UnaryExpr); ok {
				cur = cur.Parent()
			}
			fate := c.Tracer().Follow(cur, 0)
			if fate.Effect.Any(resource.Flushes|resource.Releases|resource.Escapes) || left(fate, nil) {
				continue
			}
			c.Report(report.Finding{
				Range:    lit,
				Category: category,
				Message:  "nothing empties this " + types.ExprString(lit.Type) + " on the way out: what it holds when the process ends is lost",
				Remedy:   "stop it on the way out",
			})
		}
	}
}

func (c *checker) buffersByItself(lit *ast.CompositeLit) bool {
	t := c.Info.TypeOf(lit)
	if t == nil || lit.Type == nil {
		return false
	}
	field, ok := resource.Sink(t)
	return ok && (field == "" || c.SetsTrue(lit, field))
}

// constructors reports deferred flushes in functions that return what they flush.
func (c *checker) constructors() {
	for _, file := range c.Files {
		for cur := range file.Preorder((*ast.DeferStmt)(nil)) {
			fn := index.Function(cur)
			for call := range cur.Preorder((*ast.CallExpr)(nil)) {
				v, telemetry := c.flushed(call)
				if v == nil || !fn.Valid() || !fn.Contains(c.Def(v)) {
					continue
				}
				decl, ok := fn.Node().(*ast.FuncDecl)
				if !ok {
					continue
				}
				if !c.returned(fn, v) {
					continue
				}
				c.Report(report.Finding{
					Range:    cur.Node(),
					Category: category,
					Message:  "this flush of " + v.Name() + " runs when " + decl.Name.Name + " returns, before anything has been written: whatever is buffered later needs another one on the way out",
					Note:     !telemetry,
					Related:  []analysis.RelatedInformation{report.Related(c.Def(v).Node(), "%s is made here", v.Name())},
				})
			}
		}
	}
}

// flushed returns the local variable that the call at cur flushes. telemetry is false for a zap logger, which most often
// has nothing to flush.
func (c *checker) flushed(cur inspector.Cursor) (v *types.Var, telemetry bool) {
	call := cur.Node().(*ast.CallExpr)
	fn := c.Callee(call)
	row := c.Row(fn)
	if row == nil || !row.Recv.Has(resource.Flushes) || resource.IsStandard(fn.Pkg().Path()) {
		return nil, false
	}
	sel, ok := ast.Unparen(call.Fun).(*ast.SelectorExpr)
	if !ok {
		return nil, false
	}
	id, ok := ast.Unparen(sel.X).(*ast.Ident)
	if !ok {
		return nil, false
	}
	v, _ = c.Info.Uses[id].(*types.Var)
	if v == nil || !c.Def(v).Valid() || c.IsParameter(v) {
		return nil, false // it was given
	}
	return v, resource.KindOf(v.Type()) != ""
}

// returned reports whether v, or what is made of it, is a result of the function declared at decl.
func (c *checker) returned(decl inspector.Cursor, v *types.Var) bool {
	for _, e := range c.Local(decl).FollowVar(v).Events {
		if e.Kind == trace.Returned {
			return true
		}
	}
	return false
}
