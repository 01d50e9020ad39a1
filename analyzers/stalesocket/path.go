package stalesocket

import (
	"go/ast"
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"

	"github.com/shutdownlint/shutdownlint/analyzers/internal/guess"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/index"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/resource"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/summary"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/trace"
)

// A path is that of a socket.
type path struct {
	*summary.Summary
	parts map[types.Object]bool // the variables, fields and constants that it is made of
	texts []string              // and what stands there itself
}

// read notes what the path at cur is made of. It reports false if that may be new in each process: a temporary folder, a number.
func (p *path) read(cur inspector.Cursor, depth int) bool {
	if t := text(p.Summary, cur.Node().(ast.Expr)); t != "" {
		p.texts = append(p.texts, t)
		if strings.HasPrefix(t, "@") || strings.HasPrefix(t, "\x00") {
			return false // not in the file system
		}
	}
	if depth > 4 {
		return false
	}
	switch n := cur.Node().(type) {
	case *ast.BasicLit:
		return true
	case *ast.ParenExpr:
		return p.read(cur.ChildAt(edge.ParenExpr_X, -1), depth)
	case *ast.BinaryExpr:
		return p.read(cur.ChildAt(edge.BinaryExpr_X, -1), depth) && p.read(cur.ChildAt(edge.BinaryExpr_Y, -1), depth)
	case *ast.StarExpr:
		return p.read(cur.ChildAt(edge.StarExpr_X, -1), depth)
	case *ast.UnaryExpr:
		return p.read(cur.ChildAt(edge.UnaryExpr_X, -1), depth)
	case *ast.CompositeLit: // net.UnixAddr
		name, ok := index.Element(cur, "Name")
		return ok && p.read(name, depth)
	case *ast.IndexExpr:
		return p.read(cur.ChildAt(edge.IndexExpr_X, -1), depth)
	case *ast.SelectorExpr:
		return p.note(p.Info.Uses[n.Sel])
	case *ast.Ident:
		v, ok := p.Info.Uses[n].(*types.Var)
		if !ok {
			return p.note(p.Info.Uses[n])
		}
		return p.variable(v, depth)
	case *ast.CallExpr:
		return p.call(cur, depth)
	}
	return false
}

func (p *path) note(obj types.Object) bool {
	if obj == nil {
		return false
	}
	p.parts[index.Origin(obj)] = true
	return true
}

// variable is read for v: what it is given, or, if it is a parameter, what the callers pass.
func (p *path) variable(v *types.Var, depth int) bool {
	p.note(v)
	def := p.Def(v)
	if !def.Valid() || index.Global(v) {
		return true
	}
	if !p.IsParameter(v) {
		value, ok := p.Single(v)
		if !ok {
			return p.several(v, depth)
		}
		return p.read(value, depth+1)
	}
	fn := index.Function(def)
	decl, ok := fn.Node().(*ast.FuncDecl)
	if !ok {
		return false
	}
	obj, ok := p.Info.Defs[decl.Name].(*types.Func)
	if !ok || obj.Exported() && p.Pkg.Name() != "main" {
		return false // who calls it may have removed the socket
	}
	called := false
	for _, use := range p.Uses(obj) {
		call, ok := p.CallOf(use)
		if !ok {
			return false
		}
		for i, arg := range call.Node().(*ast.CallExpr).Args {
			if trace.Param(p.Info, decl.Type, i) == v && arg != nil {
				called = true
				if !p.read(call.ChildAt(edge.CallExpr_Args, i), depth+1) {
					return false
				}
			}
		}
	}
	return called
}

// several is read for v, which is assigned more than once, or together with an error.
func (p *path) several(v *types.Var, depth int) bool {
	for _, id := range append(p.Uses(v), p.Def(v)) {
		if value, assigned, ok := p.Assigned(id); assigned && (!ok || !p.read(value, depth+1)) {
			return false
		}
	}
	return true
}

// call is read for a call that makes a path of others.
func (p *path) call(cur inspector.Cursor, depth int) bool {
	call := cur.Node().(*ast.CallExpr)
	fn := p.Callee(call)
	if fn == nil || fn.Pkg() == nil {
		return p.Info.Types[call.Fun].IsType() && len(call.Args) == 1 && p.read(cur.ChildAt(edge.CallExpr_Args, 0), depth)
	}
	switch fn.Pkg().Path() {
	case "strings", "path", "path/filepath", "fmt", "net":
		for i := range call.Args {
			if !p.read(cur.ChildAt(edge.CallExpr_Args, i), depth) {
				return false
			}
		}
		return true
	}
	return len(call.Args) == 0 && fn.Signature().Recv() != nil && p.Own(fn.Pkg()) && p.note(fn) // c.SocketPath()
}

// removed reports whether a file with a path of the same parts is removed before the call at listen, or in a function that may run
// before.
func (p *path) removed(listen inspector.Cursor) bool {
	for call, i := range calls(p.Summary, resource.Removes) {
		fn := index.Declaration(call)
		switch {
		case deferred(call):
		case fn == index.Declaration(listen) && call.Node().Pos() > listen.Node().Pos():
		case fn.Valid() && fn != index.Declaration(listen) && guess.Does(fn.Node().(*ast.FuncDecl).Name.Name).Any(guess.Over):
		case p.mentioned(call.Node().(*ast.CallExpr).Args[i]):
			return true
		}
	}
	return false
}

// deferred reports whether the call at cur is deferred, or stands in a function that is.
func deferred(cur inspector.Cursor) bool {
	for range cur.Enclosing((*ast.DeferStmt)(nil)) {
		return true
	}
	return false
}

// mentioned reports whether e is made of parts of p.
func (p *path) mentioned(e ast.Expr) bool {
	found := slices.Contains(p.texts, text(p.Summary, e))
	ast.Inspect(e, func(n ast.Node) bool {
		if id, ok := n.(*ast.Ident); ok {
			obj := p.Info.Uses[id]
			found = found || obj != nil && p.parts[index.Origin(obj)]
		}
		return !found
	})
	return found
}

// handedOn reports whether a function of one's own, other than the one that listens, gets the path: it may remove the socket.
func (p *path) handedOn(listen inspector.Cursor) bool {
	for part := range p.parts {
		for _, use := range p.Uses(part) {
			for use.ParentEdgeKind() == edge.SelectorExpr_Sel || use.ParentEdgeKind() == edge.ParenExpr_X {
				use = use.Parent()
			}
			if use.ParentEdgeKind() != edge.CallExpr_Args {
				continue
			}
			fn := p.Callee(use.Parent().Node().(*ast.CallExpr))
			if fn == nil || fn.Pkg() == nil || !p.Own(fn.Pkg()) || deferred(use) {
				continue
			}
			if decl, _ := p.Decl(fn); !decl.Valid() || decl != index.Declaration(listen) && !leads(p.Summary, decl, listen) {
				return true
			}
		}
	}
	return false
}

// leads reports whether the function at fn calls the one around the call at listen.
func leads(s *summary.Summary, fn, listen inspector.Cursor) bool {
	decl := index.Declaration(listen)
	if !decl.Valid() {
		return false
	}
	obj, ok := s.Info.Defs[decl.Node().(*ast.FuncDecl).Name].(*types.Func)
	if !ok {
		return false
	}
	for call := range s.Calls(obj) {
		if fn.Contains(call) {
			return true
		}
	}
	return false
}
