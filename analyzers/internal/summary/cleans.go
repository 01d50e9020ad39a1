package summary

import (
	"go/ast"
	"go/constant"
	"go/types"
	"strings"

	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"

	"github.com/shutdownlint/shutdownlint/analyzers/internal/index"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/origin"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/resource"
)

// Losses returns the calls, that at cur or those in the function literal that it calls, without which something is lost
// when the process ends: a flush, the close of what is written to, a rollback, the removal of a temporary file.
//
// Cancelling, unlocking, logging, closing connections, bodies and what was only read is done as well by the end of the
// process.
func (s *Summary) Losses(cur inspector.Cursor) []inspector.Cursor { return s.caller().losses(cur, 0) }

func (f *function) losses(cur inspector.Cursor, depth int) []inspector.Cursor {
	if depth > 4 {
		return nil
	}
	call := cur.Node().(*ast.CallExpr)
	if lit, ok := f.literal(cur); ok {
		var found []inspector.Cursor
		for c := range lit.Preorder((*ast.CallExpr)(nil)) {
			if c.ParentEdgeKind() != edge.GoStmt_Call && index.Function(c) == lit && !f.ownBusiness(c, lit) {
				found = append(found, f.losses(c, depth+1)...)
			}
		}
		return found
	}
	if fn := f.Callee(call); fn != nil && f.lost(fn, call) {
		return []inspector.Cursor{cur}
	}
	return nil
}

// lost reports whether something is lost without the call of fn.
func (f *function) lost(fn *types.Func, call *ast.CallExpr) bool {
	if row := f.Row(fn); row != nil && row.Does.Any(resource.Cleans|resource.Harmless) {
		return row.Does.Has(resource.Cleans)
	}
	switch {
	case fn.Pkg() == nil:
		return false
	case resource.IsStandard(fn.Pkg().Path()):
		return fn.FullName() == "(*os.File).Close" && f.writable(call)
	case !f.home.Own(fn.Pkg().Path()):
		return resource.IsCleanup(fn)
	}
	if recv := fn.Signature().Recv(); recv != nil && types.IsInterface(recv.Type()) {
		return resource.IsCleanup(fn)
	}
	row := f.ask(fn)
	if row == nil {
		return false
	}
	if row.Does.Has(resource.Cleans) {
		return true
	}
	for i, arg := range call.Args { // a helper that closes what it is given
		if row.Slot(i).Any(resource.Releases | resource.Flushes | resource.ShutsDown) {
			m, _, _ := types.LookupFieldOrMethod(f.Info.TypeOf(arg), true, f.pkg, "Close")
			if fn, ok := m.(*types.Func); ok && f.lost(fn, &ast.CallExpr{Fun: &ast.SelectorExpr{X: arg, Sel: ast.NewIdent(fn.Name())}}) {
				return true
			}
		}
	}
	return false
}

// writable reports whether the file on which call is a method was opened to be written to.
func (f *function) writable(call *ast.CallExpr) bool {
	sel, ok := ast.Unparen(call.Fun).(*ast.SelectorExpr)
	if !ok {
		return false
	}
	v := f.Root(sel.X)
	open := f.maker(v)
	if open == nil || !f.used(v) {
		return false
	}
	fn := f.Callee(open)
	if fn == nil {
		return false
	}
	if row := f.Row(fn); row != nil && row.Does.Has(resource.Writable) {
		return true
	}
	if fn.FullName() != "os.OpenFile" || len(open.Args) != 3 {
		return false
	}
	flags, ok := constant.Int64Val(constant.ToInt(f.value(open.Args[1])))
	return ok && flags&3 != 0 // O_WRONLY or O_RDWR
}

// used reports whether something is, or may be, written to the file v here, and not by a process that has got it.
func (f *function) used(v *types.Var) bool {
	for _, use := range f.Uses(v) {
		switch use.ParentEdgeKind() {
		case edge.CallExpr_Args:
			return true
		case edge.SelectorExpr_X:
			if strings.HasPrefix(use.Parent().Node().(*ast.SelectorExpr).Sel.Name, "Write") {
				return true
			}
		}
	}
	return false
}

