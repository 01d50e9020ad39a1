package chain

import (
	"go/ast"
	"go/types"

	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"

	"github.com/shutdownlint/shutdownlint/analyzers/internal/index"
)

// A site is a place in the function fn from which the code in question is reached.
type site struct{ fn, cur inspector.Cursor }

// hops is how many callers up a common function is looked for.
const hops = 5

// sites returns the places of cur by distance: in its own function, in the callers of that one, and so on.
func (c *Chain) sites(cur inspector.Cursor) [][]site {
	fn := index.Function(cur)
	if !fn.Valid() {
		return nil
	}
	levels := [][]site{{{fn, cur}}}
	seen := map[inspector.Cursor]bool{fn: true}
	for len(levels) <= hops {
		var next []site
		for _, s := range levels[len(levels)-1] {
			for _, call := range c.calls(s.fn) {
				caller := index.Function(call)
				if !caller.Valid() || call.ParentEdgeKind() == edge.GoStmt_Call || call.ParentEdgeKind() == edge.DeferStmt_Call {
					continue // when that runs is another matter
				}
				next = append(next, site{caller, call})
			}
		}
		var fresh []site
		for _, s := range next {
			if !seen[s.fn] {
				fresh = append(fresh, s)
			}
		}
		for _, s := range fresh {
			seen[s.fn] = true
		}
		if len(fresh) == 0 {
			break
		}
		levels = append(levels, fresh)
	}
	return levels
}

// calls returns the calls of the function declaration or literal at fn that can be seen. Where the engine is handed to the
// function, only the calls that do so count: others work on other engines.
func (c *Chain) calls(fn inspector.Cursor) []inspector.Cursor {
	r := c.reader
	if decl, ok := fn.Node().(*ast.FuncDecl); ok {
		obj, ok := r.Index.Info.Defs[decl.Name].(*types.Func)
		if !ok || r.Within.Valid() {
			return nil
		}
		var all, handing []inspector.Cursor
		for call := range r.Index.Calls(obj) {
			all = append(all, call)
			if c.handed[call] {
				handing = append(handing, call)
			}
		}
		if len(handing) > 0 {
			return handing
		}
		return all
	}
	cur := fn
	for cur.ParentEdgeKind() == edge.ParenExpr_X {
		cur = cur.Parent()
	}
	if cur.ParentEdgeKind() == edge.CallExpr_Fun {
		return []inspector.Cursor{cur.Parent()}
	}
	return nil
}

// before reports whether a certainly comes before b where both happen, as seen from the nearest function that leads to
// both.
func (c *Chain) before(a, b inspector.Cursor) bool {
	if a == b {
		return true // one helper does both, and has said that some routes come first
	}
	as, bs := c.sites(a), c.sites(b)
	for sum := 0; sum < len(as)+len(bs); sum++ {
		common, first := false, true
		for i := 0; i <= sum; i++ {
			if i >= len(as) || sum-i >= len(bs) {
				continue
			}
			for _, sa := range as[i] {
				for _, sb := range bs[sum-i] {
					if sa.fn == sb.fn {
						common = true
						first = first && c.reader.precedes(sa, sb)
					}
				}
			}
		}
		if common {
			return first
		}
	}
	return false
}

// precedes reports whether in their function b can follow a, and a cannot follow b.
func (r *Reader) precedes(a, b site) bool {
	g := r.Graph(a.fn)
	if g == nil {
		return false
	}
	pa, ok := g.Find(a.cur.Node())
	if !ok {
		return false
	}
	pb, ok := g.Find(b.cur.Node())
	if !ok {
		return false
	}
	if pa == pb { // r.GET(…).Use(…): the inner call comes first
		return b.cur.Contains(a.cur) && a.cur != b.cur
	}
	return g.Reaches(pa, pb) && !g.Reaches(pb, pa)
}

// Together reports whether some function reaches a and then b: nothing outside this package happens between them.
func (c *Chain) Together(a, b inspector.Cursor) bool {
	for _, as := range c.sites(a) {
		for _, bs := range c.sites(b) {
			for _, sa := range as {
				for _, sb := range bs {
					if sa.fn == sb.fn {
						return true
					}
				}
			}
		}
	}
	return false
}
