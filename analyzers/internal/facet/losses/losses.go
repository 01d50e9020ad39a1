// Package losses says which functions flush, close or remove something: skipped, something is lost, or left to the end of the process.
package losses

import (
	"go/ast"
	"go/constant"
	"go/types"
	"strings"

	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"

	"github.com/shutdownlint/shutdownlint/analyzers/internal/body"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/index"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/origin"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/resource"
)

// Facet is that of losses. Of other modules the names of the functions tell.
var Facet = body.Facet{Name: "losses", Does: both | handed, Internal: both | handed, Compute: compute}

const (
	both   = resource.Cleans | resource.Closes
	handed = resource.HandsCleanup | resource.HandsClose
)

func compute(f *body.Function, row *resource.Row) {
	if f.Foreign {
		return
	}
	r := reader{f.Package}
	row.Does |= r.hands(f)
	if f.Results > 1 { // it is no function to defer
		return
	}
	for _, cur := range f.Inner() {
		if cur.ParentEdgeKind() != edge.GoStmt_Call {
			row.Does |= r.loses(cur, f.Cur)
		}
	}
}

// Of returns the calls, that at cur or those in the function literal that it calls, that flush, close or remove something: without
// most of them something is lost when the process ends. Others close a pool or a connection, see Matters.
//
// Cancelling, unlocking, logging, closing bodies and what was only read is of no account.
func Of(p *body.Package, cur inspector.Cursor) []inspector.Cursor { return reader{p}.losses(cur, 0) }

// Matters reports whether something is lost without the call, which Of has returned: a flush, a rollback, the removal of a
// temporary file, an end that others wait for; and not only what the end of the process closes as well.
func Matters(p *body.Package, cur inspector.Cursor) bool {
	return reader{p}.call(cur).Has(resource.Cleans)
}

// IsFile reports whether the call closes a file, into which all has gone by then that was written.
func IsFile(p *body.Package, call *ast.CallExpr) bool {
	fn := p.Callee(call)
	return fn != nil && fn.FullName() == "(*os.File).Close"
}

// IsProfile reports whether the call ends a profile or a trace of the program, which somebody has asked for to look at its speed.
func IsProfile(p *body.Package, call *ast.CallExpr) bool {
	fn := p.Callee(call)
	return fn != nil && fn.Pkg() != nil && (fn.Pkg().Path() == "runtime/pprof" || fn.Pkg().Path() == "runtime/trace")
}

type reader struct{ *body.Package }

// loses returns what the call at cur, made by the function at fn, does for something that fn's caller has.
func (r reader) loses(cur, fn inspector.Cursor) (does resource.Does) {
	if r.ownBusiness(cur, fn) {
		return 0
	}
	for _, c := range r.losses(cur, 3) {
		if !r.ownBusiness(c, fn) {
			does |= r.call(c)
		}
	}
	return does
}

// hands returns what the functions do that f returns: shutdown, in shutdown, err := start().
func (r reader) hands(f *body.Function) (does resource.Does) {
	fn, ok := f.Info.Defs[f.Cur.Node().(*ast.FuncDecl).Name].(*types.Func)
	if !ok {
		return 0
	}
	i := 0
	for v := range fn.Signature().Results().Variables() {
		if _, ok := v.Type().Underlying().(*types.Signature); ok {
			for _, value := range r.origin().Results(f.Cur, i) {
				if value.Kind == origin.Expr {
					does |= r.value(value.Cur)
				}
			}
		}
		i++
	}
	var hands resource.Does
	if does.Has(resource.Cleans) {
		hands |= resource.HandsCleanup
	}
	if does.Has(resource.Closes) {
		hands |= resource.HandsClose
	}
	return hands
}

// origin is asked where functions come from that are values, alone or in a list.
func (r reader) origin() *origin.Origin { return &origin.Origin{Index: r.Index, Elements: true} }