func (f *function) value(e ast.Expr) constant.Value {
	if v := f.Info.Types[e].Value; v != nil {
		return v
	}
	return constant.MakeInt64(0)
}

// Maker returns the call whose result v is given, if that happens once.
func (s *Summary) Maker(v *types.Var) *ast.CallExpr { return s.caller().maker(v) }

// maker returns the call whose first result v is given, if that is all that it is ever given.
func (f *function) maker(v *types.Var) *ast.CallExpr {
	if v == nil {
		return nil
	}
	var made *ast.CallExpr
	for _, value := range (&origin.Origin{Index: f.Index, Shallow: true}).Of(v) {
		if value.Kind == origin.Zero {
			continue
		}
		if made != nil || value.Kind != origin.Expr || value.Result != 0 {
			return nil
		}
		call, ok := value.Cur.Node().(*ast.CallExpr)
		if !ok {
			return nil
		}
		made = call
	}
	return made
}

// literal returns the function literal that the call at cur calls, also where a function declared here returns it: cleanup, in
// conn, cleanup := open(), or open().
func (f *function) literal(cur inspector.Cursor) (inspector.Cursor, bool) {
	for _, v := range (&origin.Origin{Index: f.Index}).Values(cur.ChildAt(edge.CallExpr_Fun, -1)) {
		if v.Kind != origin.Expr {
			continue
		}
		if _, ok := v.Cur.Node().(*ast.FuncLit); ok {
			return v.Cur, true
		}
	}
	return cur, false
}

// loses reports whether the call at cur, made by f, is of the kind without which something is lost that f's caller has.
func (f *function) loses(cur inspector.Cursor) bool {
	if f.results > 1 {
		return false // no function to defer
	}
	if f.ownBusiness(cur, f.cur) {
		return false
	}
	for _, c := range f.losses(cur, 3) {
		if !f.ownBusiness(c, f.cur) {
			return true
		}
	}
	return false
}

// ownBusiness reports whether the call at cur is about a value that the function at fn has made for itself.
func (f *function) ownBusiness(cur, fn inspector.Cursor) bool {
	call := cur.Node().(*ast.CallExpr)
	if sel, ok := ast.Unparen(call.Fun).(*ast.SelectorExpr); ok {
		if s := f.Info.Selections[sel]; s != nil {
			return f.madeIn(f.Root(sel.X), fn, 0)
		}
	}
	own := false
	for _, arg := range call.Args {
		v := f.Root(arg)
		if v == nil {
			continue
		}
		if !f.madeIn(v, fn, 0) {
			return false
		}
		own = true
	}
	return own
}

// madeIn reports whether the local variable v is declared in the function at fn and holds something made there.
func (f *function) madeIn(v *types.Var, fn inspector.Cursor, depth int) bool {
	if v == nil || depth > 4 {
		return false
	}
	def := f.Def(v)
	if !def.Valid() || !fn.Contains(def) || def.ParentEdgeKind() == edge.Field_Names {
		return false
	}
	if kind := def.ParentEdgeKind(); kind == edge.RangeStmt_Value || kind == edge.RangeStmt_Key {
		return f.madeIn(f.Root(def.Parent().Node().(*ast.RangeStmt).X), fn, depth+1)
	}
	if value, ok := f.Single(v); ok {
		if _, call := value.Node().(*ast.CallExpr); !call {
			if root := f.Root(value.Node().(ast.Expr)); root != nil && root != v {
				return f.madeIn(root, fn, depth+1) // another name
			}
		}
	}
	if open := f.maker(v); open != nil {
		if row := f.Row(f.Callee(open)); row != nil {
			for _, w := range row.Wraps {
				if w.Arg == resource.Recv && w.Result == 0 {
					return f.madeIn(f.Root(open.Fun), fn, depth+1)
				}
			}
		}
	}
	return true
}
