package exit

import (
	"go/ast"

	"golang.org/x/tools/go/ast/inspector"
	"golang.org/x/tools/go/cfg"

	"github.com/shutdownlint/shutdownlint/analyzers/internal/body"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/flow"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/index"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/resource"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/site"
)

// Stopped reports whether every path to the call at cur, which ends the process, stops a server gracefully before, in the function around
// it or in the one that it calls: nothing is cut that is still served.
func Stopped(p *body.Package, cur inspector.Cursor) bool {
	if row := known(p, cur.Node().(*ast.CallExpr)); row != nil && row.Does.Has(resource.Gently) {
		return true
	}
	fn := index.Function(cur)
	var stops []ast.Node
	for c := range fn.Preorder((*ast.CallExpr)(nil)) {
		if row := known(p, c.Node().(*ast.CallExpr)); site.Inline(c, fn) && row != nil && row.Slots().Has(resource.ShutsDown) {
			stops = append(stops, c.Node())
		}
	}
	g := p.Graph(fn)
	if len(stops) == 0 || g == nil {
		return false
	}
	at, ok := g.Find(cur.Node())
	return ok && g.Always(at, func(n ast.Node) bool {
		for _, stop := range stops {
			if n.Pos() <= stop.Pos() && stop.End() <= n.End() {
				return true
			}
		}
		return false
	})
}

// Recovered reports whether the call at cur is only made where recover has returned something, or is one of a function that recovers
// itself. In a goroutine the process would have ended as well.
func Recovered(p *body.Package, cur inspector.Cursor) bool {
	if recovers(p, cur.Node().(*ast.CallExpr)) {
		return true
	}
	g := p.Graph(index.Function(cur))
	if g == nil {
		return false
	}
	panicked := flow.Nil(p.Info, func(e ast.Expr) bool {
		call := origin(p, e)
		return call != nil && recovers(p, call)
	})
	return !leads(g, func(from *cfg.Block, succ int) bool {
		c, ok := g.Condition(from)
		return !ok || panicked.Ask(c, succ == 0) != flow.Some
	}, cur)
}

// recovers reports whether call is one of recover, or of a function that calls it to stop a panic.
func recovers(p *body.Package, call *ast.CallExpr) bool {
	if p.Builtin(call) == "recover" {
		return true
	}
	row := known(p, call)
	return row != nil && row.Does.Has(resource.Guards)
}
