package server

import (
	"go/ast"
	"go/constant"
	"go/types"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"

	"github.com/shutdownlint/shutdownlint/analyzers/internal/guess"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/index"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/resource"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/site"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/summary"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/trace"
)

// Side reports whether a server that serves at cur, and at the other calls, with the given handler expression (nil if there is
// none), only accompanies another one: it runs in a goroutine, or in a package other than main, which others may start in one, and
// answers for profiles, metrics, health or redirects, or in a goroutine for what is not said, or beside a server that its function
// waits for, or is called like one that does.
//
// Of what is not said, the only server of a program is none, but for profiles that nobody has added anything to.
func Side(s *summary.Summary, cur inspector.Cursor, handler ast.Expr, calls ...inspector.Cursor) bool {
	calls = append(calls, cur)
	return inMemory(s, cur) || sideByHandler(s, cur, handler, calls) || sideByName(s, cur, calls)
}

// sideByHandler is Side as far as the handler tells.
func sideByHandler(s *summary.Summary, cur inspector.Cursor, handler ast.Expr, calls []inspector.Cursor) bool {
	within, named := aside(s, cur), handler != nil && !isNil(s.Info, handler) && !isDefaultMux(s.Info, handler)
	side := named && forSide(s, handler)
	switch {
	case s.Pkg.Name() != "main" && saysSide(s, cur) && (named && (onlySide(s, handler, true) || onlyProbes(s)) || !named && byDefault(s, cur) && !registers(s)):
		return true
	case !within && !s.Sites().Started(cur):
		return side && s.Pkg.Name() != "main" // whoever calls it has more to do
	case named:
		return side || within && besideMain(s, cur)
	case !byDefault(s, cur), registers(s) && !within:
		return within && besideMain(s, cur)
	}
	return s.Below || slices.ContainsFunc(serving(s), func(call inspector.Cursor) bool { return isOther(call, calls) }) || bare(s)
}

// inMemory reports whether the call at cur, which may be a method value, serves on a listener of a type of its own that has no other
// listener in it: what connects to it is in this process.
func inMemory(s *summary.Summary, cur inspector.Cursor) bool {
	call, ok := cur.Node().(*ast.CallExpr)
	return ok && slices.ContainsFunc(call.Args, func(arg ast.Expr) bool {
		t := s.Info.TypeOf(arg)
		if t == nil {
			return false
		}
		if p, ok := types.Unalias(t).(*types.Pointer); ok {
			t = p.Elem()
		}
		named, ok := types.Unalias(t).(*types.Named)
		if !ok || named.Obj().Pkg() == nil || resource.IsStandard(named.Obj().Pkg().Path()) {
			return false
		}
		st, ok := named.Underlying().(*types.Struct)
		if !ok || !accepts(s.Pkg, types.NewPointer(named)) {
			return false
		}
		for field := range st.Fields() {
			if accepts(s.Pkg, field.Type()) {
				return false
			}
		}
		return true
	})
}

// accepts reports whether t has a method Accept, as listeners have.
func accepts(pkg *types.Package, t types.Type) bool {
	if t == nil {
		return false
	}
	accept, _, _ := types.LookupFieldOrMethod(t, true, pkg, "Accept")
	return accept != nil
}

// Side reports whether srv only accompanies another server.
func (srv *Server) Side(s *summary.Summary) bool {
	var calls []inspector.Cursor
	for _, e := range srv.Serves {
		calls = append(calls, e.At)
	}
	return Side(s, calls[0], Handler(srv.Creation.Cur.Node()), calls...)
}

// serving returns the calls of the package that serve.
func serving(s *summary.Summary) []inspector.Cursor {
	var all []inspector.Cursor
	for _, fn := range s.Funcs() {
		row := s.Ask(fn)
		if !PackageFunc(fn) && (row == nil || !row.Slots().Any(resource.Serves|resource.RunsEngine) && !row.Does.Has(resource.Accepts)) {
			continue
		}
		if decl, _ := s.Decl(fn); decl.Valid() {
			continue // which has such a call
		}
		for call := range s.Calls(fn) {
			all = append(all, call)
		}
	}
	return all
}

