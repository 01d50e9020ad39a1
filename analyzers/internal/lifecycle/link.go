package lifecycle

import (
	"go/ast"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"

	"github.com/shutdownlint/shutdownlint/analyzers/internal/index"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/origin"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/resource"
)

// results returns what the function at decl returns, where that is the same everywhere.
func (b *builder) results(fn *types.Func, decl inspector.Cursor) []Object {
	results := make([]Object, fn.Signature().Results().Len())
	first := true
	for ret := range decl.Preorder((*ast.ReturnStmt)(nil)) {
		n := ret.Node().(*ast.ReturnStmt)
		if index.Function(ret) != decl || len(n.Results) > 0 && len(n.Results) == len(results) && b.fails(n) {
			continue
		}
		if len(n.Results) != len(results) {
			return nil
		}
		for i := range results {
			o := b.object(ret.ChildAt(edge.ReturnStmt_Results, i))
			if !b.shared(n.Results[i]) || !first && results[i] != o {
				o = Object{}
			}
			results[i] = o
		}
		first = false
	}
	if !slices.ContainsFunc(results, Object.Known) {
		return nil
	}
	return results
}

// hands returns the function literal that fn returns, if that is all that it returns; or 0.
func (b *builder) hands(fn *types.Func) int {
	if fn = fn.Origin(); fn.Pkg() != b.Pkg {
		if s := b.scripts[fn.FullName()]; s != nil {
			return s.Hands
		}
		return 0
	}
	decl, _ := b.Decl(fn)
	if !decl.Valid() || fn.Signature().Results().Len() != 1 {
		return 0
	}
	if _, ok := fn.Signature().Results().At(0).Type().Underlying().(*types.Signature); !ok {
		return 0
	}
	values := (&origin.Origin{Index: b.Index}).Results(decl, 0)
	if len(values) != 1 || values[0].Kind != origin.Expr {
		return 0
	}
	if lit, ok := values[0].Cur.Node().(*ast.FuncLit); ok && b.lits[lit].Func == fn.FullName() {
		return b.lits[lit].Lit
	}
	return 0
}

// fails reports whether the statement returns an error, and nothing else.
func (b *builder) fails(n *ast.ReturnStmt) bool {
	last := len(n.Results) - 1
	return last > 0 && resource.IsError(b.Info.TypeOf(n.Results[last])) && b.Info.Types[n.Results[0]].IsNil()
}

// links returns what the assignments and literals in the function at decl say is one object: fields, and what is put into them.
func (b *builder) links(decl inspector.Cursor) []Link {
	var links []Link
	link := func(x, y inspector.Cursor, o Object) {
		if y.Valid() {
			o = b.object(y)
		}
		if v := b.object(x); v.Known() && o.Known() && v != o && len(links) < 40 {
			links = append(links, Link{o, v})
		}
	}
	for cur := range decl.Preorder((*ast.AssignStmt)(nil), (*ast.CompositeLit)(nil), (*ast.CallExpr)(nil)) {
		switch n := cur.Node().(type) {
		case *ast.CallExpr:
			if b.Callee(n) != nil || b.Info.Types[n.Fun].IsType() || b.Info.Types[n.Fun].IsBuiltin() {
				continue
			}
			if _, all := b.Waits().Functions(n.Fun); all {
				continue
			}
			for i, arg := range n.Args { // nobody knows who gets it
				if x := cur.ChildAt(edge.CallExpr_Args, i); b.shared(arg) {
					link(x, inspector.Cursor{}, Object{Root: "var unknown of " + b.object(x).key()})
				}
			}
		case *ast.AssignStmt:
			if len(n.Lhs) != len(n.Rhs) {
				links = append(links, b.handed(cur, n)...)
				continue
			}
			for i, lhs := range n.Lhs {
				if _, ok := ast.Unparen(lhs).(*ast.SelectorExpr); ok && b.shared(n.Rhs[i]) {
					link(cur.ChildAt(edge.AssignStmt_Rhs, i), cur.ChildAt(edge.AssignStmt_Lhs, i), Object{})
				}
			}
		case *ast.CompositeLit:
			for i, e := range n.Elts {
				kv, ok := e.(*ast.KeyValueExpr)
				if !ok {
					continue
				}
				key, ok := kv.Key.(*ast.Ident)
				if !ok || !b.shared(kv.Value) {
					continue
				}
				if v, ok := b.Info.Uses[key].(*types.Var); ok && v.IsField() {
					o := Object{Root: b.place(cur)}.field(b.Info.TypeOf(n), v.Origin())
					link(cur.ChildAt(edge.CompositeLit_Elts, i).ChildAt(edge.KeyValueExpr_Value, -1), inspector.Cursor{}, o)
				}
			}
		}
	}
	return links
}

// handed links the variables on the left of the assignment at cur to what the call on its right returns.
func (b *builder) handed(cur inspector.Cursor, n *ast.AssignStmt) (links []Link) {
	at := b.unparen(cur.ChildAt(edge.AssignStmt_Rhs, 0))
	call, ok := at.Node().(*ast.CallExpr)
	if !ok {
		return nil
	}
	fn := b.Callee(call)
	if fn == nil || !b.lives(fn) {
		return nil
	}
	for i, o := range b.script(fn).Results {
		if o.Known() && !b.script(fn).fresh(o) && i < len(n.Lhs) {
			if v := b.assigned(cur.ChildAt(edge.AssignStmt_Lhs, i)); v.Known() {
				links = append(links, Link{o.in(b.bind(at, fn)), v})
			}
		}
	}
	return links
}

// assigned returns what the left side of an assignment stands for.
func (b *builder) assigned(cur inspector.Cursor) Object {
	if id, ok := cur.Node().(*ast.Ident); ok {
		v, ok := b.Info.ObjectOf(id).(*types.Var)
		if !ok {
			return Object{} // blank
		}
		return b.variable(v)
	}
	return b.object(cur)
}

// shared reports whether the value of e is one by which different code can talk of the same thing.
func (b *builder) shared(e ast.Expr) bool {
	t := b.Info.TypeOf(e)
	if t == nil {
		return false
	}
	switch t.Underlying().(type) {
	case *types.Pointer, *types.Chan, *types.Interface, *types.Signature:
		return true
	}
	return false
}
