package deploy

import (
	"go/ast"
	"go/token"
	"go/types"
	"path"
	"slices"
	"strings"

	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"

	"github.com/shutdownlint/shutdownlint/analyzers/internal/index"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/resource"
)

// plain are the packages whose functions look at nothing but what they are given.
var plain = []string{"net/http", "fmt", "io", "encoding/json", "encoding/xml", "time", "strings", "strconv", "bytes", "errors", "context", "html", "maps", "slices", "sort"}

// loggers are words in the paths of packages whose functions only write down what they are told.
var loggers = []string{"log", "slog", "zap", "zerolog", "logrus", "klog", "glog", "logr"}

// A fixity finds out whether what a function answers never changes, as far as it is up to the program: whether it looks at nothing
// that was not made by itself or came with the request, but for what it asks of stores.
type fixity struct {
	*reader
	seen   map[inspector.Cursor]bool
	others []string // functions of other packages of the module that must be fixed as well
}

// fixed notes in d whether the function at cur is.
func (r *reader) fixed(d *Deed, cur inspector.Cursor) {
	f := &fixity{reader: r, seen: make(map[inspector.Cursor]bool)}
	d.Fixed = f.fixed(cur)
	d.FixedIf = f.others
}

func (f *fixity) fixed(cur inspector.Cursor) bool {
	if f.seen[cur] {
		return true
	}
	f.seen[cur] = true
	for c := range cur.Preorder((*ast.Ident)(nil), (*ast.CallExpr)(nil), (*ast.GoStmt)(nil)) {
		switch n := c.Node().(type) {
		case *ast.GoStmt:
			return false
		case *ast.CallExpr:
			if !f.dull(c, cur) {
				return false
			}
		case *ast.Ident:
			v, ok := f.Info.Uses[n].(*types.Var)
			if ok && !v.IsField() && !within(v.Pos(), cur) && !f.settled(v) && !f.onlyAsked(c) {
				return false
			}
			if ok && v.IsField() && f.Own(v.Pkg()) && f.ofReceiver(c, cur) && !f.onlyAsked(c) {
				return false
			}
		}
	}
	return true
}

func within(pos token.Pos, fn inspector.Cursor) bool {
	return fn.Node().Pos() <= pos && pos <= fn.Node().End()
}

// settled reports whether v, declared outside of the function, has one value from the start on: it is an error to compare with, or
// a text or a number that nobody is seen to assign.
func (f *fixity) settled(v *types.Var) bool {
	if resource.IsError(v.Type()) {
		return index.Global(v)
	}
	if _, ok := v.Type().Underlying().(*types.Basic); !ok || !f.Def(v).Valid() || v.Exported() && index.Global(v) && f.Pkg.Name() != "main" {
		return false
	}
	for _, use := range f.Uses(v) {
		if _, assigned, ok := f.Assigned(use); assigned || !ok {
			return false
		}
	}
	return true
}

// ofReceiver reports whether the field at id is one of the receiver of fn, or of something that belongs to it.
func (f *fixity) ofReceiver(id, fn inspector.Cursor) bool {
	sel, ok := id.Parent().Node().(*ast.SelectorExpr)
	if !ok {
		return false // the key of a literal
	}
	root := f.Root(sel)
	sig := f.signature(fn)
	return root != nil && sig != nil && root == sig.Recv()
}

// onlyAsked reports whether the variable or field at id is only there to be asked, or to be told what to write down.
func (f *fixity) onlyAsked(id inspector.Cursor) bool {
	cur := id
	for cur.ParentEdgeKind() == edge.SelectorExpr_Sel || cur.ParentEdgeKind() == edge.SelectorExpr_X {
		cur = cur.Parent()
	}
	if cur.ParentEdgeKind() != edge.CallExpr_Fun {
		return false
	}
	call := cur.Parent().Node().(*ast.CallExpr)
	fn := f.Callee(call)
	sel, ok := ast.Unparen(call.Fun).(*ast.SelectorExpr)
	if fn == nil || fn.Pkg() == nil || !ok {
		return false
	}
	return resource.IsQuery(fn, f.Info.TypeOf(sel.X), f.Own(fn.Pkg())) || writesDown(fn)
}

func writesDown(fn *types.Func) bool {
	return slices.ContainsFunc(strings.Split(fn.Pkg().Path(), "/"), func(word string) bool { return slices.Contains(loggers, word) })
}

// dull reports whether the call, in the function at cur, looks at nothing that may change.
func (f *fixity) dull(call, cur inspector.Cursor) bool {
	n := call.Node().(*ast.CallExpr)
	if f.Builtin(n) != "" || f.Info.Types[n.Fun].IsType() {
		return true
	}
	fn := f.Callee(n)
	if fn == nil {
		lit, ok := f.Lit(call)
		return ok && within(lit.Node().Pos(), cur)
	}
	if fn.Pkg() == nil {
		return true // error.Error
	}
	own := f.Own(fn.Pkg())
	sel, isSel := ast.Unparen(n.Fun).(*ast.SelectorExpr)
	if isSel && resource.IsQuery(fn, f.Info.TypeOf(sel.X), own) || writesDown(fn) {
		return true
	}
	if own {
		if decl, d := f.Decl(fn); d != nil && d.Body != nil {
			return f.fixed(decl)
		}
		f.others = append(f.others, fn.FullName())
		return !index.Abstract(fn) && takesAnswer(fn.Signature()) // another package knows
	}
	if slices.Contains(plain, fn.Pkg().Path()) {
		return true
	}
	if isSel && fn.Signature().Recv() != nil {
		root := f.Root(sel.X)
		return root != nil && within(root.Pos(), cur) && resource.IsRequest(root.Type())
	}
	return path.Base(fn.Pkg().Path()) == "render" && takesAnswer(fn.Signature())
}
