package lifecycle

import (
	"go/ast"
	"go/types"
	"strconv"
	"strings"

	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"

	"github.com/shutdownlint/shutdownlint/analyzers/internal/ctxflow"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/index"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/origin"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/resource"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/wait"
)

// field returns the object that is the named field of o, a value of type t.
func (o Object) field(t types.Type, v *types.Var) Object {
	if p, ok := t.Underlying().(*types.Pointer); ok {
		t = p.Elem()
	}
	if resource.IsPart(t, v) {
		return o // who stops the server of an echo has stopped the echo
	}
	key := v.Name()
	if named, ok := types.Unalias(t).(*types.Named); ok && named.Obj().Pkg() != nil {
		key = named.Obj().Pkg().Path() + "." + named.Obj().Name() + "." + key
	}
	return o.then(key)
}

func (o Object) then(path string) Object {
	switch {
	case path == "":
		return o
	case o.Path == "":
		return Object{o.Root, path}
	case strings.Count(o.Path, " ") > 6:
		return Object{"", path} // of a list, say, whose nodes lead to each other
	}
	return Object{o.Root, o.Path + " " + path}
}

// last returns the last field of o's path.
func (o Object) last() string { return o.Path[strings.LastIndexByte(o.Path, ' ')+1:] }

// param is the root of the i'th parameter of the function; the receiver is -1.
func param(fn string, i int) string { return "param " + strconv.Itoa(i) + " " + fn }

// object returns what the expression at cur stands for.
func (b *builder) object(cur inspector.Cursor) Object {
	switch n := cur.Node().(type) {
	case *ast.ParenExpr:
		return b.object(cur.ChildAt(edge.ParenExpr_X, -1))
	case *ast.StarExpr:
		return b.object(cur.ChildAt(edge.StarExpr_X, -1))
	case *ast.UnaryExpr:
		return b.object(cur.ChildAt(edge.UnaryExpr_X, -1))
	case *ast.TypeAssertExpr:
		return b.object(cur.ChildAt(edge.TypeAssertExpr_X, -1))
	case *ast.IndexExpr:
		return b.object(cur.ChildAt(edge.IndexExpr_X, -1)).then("[]")
	case *ast.Ident, *ast.SelectorExpr:
		switch {
		case b.isContext(cur):
			return b.context(cur)
		case wait.IsCancel(b.Info.TypeOf(n.(ast.Expr))):
			return b.cancelled(cur)
		}
		return b.named(cur)
	case *ast.CallExpr:
		if b.Info.Types[n.Fun].IsType() && len(n.Args) == 1 {
			return b.object(cur.ChildAt(edge.CallExpr_Args, 0))
		}
		if b.isContext(cur) {
			return b.context(cur)
		}
		return b.made(cur)
	case *ast.CompositeLit:
		return b.made(cur)
	}
	return Object{}
}

// named returns the variable or field that the expression at cur names.
func (b *builder) named(cur inspector.Cursor) Object {
	id, ok := cur.Node().(*ast.Ident)
	if !ok {
		return b.selected(cur)
	}
	v, ok := b.Info.Uses[id].(*types.Var)
	if !ok {
		return Object{}
	}
	return b.variable(v)
}

// made is the object that the call or literal at cur makes, or hands out.
func (b *builder) made(cur inspector.Cursor) Object {
	if call, ok := cur.Node().(*ast.CallExpr); ok {
		if fn := b.Callee(call); fn != nil && b.lives(fn) {
			if s := b.script(fn); len(s.Results) > 0 && s.Results[0].Known() && !s.fresh(s.Results[0]) {
				return s.Results[0].in(b.bind(cur, fn))
			}
		}
	}
	return Object{Root: b.place(cur)}
}

func (b *builder) selected(cur inspector.Cursor) Object {
	sel := cur.Node().(*ast.SelectorExpr)
	s := b.Info.Selections[sel]
	if s == nil {
		if v, ok := b.Info.Uses[sel.Sel].(*types.Var); ok {
			return b.variable(v) // of another package
		}
		return Object{}
	}
	o := b.object(cur.ChildAt(edge.SelectorExpr_X, -1))
	t := s.Recv()
	for _, f := range index.Path(s) {
		o, t = o.field(t, f), f.Type()
	}
	if v, ok := s.Obj().(*types.Var); ok {
		return o.field(t, v.Origin())
	}
	return o // a method: what it is called on
}

