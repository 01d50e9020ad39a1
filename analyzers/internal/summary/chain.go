package summary

import (
	"go/ast"

	"golang.org/x/tools/go/ast/inspector"

	"github.com/shutdownlint/shutdownlint/analyzers/internal/chain"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/flow"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/resource"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/trace"
)

// Chains returns a reader of the chains of gin's engines in the whole package.
func (s *Summary) Chains() *chain.Reader { return &chain.Reader{Tracer: s.Tracer(), Graph: s.Graph} }

// reader returns a reader of chains that does not leave f.
func (f *function) reader(t *trace.Tracer) *chain.Reader {
	return &chain.Reader{Tracer: t, Graph: func(fn inspector.Cursor) *flow.Graph {
		body := f.decl.Body
		if lit, ok := fn.Node().(*ast.FuncLit); ok {
			body = lit.Body
		}
		return flow.New(body, func(call *ast.CallExpr) bool { return !isPanic(f.Info, call) })
	}}
}

// chained puts what the function as a whole does to the chains of an engine in the place of what each of its calls does:
// the effects of gin's own methods mean nothing without their order.
func (f *function) chained(t *trace.Tracer, fate *trace.Fate, effect resource.Effect) resource.Effect {
	if !effect.Any(resource.Chains) && !chain.Replaced(fate) {
		return effect
	}
	return effect&^resource.Chains | f.reader(t).Read(fate).Effect()
}

// madeEffect returns what was done to the value that c makes: by the function that made it, and by f.
func (f *function) madeEffect(t *trace.Tracer, c *Creation, fate *trace.Fate) resource.Effect {
	effect := c.Effect&^resource.Chains | f.slot(new(resource.Row), t, fate, 0)
	made := f.reader(t).Made(c.Cur, c.Effect)
	if made.Has(resource.Recovers) {
		effect &^= resource.Routes | resource.Probes // they are registered behind it
	}
	return effect | made
}