// Accepts reports whether the call accepts connections, or runs something that waits for others.
func Accepts(s *summary.Summary, call *ast.CallExpr) bool {
	fn := s.Callee(call)
	if PackageFunc(fn) {
		return true
	}
	row := s.Ask(fn)
	return row != nil && (row.Slots().Any(resource.Serves|resource.RunsEngine) || row.Does.Has(resource.Accepts) ||
		row.Does.Has(resource.Blocks) && guess.Does(fn.Name()).Any(guess.Works))
}

// isOther reports whether call serves by another server than calls do: two in one function are two ways for the same one.
func isOther(call inspector.Cursor, calls []inspector.Cursor) bool {
	return !slices.ContainsFunc(calls, func(c inspector.Cursor) bool { return c == call || index.Function(c) == index.Function(call) })
}

// registers reports whether the package registers handlers with net/http.
func registers(s *summary.Summary) bool {
	return slices.ContainsFunc(s.Funcs(), func(fn *types.Func) bool {
		name := fn.FullName()
		return name == "net/http.Handle" || name == "net/http.HandleFunc"
	})
}

// bare reports whether all that the package serves by default is what net/http/pprof has registered, or whether it is a library, of
// which nobody knows what else there is in the program.
func bare(s *summary.Summary) bool {
	switch {
	case registers(s):
		return false
	case s.Pkg.Name() != "main":
		return true
	}
	return slices.ContainsFunc(s.Pkg.Imports(), func(pkg *types.Package) bool { return pkg.Path() == "net/http/pprof" })
}

// byDefault reports whether the call at cur serves what is registered with net/http, where no handler is named.
func byDefault(s *summary.Summary, cur inspector.Cursor) bool {
	call, ok := cur.Node().(*ast.CallExpr)
	if !ok {
		return true // a method value, of an http.Server
	}
	fn := s.Callee(call)
	return fn == nil || fn.Pkg() == nil || fn.Pkg().Path() == "net/http"
}

// besideMain reports whether the declared function around cur waits for another server, or a function literal that starts the
// goroutine in which cur runs.
func besideMain(s *summary.Summary, cur inspector.Cursor) bool {
	decl := index.Outermost(cur)
	if !decl.Valid() {
		return false
	}
	for call := range decl.Preorder((*ast.CallExpr)(nil)) {
		fn := s.Callee(call.Node().(*ast.CallExpr))
		row := s.Ask(fn)
		if row == nil || call == cur || !row.Recv.Any(resource.Serves|resource.RunsEngine) && !PackageFunc(fn) {
			continue
		}
		within := index.Function(call)
		if !site.Own(call).How.Has(site.Goroutine) && (!aside(s, call) || within != index.Function(cur) && within.Contains(cur)) {
			return true
		}
	}
	return false
}

// aside reports whether the code at cur runs in a goroutine that the declared function around it starts, or in a function
// literal that is given to another function to run.
func aside(s *summary.Summary, cur inspector.Cursor) bool {
	for at := range s.Sites().Within(cur) {
		if at.How.Any(site.Goroutine | site.Hook | site.Callback) {
			return true
		}
	}
	return false
}

func isNil(info *types.Info, e ast.Expr) bool { return info.Types[e].IsNil() }

// isDefaultMux reports whether e names what net/http serves where no handler is named.
func isDefaultMux(info *types.Info, e ast.Expr) bool {
	sel, ok := ast.Unparen(e).(*ast.SelectorExpr)
	if !ok {
		return false
	}
	v, ok := info.Uses[sel.Sel].(*types.Var)
	return ok && v.Name() == "DefaultServeMux" && v.Pkg() != nil && v.Pkg().Path() == "net/http"
}

// saysSide reports whether the package, its file or the function around cur is called after metrics, profiles or probes, and that
// function after nothing else.
func saysSide(s *summary.Summary, cur inspector.Cursor) bool {
	decl := index.Declaration(cur)
	if !decl.Valid() {
		return false
	}
	name, file := decl.Node().(*ast.FuncDecl).Name.Name, s.Fset.File(cur.Node().Pos()).Name()
	return startsSide(cur, serving(s)) ||
		guess.MayBeSide(name) && (guess.IsSide(s.Pkg.Name()) || guess.IsSide(strings.TrimSuffix(filepath.Base(file), ".go")))
}

