// Package index answers "who uses this symbol here?" for one package, or for one function of a dependency.
//
// The idea is that of x/tools' internal typeindex: one walk over the identifiers, after which a check that looks for a
// symbol costs nothing in a package that does not use it.
package index

import (
	"go/ast"
	"go/types"
	"iter"
	"reflect"
	"strings"
	"sync"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/passes/inspect"
	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"
	"golang.org/x/tools/go/types/typeutil"

	"github.com/shutdownlint/shutdownlint/analyzers/internal/options"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/resource"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/result"
)

// An Index maps objects to the identifiers that define and use them. It is immutable, and safe for concurrent use.
//
// Fields and methods of instantiated types count as uses of the generic ones.
type Index struct {
	*resource.Table
	Info *types.Info
	// Files are the roots of the walk: the files that count, or the one body.
	Files []inspector.Cursor
	// Incomplete says that something does not type-check, and may be another use of anything.
	Incomplete bool

	defs     map[types.Object]inspector.Cursor
	uses     map[types.Object][]inspector.Cursor
	promoted map[*types.Var][]inspector.Cursor
	funcs    []*types.Func

	dynamicOnce sync.Once
	dynamic     map[string]bool
}

// Analyzer indexes the package under analysis, without its _test.go files unless they are asked for.
var Analyzer = &analysis.Analyzer{
	Name:       "index",
	Doc:        "find the uses of each symbol",
	Requires:   []*analysis.Analyzer{inspect.Analyzer, options.Analyzer},
	ResultType: reflect.TypeFor[*Index](),
	Run: func(pass *analysis.Pass) (any, error) {
		settings := result.Of[*options.Options](pass)
		var files []inspector.Cursor
		for cur := range result.Of[*inspector.Inspector](pass).Root().Children() {
			name := pass.Fset.File(cur.Node().(*ast.File).FileStart).Name()
			if settings.Tests || !strings.HasSuffix(name, "_test.go") {
				files = append(files, cur)
			}
		}
		ix := New(pass.TypesInfo, settings.Table, files...)
		ix.Incomplete = len(pass.TypeErrors) > 0
		return ix, nil
	},
}

// New indexes what is below the given cursors.
func New(info *types.Info, table *resource.Table, files ...inspector.Cursor) *Index {
	ix := &Index{
		Table:    table,
		Info:     info,
		Files:    files,
		defs:     make(map[types.Object]inspector.Cursor),
		uses:     make(map[types.Object][]inspector.Cursor),
		promoted: make(map[*types.Var][]inspector.Cursor),
	}
	for _, file := range files {
		for cur := range file.Preorder((*ast.Ident)(nil)) {
			id := cur.Node().(*ast.Ident)
			if obj := info.Defs[id]; obj != nil {
				ix.defs[obj] = cur
			}
			if obj := info.Uses[id]; obj != nil {
				ix.use(obj, cur)
			}
		}
	}
	return ix
}

func (ix *Index) use(obj types.Object, cur inspector.Cursor) {
	obj = Origin(obj)
	if fn, ok := obj.(*types.Func); ok && ix.uses[obj] == nil {
		ix.funcs = append(ix.funcs, fn)
	}
	ix.uses[obj] = append(ix.uses[obj], cur)
	if cur.ParentEdgeKind() == edge.SelectorExpr_Sel {
		sel := ix.Info.Selections[cur.Parent().Node().(*ast.SelectorExpr)]
		for _, field := range Path(sel) {
			ix.promoted[field] = append(ix.promoted[field], cur.Parent())
		}
	}
}

// Path returns the embedded fields that sel goes through without naming them: for s.Close, where s embeds a *T that has
// a method Close, the field T.
func Path(sel *types.Selection) []*types.Var {
	if sel == nil || len(sel.Index()) < 2 {
		return nil
	}
	var path []*types.Var
	t := sel.Recv()
	for _, i := range sel.Index()[:len(sel.Index())-1] {
		st, ok := deref(t).Underlying().(*types.Struct)
		if !ok {
			return path // an embedded interface ends the path
		}
		path = append(path, st.Field(i).Origin())
		t = st.Field(i).Type()
	}
	return path
}

func deref(t types.Type) types.Type {
	if p, ok := t.Underlying().(*types.Pointer); ok {
		return p.Elem()
	}
	return t
}

// Origin returns the generic object of which obj is an instance, or obj.
func Origin(obj types.Object) types.Object {
	switch obj := obj.(type) {
	case *types.Func:
		return obj.Origin()
	case *types.Var:
		return obj.Origin()
	}
	return obj
}

// Def returns the identifier that declares obj; it is invalid when obj is declared elsewhere.
func (ix *Index) Def(obj types.Object) inspector.Cursor { return ix.defs[Origin(obj)] }

// Decl returns the declaration of fn, or an invalid cursor when fn is declared elsewhere.
func (ix *Index) Decl(fn *types.Func) (inspector.Cursor, *ast.FuncDecl) {
	cur, ok := ix.defs[fn.Origin()]
	if !ok {
		return inspector.Cursor{}, nil
	}
	decl, ok := cur.Parent().Node().(*ast.FuncDecl)
	if !ok {
		return inspector.Cursor{}, nil // a method of an interface
	}
	return cur.Parent(), decl
}

