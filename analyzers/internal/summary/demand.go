package summary

import (
	"go/ast"
	"go/token"
	"go/types"

	"golang.org/x/tools/go/ast/inspector"

	"github.com/shutdownlint/shutdownlint/analyzers/internal/deps"
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

// demand computes the row of fn, a function of another module, from source. ok is false where there is none.
func (s *Summary) demand(fn *types.Func, name string) (row *resource.Row, ok bool) {
	q := &question{s: s, asked: make(map[string]bool), reading: bodies}
	return q.row(fn, name)
}

func (q *question) row(fn *types.Func, name string) (*resource.Row, bool) {
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
	row := q.s.compute(q.function(src, name))
	delete(q.asked, name)
	if !q.cyclic {
		q.s.sources.Remember(name, row)
	}
	q.cyclic = q.cyclic || outer
	return row, true
}

// ask is Ask for the functions that a dependency calls.
func (q *question) ask(fn *types.Func) *resource.Row {
	if fn == nil {
		return nil
	}
	fn = fn.Origin()
	if row := q.s.Row(fn); row != nil {
		return row
	}
	if fn.Pkg() == nil || ofKind(fn) || resource.IsStandard(fn.Pkg().Path()) {
		return plain(fn)
	}
	if recv := fn.Signature().Recv(); recv != nil && types.IsInterface(recv.Type()) {
		return nil
	}
	name := fn.FullName()
	if row, ok := q.s.rows[name]; ok {
		return row
	}
	if row, ok := q.row(fn, name); ok {
		return row
	}
	return plain(fn)
}

// function makes a declaration of the source, as if it stood in a file of its own.
func (q *question) function(src *deps.Func, name string) *function {
	decl := &ast.FuncDecl{Name: &ast.Ident{NamePos: token.NoPos, Name: "_"}, Type: src.Type, Body: src.Body}
	file := &ast.File{Name: &ast.Ident{Name: "_"}, Decls: []ast.Decl{decl}}
	root := inspector.New([]*ast.File{file}).Root()
	fileCur, _ := root.FirstChild()
	ix := index.New(src.Info, q.s.Table, fileCur)
	f := &function{Index: ix, name: name, pkg: src.Pkg, decl: decl, ask: q.ask, foreign: true}
	path, module := src.Pkg.Path(), q.s.sources.Source.Module
	f.home = owner.New(path, module(path), module)
	for cur := range fileCur.Preorder((*ast.FuncDecl)(nil)) {
		f.cur = cur
	}
	f.bind(nil, src.Type)
	if src.Recv && len(f.params) > 0 {
		f.recv, f.params = f.params[0], f.params[1:]
	}
	return f
}