// startsSide reports whether the function declaration around cur is called so, and is about that server: nothing else in it is among all
// the calls that serve.
func startsSide(cur inspector.Cursor, all []inspector.Cursor) bool {
	decl := index.Declaration(cur)
	return decl.Valid() && guess.IsSide(decl.Node().(*ast.FuncDecl).Name.Name) && !slices.ContainsFunc(all, func(call inspector.Cursor) bool {
		return index.Declaration(call) == decl && isOther(call, []inspector.Cursor{cur})
	})
}

// forSide reports whether the handler answers for metrics, profiles, health or redirects.
func forSide(s *summary.Summary, handler ast.Expr) bool {
	return sideHandler(s, handler) || onlySide(s, handler, false)
}

// sideHandler reports whether e calls or names something that serves metrics, profiles or redirects.
func sideHandler(s *summary.Summary, e ast.Expr) bool {
	side := false
	ast.Inspect(e, func(n ast.Node) bool {
		if id, ok := n.(*ast.Ident); ok {
			obj := s.Info.Uses[id]
			side = side || obj != nil && resource.IsSide(obj) || redirects(s, obj)
		}
		return !side
	})
	return side
}

// redirects reports whether obj is a function of the package that answers every request with a redirect, or returns one that does.
func redirects(s *summary.Summary, obj types.Object) bool {
	fn, ok := obj.(*types.Func)
	if !ok {
		return false
	}
	decl, _ := s.Decl(fn)
	if !decl.Valid() {
		return false
	}
	for call := range decl.Preorder((*ast.CallExpr)(nil)) {
		callee := s.Callee(call.Node().(*ast.CallExpr))
		if callee == nil || callee.FullName() != "net/http.Redirect" || call.ParentEdgeKind() != edge.ExprStmt_X {
			continue
		}
		block, ok := call.Parent().Parent().Node().(*ast.BlockStmt)
		if ok && block == index.Body(index.Function(call)) && block.List[len(block.List)-1] == call.Parent().Node() {
			return true
		}
	}
	return false
}

// onlySide reports whether the handler is a variable, such as a multiplexer, to which only such things are added, or, if given, what
// the function is given for its parameters.
func onlySide(s *summary.Summary, handler ast.Expr, given bool) bool {
	v := s.Named(handler)
	if v == nil {
		return false
	}
	found := given && s.IsParameter(v)
	for _, use := range s.Uses(v) {
		if use.ParentEdgeKind() != edge.SelectorExpr_X {
			continue
		}
		call, ok := s.CallOf(use.Parent().ChildAt(edge.SelectorExpr_Sel, -1))
		if !ok {
			continue
		}
		probe := false
		for _, arg := range call.Node().(*ast.CallExpr).Args {
			if value := s.Info.Types[arg].Value; value != nil {
				probe = probe || value.Kind() == constant.String && guess.IsProbe(constant.StringVal(value)) // the path
				continue
			}
			if !probe && !sideHandler(s, arg) && !(given && s.IsParameter(s.Named(arg))) {
				return false
			}
			found = true
		}
	}
	return found
}

// onlyProbes reports whether the package is called after metrics, profiles or probes, and all paths that it hands to others are those of
// such things.
func onlyProbes(s *summary.Summary) bool {
	if !guess.IsSide(s.Pkg.Name()) {
		return false
	}
	found := false
	for _, file := range s.Files {
		for call := range file.Preorder((*ast.CallExpr)(nil)) {
			for _, arg := range call.Node().(*ast.CallExpr).Args {
				value := s.Info.Types[arg].Value
				if value == nil || value.Kind() != constant.String {
					continue
				}
				path := constant.StringVal(value)
				if !strings.HasPrefix(path, "/") && !strings.Contains(path, " /") {
					continue
				}
				if !guess.IsProbe(path) {
					return false
				}
				found = true
			}
		}
	}
	return found
}

// StopsSide reports whether the call at cur stops a server of net/http that only accompanies another one.
func StopsSide(s *summary.Summary, cur inspector.Cursor) bool {
	return slices.ContainsFunc(Find(s, resource.HTTPServer), func(srv *Server) bool {
		return slices.ContainsFunc(srv.Stops, func(e trace.Event) bool { return e.At == cur }) && srv.Side(s)
	})
}
