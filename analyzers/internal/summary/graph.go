package summary

import (
	"go/ast"
	"go/types"
	"iter"
	"slices"

	"github.com/shutdownlint/shutdownlint/analyzers/internal/index"
)

// components yields the functions declared in this package as the strongly connected components of the static call
// graph, callees first, and whether their calls lead back to them. Inside a component, and among independent ones, the order is
// that of the source.
func (s *Summary) components() iter.Seq2[[]*types.Func, bool] {
	g := &graph{calls: make(map[*types.Func][]*types.Func), number: make(map[*types.Func]int), low: make(map[*types.Func]int), on: make(map[*types.Func]bool)}
	var decls []*types.Func
	for _, file := range s.Files {
		for _, d := range file.Node().(*ast.File).Decls {
			if decl, ok := d.(*ast.FuncDecl); ok {
				if fn, ok := s.Info.Defs[decl.Name].(*types.Func); ok {
					decls = append(decls, fn)
				}
			}
		}
	}
	for _, fn := range decls {
		for _, use := range s.Uses(fn) {
			if d := index.Declaration(use); d.Valid() {
				if caller, ok := s.Info.Defs[d.Node().(*ast.FuncDecl).Name].(*types.Func); ok {
					g.calls[caller] = append(g.calls[caller], fn)
				}
			}
		}
	}
	for _, fn := range decls {
		if g.number[fn] == 0 {
			g.visit(fn)
		}
	}
	return func(yield func([]*types.Func, bool) bool) {
		for _, c := range g.components {
			if !yield(c, len(c) > 1 || slices.Contains(g.calls[c[0]], c[0])) {
				return
			}
		}
	}
}

// A graph finds strongly connected components by Tarjan's algorithm, which yields callees first.
type graph struct {
	calls      map[*types.Func][]*types.Func
	number     map[*types.Func]int
	low        map[*types.Func]int
	on         map[*types.Func]bool
	stack      []*types.Func
	next       int
	components [][]*types.Func
}

func (g *graph) visit(fn *types.Func) {
	g.next++
	g.number[fn], g.low[fn] = g.next, g.next
	g.stack = append(g.stack, fn)
	g.on[fn] = true
	for _, callee := range g.calls[fn] {
		if g.number[callee] == 0 {
			g.visit(callee)
			g.low[fn] = min(g.low[fn], g.low[callee])
		} else if g.on[callee] {
			g.low[fn] = min(g.low[fn], g.number[callee])
		}
	}
	if g.low[fn] != g.number[fn] {
		return
	}
	i := slices.Index(g.stack, fn)
	component := slices.Clone(g.stack[i:])
	slices.Reverse(component)
	for _, fn := range component {
		g.on[fn] = false
	}
	g.stack = g.stack[:i]
	g.components = append(g.components, component)
}
