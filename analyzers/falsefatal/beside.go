package falsefatal

import (
	"go/ast"
	"go/types"

	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"

	"github.com/shutdownlint/shutdownlint/analyzers/internal/index"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/summary"
)

// A place is where code runs, seen from one of the functions that lead to it.
type place struct {
	fn, at inspector.Cursor
}

// places returns the places of the code at cur, in its own function first: of a function literal also in the function around
// it that calls it or hands it to a call, of a declared function also in its callers.
func places(s *summary.Summary, cur inspector.Cursor) []place {
	var all []place
	seen := make(map[inspector.Cursor]bool)
	next := []inspector.Cursor{cur}
	for len(next) > 0 {
		at := next[0]
		next = next[1:]
		fn := index.Function(at)
		if !fn.Valid() || seen[at] {
			continue
		}
		seen[at] = true
		all = append(all, place{fn, at})
		switch n := fn.Node().(type) {
		case *ast.FuncLit:
			switch fn.ParentEdgeKind() {
			case edge.CallExpr_Fun, edge.CallExpr_Args:
				next = append(next, fn.Parent())
			}
		case *ast.FuncDecl:
			if obj, ok := s.Info.Defs[n.Name].(*types.Func); ok {
				for call := range s.Calls(obj) {
					next = append(next, call)
				}
			}
		}
	}
	return all
}

// beside reports whether the code at cur can run in the same run of the program as that of the places: from one of them a
// path leads to the other, in one of the functions that lead to both.
func beside(s *summary.Summary, from []place, cur inspector.Cursor) bool {
	for _, b := range places(s, cur) {
		for _, a := range from {
			if a.fn == b.fn && (before(s, a, b) || before(s, b, a)) {
				return true
			}
		}
	}
	return false
}

func before(s *summary.Summary, a, b place) bool {
	g := s.Graph(a.fn)
	if g == nil {
		return false
	}
	p, ok := g.At(a.at.Node())
	q, found := g.At(b.at.Node())
	return ok && found && p != q && g.Path(p.Next(), q, nil)
}
