package summary

import (
	"go/ast"
	"go/types"

	"golang.org/x/tools/go/ast/inspector"
	"golang.org/x/tools/go/cfg"

	"github.com/shutdownlint/shutdownlint/analyzers/internal/flow"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/resource"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/serveerr"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/site"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/wait"
)

// returnsEarly reports whether f, of which row says the rest, serves and returns as soon as that server begins to be shut
// down: nothing that may wait stands between the end of serving and the end of f.
func (f *function) returnsEarly(row *resource.Row) bool {
	serves := row.Recv.Has(resource.Serves)
	for _, e := range row.Args {
		serves = serves || e.Has(resource.Serves)
	}
	if !serves || f.foreign {
		return false
	}
	waits := f.waits()
	for d := range f.cur.Preorder((*ast.DeferStmt)(nil)) {
		if waits.May(d.Node()) != wait.No {
			return false
		}
	}
	g := plainGraph(f.cur)
	early := false
	for cur := range f.cur.Preorder((*ast.CallExpr)(nil)) {
		callee := f.ask(f.Callee(cur.Node().(*ast.CallExpr)))
		if callee == nil || !callee.Does.Any(resource.PassesClosed|resource.ReturnsEarly) {
			continue
		}
		from, branch, ok := f.goesOn(g, cur)
		if !ok {
			return false // in a goroutine, say: what f waits for is not known
		}
		first := true
		if g.Search(from, branch, func(p flow.Point) flow.Action {
			n := p.Node()
			if first && n != nil && n.Pos() <= cur.Node().Pos() && cur.Node().End() <= n.End() {
				n = nil // the rest of the same statement
			}
			first = false
			if n != nil && waits.May(n) != wait.No {
				return flow.Stop
			}
			return flow.Go
		}) {
			return false
		}
		early = true
	}
	return early
}

// goesOn returns the point at which f goes on when the call at cur, which serves, has returned http.ErrServerClosed. Where an
// actor of a group serves, that is where Wait returns, if no actor does anything else that it may wait for.
func (f *function) goesOn(g *flow.Graph, cur inspector.Cursor) (from flow.Point, branch func(*cfg.Block, int) bool, ok bool) {
	own := site.Own(cur)
	if own.Fn == f.cur {
		from, ok = g.After(cur.Node())
		return from, serveerr.About(f.Index, cur, true).Branch(g), ok && own.How == 0
	}
	for _, at := range f.sites().Callers(own.Fn) {
		if at.Fn != f.cur || f.waits().May(serveerr.Body(own.Fn)) != wait.No {
			break
		}
		for _, end := range groupWaits(f.Index, at.At) {
			if f.cur.Contains(end) {
				from, ok = g.After(end.Node())
				return from, nil, ok
			}
		}
	}
	return from, nil, false
}

// waits returns what knows which code may wait for something other than the end of serving: another server of the same stop
// ends with it.
func (f *function) waits() *wait.Engine {
	return &wait.Engine{Index: f.Index, Ask: f.ask, Knows: func(fn *types.Func) (wait.Answer, bool) {
		row := f.ask(fn)
		return wait.No, row != nil && row.Does.Any(resource.PassesClosed|resource.ReturnsEarly)
	}}
}
