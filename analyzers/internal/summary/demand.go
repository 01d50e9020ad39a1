package summary

import (
	"go/ast"
	"go/token"
	"go/types"

	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"

	"github.com/shutdownlint/shutdownlint/analyzers/internal/body"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/deps"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/facet"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/index"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/owner"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/resource"
)

// A question is one answer in the making from the source of dependencies.
type question struct {
	s       *Summary
	asked   map[string]bool // functions whose rows are being computed
	cyclic  bool            // an answer leaned on an unfinished one
	reading int             // bodies that may still be read
}

// bodies bounds what one question may read: a value is handed through a few functions, not through hundreds.
const bodies = 200

// row computes the row of fn, a function of another module, from source. ok is false where there is none.
func (q *question) row(fn *types.Func, name string) (row *resource.Row, ok bool) {
	if row, ok := q.s.sources.Recall(name); ok {
		return row, true
	}
	if q.asked[name] || q.reading == 0 {
		q.cyclic = true
		return nil, true // unknown
	}
	src := q.s.sources.Source.Func(fn.Pkg().Path(), name)
	if src == nil {
		return nil, false
	}
	q.reading--
	q.asked[name] = true
	outer := q.cyclic
	q.cyclic = false
	row = facet.Row(q.function(src, name))
	delete(q.asked, name)
	if !q.cyclic {
		q.s.sources.Remember(name, row)
	}
	q.cyclic = q.cyclic || outer
	return row, true
}

// ask is Ask for the functions that a dependency calls.
func (q *question) ask(fn *types.Func) *resource.Row { return q.s.answer(fn, q.row) }

// function makes a declaration of the source, as if it stood in a file of its own.
func (q *question) function(src *deps.Func, name string) *body.Function {
	decl := &ast.FuncDecl{Name: &ast.Ident{NamePos: token.NoPos, Name: "_"}, Type: src.Type, Body: src.Body}
	file := &ast.File{Name: &ast.Ident{Name: "_"}, Decls: []ast.Decl{decl}}
	root, _ := inspector.New([]*ast.File{file}).Root().FirstChild()
	path, module := src.Pkg.Path(), q.s.sources.Source.Module
	p := &body.Package{
		Index:   index.New(src.Info, q.s.Table, root),
		Pkg:     src.Pkg,
		Home:    owner.New(path, module(path), module),
		Ask:     q.ask,
		Foreign: true,
	}
	p.Graph = p.Bare
	f := p.Declared(name, root.ChildAt(edge.File_Decls, 0))
	if src.Recv && len(f.Params) > 0 {
		f.Recv, f.Params = f.Params[0], f.Params[1:]
	}
	return f
}