// variable returns what v stands for: another object of which it is the only name, or itself.
func (b *builder) variable(v *types.Var) Object {
	if v.Pkg() == nil {
		return Object{}
	}
	if v.Parent() == v.Pkg().Scope() {
		return Object{Root: "var " + v.Pkg().Path() + "." + v.Name()}
	}
	def := b.Def(v)
	if !def.Valid() || b.resolving[v] {
		return Object{}
	}
	b.resolving[v] = true
	defer delete(b.resolving, v)
	switch def.ParentEdgeKind() {
	case edge.Field_Names:
		return b.parameter(v, def)
	case edge.RangeStmt_Value:
		return b.object(def.Parent().ChildAt(edge.RangeStmt_X, -1)).then("[]")
	}
	if value, ok := b.Single(v); ok {
		switch n := value.Node().(type) {
		case *ast.Ident, *ast.SelectorExpr, *ast.StarExpr, *ast.ParenExpr, *ast.TypeAssertExpr, *ast.IndexExpr:
			if o := b.object(value); o.Known() {
				return o
			}
		case *ast.UnaryExpr:
			if _, lit := n.X.(*ast.CompositeLit); !lit {
				if o := b.object(value); o.Known() {
					return o
				}
			}
		case *ast.CallExpr:
			if o := b.made(value); o.Root != b.place(value) {
				return o
			}
		}
	}
	return Object{Root: b.place(def)}
}

// parameter returns the parameter v, which the identifier at def declares.
func (b *builder) parameter(v *types.Var, def inspector.Cursor) Object {
	fn := index.Function(def)
	switch n := fn.Node().(type) {
	case *ast.FuncDecl:
		obj, _ := b.Info.Defs[n.Name].(*types.Func)
		if obj == nil {
			return Object{}
		}
		if obj.Signature().Recv() == v {
			return Object{Root: param(obj.FullName(), -1)}
		}
		for i := range obj.Signature().Params().Len() {
			if obj.Signature().Params().At(i) == v {
				return Object{Root: param(obj.FullName(), i)}
			}
		}
	case *ast.FuncLit:
		sig := b.Info.TypeOf(n).(*types.Signature)
		for i := range sig.Params().Len() {
			if sig.Params().At(i) == v {
				return Object{Root: param(b.place(fn), i)}
			}
		}
	}
	return Object{Root: b.place(def)}
}

func (b *builder) isContext(cur inspector.Cursor) bool {
	t := b.Info.TypeOf(cur.Node().(ast.Expr))
	return t != nil && resource.IsContext(t)
}

// context returns the outermost context that ends the one which the expression at cur holds, as the end of one is that of the other.
func (b *builder) context(cur inspector.Cursor) Object {
	contexts := b.Contexts().Of(cur)
	if len(contexts) != 1 {
		return Object{}
	}
	var found Object
	contexts[0].Chain(func(c *ctxflow.Context) bool {
		switch {
		case c.Var != nil:
			found = b.contextVar(c)
		case c.Cancel != nil || c.Does.Has(resource.OnSignal):
			found = Object{Root: b.place(c.At)}
		}
		return false
	})
	return found
}

func (b *builder) contextVar(c *ctxflow.Context) Object {
	if _, ok := c.At.Node().(*ast.SelectorExpr); ok {
		return b.selected(c.At)
	}
	return b.variable(c.Var)
}

// cancelled returns the context that the function value at cur ends.
func (b *builder) cancelled(cur inspector.Cursor) Object {
	values := (&origin.Origin{Index: b.Index, Fields: true}).Values(cur)
	if len(values) == 1 && values[0].Kind == origin.Expr && values[0].Result == 1 {
		if o := b.context(values[0].Cur); o.Known() {
			return o
		}
		return Object{Root: b.place(values[0].Cur)}
	}
	switch cur.Node().(type) {
	case *ast.Ident, *ast.SelectorExpr:
		return b.named(cur)
	}
	return Object{}
}
