package deploy

import (
	"go/ast"
	"go/constant"
	"go/token"
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"

	"github.com/shutdownlint/shutdownlint/analyzers/internal/index"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/resource"
)

// A known call is one that matters to a deed.
type knownCall struct {
	cur inspector.Cursor
	fn  *types.Func
	ask bool // it asks a store
}

// known returns the calls in this package of what is asked, and of functions of the module.
func (r *reader) known() []knownCall {
	var found []knownCall
	for _, fn := range r.Funcs() {
		own := r.Own(fn.Pkg())
		for cur := range r.Calls(fn) {
			ask := false
			if sel, ok := ast.Unparen(cur.Node().(*ast.CallExpr).Fun).(*ast.SelectorExpr); ok {
				ask = resource.IsQuery(fn, r.Info.TypeOf(sel.X), own)
			}
			if ask || own {
				found = append(found, knownCall{cur, fn, ask})
			} else if fn.FullName() == "time.Since" || fn.FullName() == "(time.Time).Sub" || fn.FullName() == "(time.Time).Before" || fn.FullName() == "(time.Time).After" {
				found = append(found, knownCall{cur, fn, false})
			} else if !own {
				break // nor do the others matter
			}
		}
	}
	return found
}

// deeds notes what the functions of this package do that may matter to those who ask how the program is.
func (r *reader) deeds(needs *Needs) {
	needs.Deeds, needs.Methods = make(map[string]*Deed), make(map[string][]string)
	at := func(fn *types.Func) *Deed {
		d := needs.Deeds[fn.FullName()]
		if d == nil {
			d = new(Deed)
			needs.Deeds[fn.FullName()] = d
		}
		return d
	}
	for _, c := range r.calls {
		if fn := r.declared(index.Declaration(c.cur)); fn != nil {
			r.add(at(fn), c)
		}
	}
	for _, file := range r.Files {
		for cur := range file.Preorder((*ast.FuncDecl)(nil)) {
			fn := r.declared(cur)
			if fn == nil || cur.Node().(*ast.FuncDecl).Body == nil {
				continue
			}
			if sig := fn.Signature(); sig.Recv() != nil && (takesAnswer(sig) || resource.Some(sig.Results(), resource.IsError)) {
				needs.Methods[shape(fn)] = append(needs.Methods[shape(fn)], fn.FullName())
			}
			handler := cur
			if made, ok := r.made(cur, fn); ok {
				handler = made
			} else if !takesAnswer(fn.Signature()) {
				continue
			}
			d := at(fn)
			d.Fails = r.fails(handler)
			r.fixed(d, handler)
		}
	}
	for _, d := range needs.Deeds {
		slices.Sort(d.Calls)
		d.Calls = slices.Compact(d.Calls)
	}
}

// nameOf returns what a function is known by in other packages: its full name, or the shape of a method of an interface.
func nameOf(fn *types.Func) string {
	if index.Abstract(fn) {
		return shape(fn)
	}
	return fn.FullName()
}

// shape is what a method and those of the interfaces that it satisfies have in common. It is no full name of a function.
func shape(fn *types.Func) string {
	var b strings.Builder
	b.WriteString("." + fn.Name())
	for _, tuple := range []*types.Tuple{fn.Signature().Params(), fn.Signature().Results()} {
		b.WriteByte('(')
		for v := range tuple.Variables() {
			b.WriteString(types.TypeString(v.Type(), nil) + ",")
		}
		b.WriteByte(')')
	}
	return b.String()
}

// made returns the handler that the function fn, which is declared at decl, makes: the one literal that takes a request.
func (r *reader) made(decl inspector.Cursor, fn *types.Func) (found inspector.Cursor, ok bool) {
	if fn.Signature().Results().Len() == 0 || takesAnswer(fn.Signature()) {
		return decl, false
	}
	for cur := range decl.Preorder((*ast.FuncLit)(nil)) {
		sig, isSig := r.Info.TypeOf(cur.Node().(*ast.FuncLit)).(*types.Signature)
		if !isSig || !takesAnswer(sig) {
			continue
		}
		if ok {
			return decl, false // a middleware, or a choice
		}
		found, ok = cur, true
	}
	return found, ok
}

// deedAt returns what the function literal at cur does.
func (r *reader) deedAt(cur inspector.Cursor) Deed {
	d := Deed{Fails: r.fails(cur)}
	for _, c := range r.calls {
		if cur.Node().Pos() <= c.cur.Node().Pos() && c.cur.Node().End() <= cur.Node().End() {
			r.add(&d, c)
		}
	}
	slices.Sort(d.Calls)
	d.Calls = slices.Compact(d.Calls)
	return d
}

// add adds a call to what is known of the function around it.
func (r *reader) add(d *Deed, c knownCall) {
	switch {
	case c.ask:
		sel := ast.Unparen(c.cur.Node().(*ast.CallExpr).Fun).(*ast.SelectorExpr)
		d.Asks = append(d.Asks, Ask{types.ExprString(sel), r.at(c.cur.Node().Pos())})
	case r.Own(c.fn.Pkg()):
		d.Calls = append(d.Calls, nameOf(c.fn))
	case compared(c.cur):
		d.Caches = true
	}
}

// compared reports whether the result of the call is compared with something, or is a condition itself.
func compared(call inspector.Cursor) bool {
	if b, ok := call.Parent().Node().(*ast.BinaryExpr); ok {
		return b.Op == token.LSS || b.Op == token.GTR || b.Op == token.LEQ || b.Op == token.GEQ || b.Op == token.LAND || b.Op == token.LOR
	}
	kind := call.ParentEdgeKind()
	return kind == edge.IfStmt_Cond || kind == edge.UnaryExpr_X
}

// fails reports whether the function at cur may answer that something is wrong: by a status from 400 on, or by an error.
func (r *reader) fails(cur inspector.Cursor) bool {
	if sig := r.signature(cur); sig != nil && resource.Some(sig.Results(), resource.IsError) {
		return true
	}
	for c := range cur.Preorder((*ast.CallExpr)(nil)) {
		call := c.Node().(*ast.CallExpr)
		for _, arg := range call.Args {
			if v := r.Info.Types[arg].Value; v != nil && v.Kind() == constant.Int {
				if n, ok := constant.Int64Val(v); ok && 400 <= n && n < 600 {
					return true
				}
			}
		}
	}
	return false
}

func (r *reader) signature(cur inspector.Cursor) *types.Signature {
	switch n := cur.Node().(type) {
	case *ast.FuncDecl:
		if fn := r.declared(cur); fn != nil {
			return fn.Signature()
		}
	case *ast.FuncLit:
		sig, _ := r.Info.TypeOf(n).(*types.Signature)
		return sig
	}
	return nil
}
