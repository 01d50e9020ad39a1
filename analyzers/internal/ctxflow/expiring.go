package ctxflow

import (
	"go/ast"
	"go/token"

	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"

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
		if !ok || s.How.Has(site.Deferred) {
			continue
		}
		for _, wait := range f.SignalWaits(s.Fn) {
			w, ok := g.After(wait.Node())
			if !ok || !g.Path(w, at, nil) {
				continue
			}
			made := index.Function(d.At)
			if made != s.Fn {
				if made.Valid() && made.Contains(s.Fn) {
					return End{Reason: Expiring, At: wait} // the deadline was set before the literal that waits
				}
				continue
			}
			c, ok := g.After(d.At.Node())
			if ok && g.Path(c, w, nil) && !g.Path(w, c, nil) {
				return End{Reason: Expiring, At: wait}
			}
		}
	}
	return End{}
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