// value returns what the function does that is the value of the expression at cur.
func (r reader) value(cur inspector.Cursor) (does resource.Does) {
	switch n := cur.Node().(type) {
	case *ast.FuncLit:
		for _, c := range r.inside(cur, 0) {
			does |= r.call(c)
		}
	case *ast.CallExpr: // of another package
		row := r.Ask(r.Callee(n))
		if row != nil && row.Does.Has(resource.HandsCleanup) {
			does |= resource.Cleans
		}
		if row != nil && row.Does.Has(resource.HandsClose) {
			does |= resource.Closes
		}
	case *ast.SelectorExpr: // provider.Shutdown
		if fn, ok := r.Info.Uses[n.Sel].(*types.Func); ok && fn.Pkg() != nil && !resource.IsStandard(fn.Pkg().Path()) {
			return r.lost(fn, &ast.CallExpr{Fun: n})
		}
	}
	return does
}

func (r reader) losses(cur inspector.Cursor, depth int) []inspector.Cursor {
	if depth > 4 {
		return nil
	}
	if lit, ok := r.literal(cur); ok {
		if found := r.inside(lit, depth); len(found) > 0 {
			return found
		}
	}
	if r.call(cur) != 0 {
		return []inspector.Cursor{cur}
	}
	return nil
}

// inside returns what losses does of the calls that the function literal at lit makes about what others have.
func (r reader) inside(lit inspector.Cursor, depth int) (found []inspector.Cursor) {
	for c := range lit.Preorder((*ast.CallExpr)(nil)) {
		if c.ParentEdgeKind() != edge.GoStmt_Call && index.Function(c) == lit && !r.ownBusiness(c, lit) {
			found = append(found, r.losses(c, depth+1)...)
		}
	}
	return found
}

// call returns what the call at cur, of no function literal of this package, does without which something is lost, or stays open until
// the process ends.
func (r reader) call(cur inspector.Cursor) (does resource.Does) {
	call := cur.Node().(*ast.CallExpr)
	if fn := r.Callee(call); fn != nil {
		if m := r.concrete(fn, cur); m != nil {
			fn = m
		}
		return r.lost(fn, call)
	}
	for _, v := range r.origin().Values(cur.ChildAt(edge.CallExpr_Fun, -1)) {
		if v.Kind != origin.Expr {
			continue
		}
		if _, lit := v.Cur.Node().(*ast.FuncLit); !lit {
			does |= r.value(v.Cur)
		}
	}
	return does
}

// concrete returns the method that the call at cur of the method fn of an interface runs, if it is known what is in the interface.
func (r reader) concrete(fn *types.Func, cur inspector.Cursor) (m *types.Func) {
	fun := cur.ChildAt(edge.CallExpr_Fun, -1)
	if _, ok := fun.Node().(*ast.SelectorExpr); !ok || !index.Abstract(fn) {
		return nil
	}
	for _, v := range r.origin().Values(fun.ChildAt(edge.SelectorExpr_X, -1)) {
		if v.Kind == origin.Zero {
			continue
		}
		if v.Kind != origin.Expr {
			return nil
		}
		t := r.Info.TypeOf(v.Cur.Node().(ast.Expr))
		if tuple, ok := t.(*types.Tuple); ok {
			t = tuple.At(v.Result).Type()
		}
		if t == nil || types.IsInterface(t) {
			return nil
		}
		obj, _, _ := types.LookupFieldOrMethod(t, true, r.Pkg, fn.Name())
		found, ok := obj.(*types.Func)
		if !ok || m != nil && m != found {
			return nil
		}
		m = found
	}
	return m
}

// lost returns what the call of fn does without which something is lost, or stays open until the process ends.
func (r reader) lost(fn *types.Func, call *ast.CallExpr) resource.Does {
	if row := r.Row(fn); row != nil && row.Does.Any(both|resource.Harmless) {
		return row.Does & both
	}
	switch {
	case fn.Pkg() == nil:
		return 0
	case resource.IsStandard(fn.Pkg().Path()):
		if fn.FullName() == "(*os.File).Close" && r.writable(call) {
			return resource.Closes
		}
		return 0
	case !r.Own(fn.Pkg()) || index.Abstract(fn):
		switch {
		case !resource.IsCleanup(fn):
			return 0
		case r.IsClose(fn):
			return resource.Closes
		}
		return resource.Cleans
	}
	row := r.Ask(fn)
	if row == nil {
		return 0
	}
	if row.Does.Any(both) {
		return row.Does & both
	}
	for i, arg := range call.Args { // a helper that closes what it is given
		if row.Slot(i).Any(resource.Releases | resource.Flushes | resource.ShutsDown) {
			m, _, _ := types.LookupFieldOrMethod(r.Info.TypeOf(arg), true, r.Pkg, "Close")
			if fn, ok := m.(*types.Func); ok {
				if does := r.lost(fn, &ast.CallExpr{Fun: &ast.SelectorExpr{X: arg, Sel: ast.NewIdent(fn.Name())}}); does != 0 {
					return does
				}
			}
		}
	}
	return 0
}

