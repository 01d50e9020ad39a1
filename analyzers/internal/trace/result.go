package trace

import (
	"go/ast"
	"go/types"

	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"

	"github.com/shutdownlint/shutdownlint/analyzers/internal/index"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/resource"
)

// result follows the i'th result of the call at cur.
func (f *follower) result(cur inspector.Cursor, i int) {
	if tuple, ok := f.Index.Info.TypeOf(cur.Node().(ast.Expr)).(*types.Tuple); !ok || tuple.Len() < 2 {
		f.expr(cur)
		return
	}
	if f.calls[result{cur, i}] {
		return // a function that returns what it returns itself
	}
	f.calls[result{cur, i}] = true
	at := cur
	for at.ParentEdgeKind() == edge.ParenExpr_X {
		at = at.Parent()
	}
	parent := at.Parent()
	switch at.ParentEdgeKind() {
	case edge.AssignStmt_Rhs, edge.ValueSpec_Values:
		f.assigned(parent, i)
	case edge.ReturnStmt_Results:
		f.returned(parent, i)
	case edge.CallExpr_Args:
		f.argument(parent, i) // f(g())
	default:
		f.event(Event{Kind: Discarded, At: cur})
	}
}

// returned handles the value as the i'th result of the return statement at cur.
func (f *follower) returned(cur inspector.Cursor, i int) { f.resultOf(index.Function(cur), i, cur) }

// resultOf follows the value, the i'th result of the function at fn, to the callers.
func (f *follower) resultOf(fn inspector.Cursor, i int, at inspector.Cursor) {
	if !fn.Valid() {
		return
	}
	if lit, ok := fn.Node().(*ast.FuncLit); ok {
		f.resultOfLit(fn, lit, i)
		return
	}
	decl := fn.Node().(*ast.FuncDecl)
	obj, _ := f.Index.Info.Defs[decl.Name].(*types.Func) // nil for the function of a dependency
	f.event(Event{Kind: Returned, At: at, Func: obj, Slot: i})
	if f.Within.Valid() || obj == nil {
		return
	}
	if obj.Exported() && f.Pkg.Name() != "main" {
		f.event(Event{Kind: Left, At: at, Func: obj, Slot: i})
	}
	uses := f.Index.Uses(obj)
	if len(uses) == 0 && f.Index.Incomplete {
		f.lost(at) // the caller may be what does not type-check
	}
	for _, use := range uses {
		if call, ok := f.Index.CallOf(use); ok {
			f.result(call, i)
		} else {
			f.lost(use) // the function is handed on as a value, so others call it
		}
	}
}

// resultOfLit follows the value out of a function literal that is called where it stands or through its variable.
func (f *follower) resultOfLit(fn inspector.Cursor, lit *ast.FuncLit, i int) {
	cur := fn
	for cur.ParentEdgeKind() == edge.ParenExpr_X {
		cur = cur.Parent()
	}
	switch kind, j := cur.ParentEdge(); kind {
	case edge.CallExpr_Fun:
		f.result(cur.Parent(), i)
		return
	case edge.AssignStmt_Rhs:
		stmt := cur.Parent().Node().(*ast.AssignStmt)
		if id, ok := stmt.Lhs[min(j, len(stmt.Lhs)-1)].(*ast.Ident); ok {
			if v, ok := f.Index.Info.ObjectOf(id).(*types.Var); ok && !v.IsField() {
				for _, use := range f.Index.Uses(v) {
					if call, ok := f.Index.CallOf(use); ok {
						f.result(call, i)
					} else if use.ParentEdgeKind() != edge.AssignStmt_Lhs {
						f.lost(use)
					}
				}
				return
			}
		}
	}
	f.lost(fn)
}

// namedResult returns the function whose named result v is, and its index.
func (f *follower) namedResult(v *types.Var) (int, inspector.Cursor) {
	return f.position(v, edge.FuncType_Results)
}

// position returns the index of v in the parameters or results of a function, and the function.
func (f *follower) position(v *types.Var, list edge.Kind) (int, inspector.Cursor) {
	def, of, _ := f.Index.Parameter(v)
	if of != list {
		return 0, inspector.Cursor{}
	}
	fields, n := def.Parent().Parent(), 0
	for _, field := range fields.Node().(*ast.FieldList).List {
		for _, name := range field.Names {
			if name == def.Node() {
				return n, fields.Parent().Parent()
			}
			n++
		}
		if len(field.Names) == 0 {
			n++
		}
	}
	return 0, inspector.Cursor{}
}

// outward follows a value that was put into what the parameter v points to or holds: the caller has it now.
func (f *follower) outward(v *types.Var, at inspector.Cursor) {
	i, fn := f.position(v, edge.FuncType_Params)
	if !fn.Valid() {
		return
	}
	decl, ok := fn.Node().(*ast.FuncDecl)
	if !ok {
		f.lost(at)
		return
	}
	if f.Within.Valid() {
		f.event(Event{Kind: Stored, At: at, Effect: resource.Keeps})
		return
	}
	obj, ok := f.Index.Info.Defs[decl.Name].(*types.Func)
	if !ok {
		return
	}
	if obj.Exported() && f.Pkg.Name() != "main" {
		f.event(Event{Kind: Left, At: at, Func: obj, Slot: i})
	}
	for call := range f.Index.Calls(obj) {
		if i < len(call.Node().(*ast.CallExpr).Args) {
			f.into(call.ChildAt(edge.CallExpr_Args, i))
		}
	}
}