// Uses returns the identifiers that use obj, in the order of the source.
func (ix *Index) Uses(obj types.Object) []inspector.Cursor { return ix.uses[Origin(obj)] }

// Promoted returns the selector expressions that go through the embedded field without naming it.
func (ix *Index) Promoted(field *types.Var) []inspector.Cursor { return ix.promoted[field.Origin()] }

// Funcs returns every function and method that is used here, in the order of first use.
func (ix *Index) Funcs() []*types.Func { return ix.funcs }

// Calls yields the calls whose static callee, or whose interface method, is fn.
func (ix *Index) Calls(fn *types.Func) iter.Seq[inspector.Cursor] {
	return func(yield func(inspector.Cursor) bool) {
		for _, cur := range ix.Uses(fn) {
			if call, ok := ix.CallOf(cur); ok && !yield(call) {
				return
			}
		}
	}
}

// CallOf returns the call whose function expression is the identifier id, possibly qualified, instantiated or parenthesised.
func (ix *Index) CallOf(id inspector.Cursor) (inspector.Cursor, bool) {
	cur := id
	for {
		switch cur.ParentEdgeKind() {
		case edge.SelectorExpr_Sel, edge.ParenExpr_X, edge.IndexExpr_X, edge.IndexListExpr_X:
			cur = cur.Parent()
		case edge.CallExpr_Fun:
			return cur.Parent(), true
		default:
			return cur, false
		}
	}
}

// Callee returns the function or method, concrete or of an interface, that call calls, or nil for a function value.
func (ix *Index) Callee(call *ast.CallExpr) *types.Func {
	if fn, ok := typeutil.Callee(ix.Info, call).(*types.Func); ok {
		return fn.Origin()
	}
	return nil
}

// Function returns the innermost function declaration or literal around cur, cur itself if it is one, or an invalid cursor
// outside functions.
func Function(cur inspector.Cursor) inspector.Cursor {
	for c := range cur.Enclosing((*ast.FuncDecl)(nil), (*ast.FuncLit)(nil)) {
		return c
	}
	return inspector.Cursor{}
}

// Declaration returns the function declaration around cur, or an invalid cursor outside functions.
func Declaration(cur inspector.Cursor) inspector.Cursor {
	for c := range cur.Enclosing((*ast.FuncDecl)(nil)) {
		return c
	}
	return inspector.Cursor{}
}

// Outermost returns the function declaration around cur, or the function literal outside of functions, such as that of a command in a
// variable of the package; or an invalid cursor outside both.
func Outermost(cur inspector.Cursor) (fn inspector.Cursor) {
	for c := range cur.Enclosing((*ast.FuncDecl)(nil), (*ast.FuncLit)(nil)) {
		fn = c
	}
	return fn
}

// Signature returns the signature of the function declaration or literal at fn, or nil if it is neither, or has none that is known.
func Signature(info *types.Info, fn inspector.Cursor) *types.Signature {
	if !fn.Valid() {
		return nil
	}
	switch n := fn.Node().(type) {
	case *ast.FuncDecl:
		if obj, ok := info.Defs[n.Name].(*types.Func); ok {
			return obj.Signature()
		}
	case *ast.FuncLit:
		sig, _ := info.TypeOf(n).(*types.Signature)
		return sig
	}
	return nil
}

// Body returns the body of the function declaration or literal at fn, or nil.
func Body(fn inspector.Cursor) *ast.BlockStmt {
	switch n := fn.Node().(type) {
	case *ast.FuncDecl:
		return n.Body
	case *ast.FuncLit:
		return n.Body
	}
	return nil
}

// Builtin returns the name of the predeclared function that call calls, or "".
func (ix *Index) Builtin(call *ast.CallExpr) string {
	if id, ok := ast.Unparen(call.Fun).(*ast.Ident); ok {
		if b, ok := ix.Info.Uses[id].(*types.Builtin); ok {
			return b.Name()
		}
	}
	return ""
}

// CursorAt returns the cursor at n, a node of one of the files.
func (ix *Index) CursorAt(n ast.Node) (inspector.Cursor, bool) {
	for _, file := range ix.Files {
		if cur, ok := file.FindNode(n); ok {
			return cur, true
		}
	}
	return inspector.Cursor{}, false
}

// Dropped reports whether the result of the call at cur is thrown away.
func Dropped(cur inspector.Cursor) bool {
	switch kind, i := cur.ParentEdge(); kind {
	case edge.ExprStmt_X, edge.DeferStmt_Call, edge.GoStmt_Call:
		return true
	case edge.AssignStmt_Rhs:
		stmt := cur.Parent().Node().(*ast.AssignStmt)
		id, ok := stmt.Lhs[min(i, len(stmt.Lhs)-1)].(*ast.Ident)
		return ok && id.Name == "_" && len(stmt.Lhs) == len(stmt.Rhs)
	}
	return false
}
