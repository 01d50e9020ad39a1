package ctxflow

import (
	"go/ast"
	"go/token"
	"slices"

	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"

	"github.com/shutdownlint/shutdownlint/analyzers/internal/guess"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/index"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/resource"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/site"
)

// expiring says whether the program waits for a signal between the making of d, which has a deadline, and the code of the
// sites.
func (f *Flow) expiring(d *Context, sites []site.Site) End {
	for _, s := range sites {
		g := f.Graph(s.Fn)
		if g == nil {
			continue
		}
		at, ok := g.At(s.At.Node())
		if !ok {
			continue
		}
		signals := f.SignalWaits(s.Fn)
		for i, wait := range slices.Concat(signals, f.lifeWaits(s.Fn)) {
			end := End{Reason: Expiring, At: wait, Life: i >= len(signals)}
			w, ok := g.After(wait.Node())
			if s.How.Has(site.Deferred) {
				ok = ok && g.Path(at, w, nil) // it runs behind all that follows
			} else {
				ok = ok && g.Path(w, at, nil)
			}
			if !ok {
				continue
			}
			made := index.Function(d.At)
			if made != s.Fn {
				if made.Valid() && made.Contains(s.Fn) {
					return end // the deadline was set before the literal that waits
				}
				continue
			}
			c, ok := g.After(d.At.Node())
			if ok && g.Path(c, w, nil) && !g.Path(w, c, nil) {
				return end
			}
		}
	}
	return End{}
}

// lifeWaits returns the expressions in the function at fn that wait for the end of a context which its callers have made: it
// does its work until that ends. A stop gives up when such a context ends.
func (f *Flow) lifeWaits(fn inspector.Cursor) []inspector.Cursor {
	decl, ok := fn.Node().(*ast.FuncDecl)
	if !ok || guess.Does(decl.Name.Name).Any(guess.Over) {
		return nil
	}
	var all []inspector.Cursor
	for cur := range fn.Preorder((*ast.CallExpr)(nil)) {
		recv, ok := f.Received(cur)
		if !ok || index.Function(cur) != fn {
			continue
		}
		contexts := f.Of(recv)
		given := func(d *Context) bool { return d.Var != nil && !d.Var.IsField() && !index.Global(d.Var) }
		if len(contexts) > 0 && !slices.ContainsFunc(contexts, func(c *Context) bool { return c.Limited() || !c.Chain(given) }) {
			all = append(all, cur.Parent())
		}
	}
	return all
}

// SignalWaits returns the expressions in the function at fn that wait for a signal.
func (f *Flow) SignalWaits(fn inspector.Cursor) []inspector.Cursor {
	var all []inspector.Cursor
	for cur := range fn.Preorder((*ast.UnaryExpr)(nil)) {
		n := cur.Node().(*ast.UnaryExpr)
		if n.Op != token.ARROW || index.Function(cur) != fn {
			continue
		}
		if resource.KindOf(f.Index.Info.TypeOf(n.X)) == resource.SignalChan {
			all = append(all, cur)
			continue
		}
		call := cur.ChildAt(edge.UnaryExpr_X, -1)
		if _, ok := call.Node().(*ast.CallExpr); !ok {
			continue
		}
		recv, ok := f.Received(call)
		if !ok {
			continue
		}
		for _, c := range f.Of(recv) {
			if c.Chain(func(p *Context) bool { return p.Does.Has(resource.OnSignal) }) {
				all = append(all, cur)
				break
			}
		}
	}
	return all
}
