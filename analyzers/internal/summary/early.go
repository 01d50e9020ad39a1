package summary

import (
	"go/ast"
	"go/token"
	"go/types"

	"golang.org/x/tools/go/ast/inspector"
	"golang.org/x/tools/go/cfg"

	"github.com/shutdownlint/shutdownlint/analyzers/internal/flow"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/guess"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/resource"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/serveerr"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/site"
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
	for d := range f.cur.Preorder((*ast.DeferStmt)(nil)) {
		if f.mayWait(d.Node()) {
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
			if n != nil && f.mayWait(n) {
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
		if at.Fn != f.cur || f.mayWait(serveerr.Body(own.Fn)) {
			break
		}
		for _, wait := range groupWaits(f.Index, at.At) {
			if f.cur.Contains(wait) {
				from, ok = g.After(wait.Node())
				return from, nil, ok
			}
		}
	}
	return from, nil, false
}

// mayWait reports whether evaluating n may wait for something other than the end of serving.
func (f *function) mayWait(n ast.Node) bool {
	found := false
	ast.Inspect(n, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.GoStmt:
			return false
		case *ast.SendStmt, *ast.SelectStmt:
			found = true
		case *ast.UnaryExpr:
			found = found || n.Op == token.ARROW
		case *ast.RangeStmt:
			t := f.Info.TypeOf(n.X)
			_, isChan := t.Underlying().(*types.Chan)
			found = found || isChan
		case *ast.CallExpr:
			found = found || f.callWaits(n)
		}
		return !found
	})
	return found
}

// callWaits reports whether the call may wait, as far as its row and its name tell. A function value may do anything.
func (f *function) callWaits(call *ast.CallExpr) bool {
	if tv := f.Info.Types[call.Fun]; tv.IsType() || tv.IsBuiltin() {
		return false
	}
	fn := f.Callee(call)
	if fn == nil {
		_, isLit := ast.Unparen(call.Fun).(*ast.FuncLit)
		return !isLit && resource.TypeName(f.Info.TypeOf(call.Fun)) != "context.CancelFunc"
	}
	if row := f.ask(fn); row != nil && row.Does.Any(resource.PassesClosed|resource.ReturnsEarly) {
		return false // another server of the same stop
	} else if row != nil && row.Does.Any(resource.Blocks|resource.TakesTime) {
		return true
	}
	return guess.May(fn.Name()).Any(guess.Waits)
}