// writable reports whether the file on which call is a method was opened to be written to.
func (r reader) writable(call *ast.CallExpr) bool {
	sel, ok := ast.Unparen(call.Fun).(*ast.SelectorExpr)
	if !ok {
		return false
	}
	v := r.Root(sel.X)
	open := origin.Maker(r.Index, v)
	if open == nil || !r.used(v) {
		return false
	}
	fn := r.Callee(open)
	if fn == nil {
		return false
	}
	if row := r.Row(fn); row != nil && row.Does.Has(resource.Writable) {
		return true
	}
	if fn.FullName() != "os.OpenFile" || len(open.Args) != 3 {
		return false
	}
	value := r.Info.Types[open.Args[1]].Value
	if value == nil {
		return false
	}
	flags, ok := constant.Int64Val(constant.ToInt(value))
	return ok && flags&3 != 0 // O_WRONLY or O_RDWR
}

// used reports whether something is, or may be, written to the file v here, and not by a process that has got it.
func (r reader) used(v *types.Var) bool {
	for _, use := range r.Uses(v) {
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

// literal returns the function literal that the call at cur calls, also where a function declared here returns it: cleanup, in
// conn, cleanup := open(), or open().
func (r reader) literal(cur inspector.Cursor) (inspector.Cursor, bool) {
	for _, v := range r.origin().Values(cur.ChildAt(edge.CallExpr_Fun, -1)) {
		if v.Kind != origin.Expr {
			continue
		}
		if _, ok := v.Cur.Node().(*ast.FuncLit); ok {
			return v.Cur, true
		}
	}
	return cur, false
}

// ownBusiness reports whether the call at cur is about a value that the function at fn has made for itself.
func (r reader) ownBusiness(cur, fn inspector.Cursor) bool {
	call := cur.Node().(*ast.CallExpr)
	if sel, ok := ast.Unparen(call.Fun).(*ast.SelectorExpr); ok {
		if s := r.Info.Selections[sel]; s != nil {
			return r.madeIn(r.Root(sel.X), fn, 0)
		}
	}
	own := false
	for _, arg := range call.Args {
		v := r.Root(arg)
		if v == nil {
			continue
		}
		if !r.madeIn(v, fn, 0) {
			return false
		}
		own = true
	}
	return own
}

// madeIn reports whether the local variable v is declared in the function at fn and holds something made there.
func (r reader) madeIn(v *types.Var, fn inspector.Cursor, depth int) bool {
	if v == nil || depth > 4 {
		return false
	}
	def := r.Def(v)
	if !def.Valid() || !fn.Contains(def) || r.IsParameter(v) {
		return false
	}
	if kind := def.ParentEdgeKind(); kind == edge.RangeStmt_Value || kind == edge.RangeStmt_Key {
		return r.madeIn(r.Root(def.Parent().Node().(*ast.RangeStmt).X), fn, depth+1)
	}
	if value, ok := r.Single(v); ok {
		if _, call := value.Node().(*ast.CallExpr); !call {
			if root := r.Root(value.Node().(ast.Expr)); root != nil && root != v {
				return r.madeIn(root, fn, depth+1) // another name
			}
		}
	}
	if open := origin.Maker(r.Index, v); open != nil {
		if row := r.Row(r.Callee(open)); row != nil {
			for _, w := range row.Wraps {
				if w.Arg == resource.Recv && w.Result == 0 {
					return r.madeIn(r.Root(open.Fun), fn, depth+1)
				}
			}
		}
	}
	return true
}
