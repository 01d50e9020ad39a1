package lifecycle

import (
	"go/ast"
	"go/token"
	"go/types"
	"path/filepath"
	"slices"
	"strconv"

	"golang.org/x/tools/go/ast/inspector"

	"github.com/shutdownlint/shutdownlint/analyzers/internal/index"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/resource"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/server"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/summary"
)

// A builder writes the scripts of one package.
type builder struct {
	*summary.Summary
	fset      *token.FileSet
	scripts   map[string]*Script // of this package, and of those below it
	live      map[*types.Func]interest
	lits      map[*ast.FuncLit]Code       // where function literals are
	free      map[string]inspector.Cursor // those outside of functions
	resolving map[*types.Var]bool
	impls     map[*types.Func][]*types.Func
	sides     map[inspector.Cursor]bool // calls with which side servers serve; nil until somebody asks
}

// place names a place in the source, in a way that is the same wherever it is seen from. It begins with the function around it.
func (b *builder) place(cur inspector.Cursor) string {
	pos := b.fset.Position(cur.Node().Pos())
	at := strconv.Itoa(pos.Line) + ":" + strconv.Itoa(pos.Column)
	if fn := index.Outermost(cur); fn.Valid() {
		switch n := fn.Node().(type) {
		case *ast.FuncDecl:
			if fn, ok := b.Info.Defs[n.Name].(*types.Func); ok {
				return inside + fn.FullName() + " " + at
			}
		case *ast.FuncLit:
			return inside + b.lits[n].Func + " " + at
		}
	}
	return inside + b.Pkg.Path() + "/" + filepath.Base(pos.Filename) + " " + at
}

// inside is how the names of places begin.
const inside = "in "

func (b *builder) script(fn *types.Func) *Script { return b.scripts[fn.Origin().FullName()] }

// write writes the script of the function declaration, or of the literal outside of one, at body.
func (b *builder) write(name string, body inspector.Cursor) *Script {
	s := &Script{Func: name, Package: b.Pkg.Path(), File: filepath.Base(b.fset.Position(body.Node().Pos()).Filename)}
	var bodies []inspector.Cursor
	if _, ok := body.Node().(*ast.FuncDecl); ok {
		bodies, s.Names = append(bodies, body), append(s.Names, name)
	}
	for lit := range body.Preorder((*ast.FuncLit)(nil)) { // body itself, if it is one
		bodies, s.Names = append(bodies, lit), append(s.Names, b.place(lit))
	}
	for _, fn := range bodies {
		graph, ok := newWriter(b, fn, false).graph()
		if !ok {
			graph, ok = newWriter(b, fn, true).graph()
		}
		if !ok {
			graph = Graph{{}}
		}
		s.Graphs = append(s.Graphs, graph)
	}
	s.Errs = s.cleansUp() || slices.ContainsFunc(slices.Concat(s.Graphs...), func(n Node) bool {
		return (n.Kind == Open || n.Kind == Serve || n.Kind == Drain || n.Kind == Await || n.Kind == Call) && n.Splits()
	})
	s.Links = b.links(body)
	if decl, ok := body.Node().(*ast.FuncDecl); ok {
		fn := b.Info.Defs[decl.Name].(*types.Func)
		s.Results, s.Hands = b.results(fn, body), b.hands(fn)
	}
	return s
}

// side reports whether the server that serves with the call at cur only accompanies another one.
func (b *builder) side(cur inspector.Cursor) bool {
	if b.sides == nil {
		b.sides = make(map[inspector.Cursor]bool)
		for _, call := range server.PackageCalls(b.Summary) {
			b.sides[call] = server.Side(b.Summary, call, server.Handler(call.Node()))
		}
		for _, srv := range server.Find(b.Summary, resource.ServerKinds()...) {
			side := srv.Side(b.Summary)
			for _, e := range srv.Serves {
				b.sides[e.At] = side
			}
		}
	}
	return b.sides[cur]
}
