package server

import (
	"go/ast"
	"go/constant"
	"go/types"
	"net"
	"slices"

	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"

	"github.com/shutdownlint/shutdownlint/analyzers/internal/guess"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/index"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/origin"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/site"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/summary"
)

// sideByName reports whether the server at cur runs in a goroutine and is called like one that accompanies others, or only this machine
// can reach it, while another server of the package is nothing of the kind. The calls are all that serve with it.
func sideByName(s *summary.Summary, cur inspector.Cursor, calls []inspector.Cursor) bool {
	if !inGoroutine(s, cur) {
		return false
	}
	all := serving(s)
	called, local := names(s, cur, all)
	return (called || local) && slices.ContainsFunc(all, func(other inspector.Cursor) bool {
		if !isOther(other, calls) {
			return false
		}
		otherCalled, otherLocal := names(s, other, all)
		return !otherCalled && (called || !otherLocal) && !answersForSide(s, other)
	})
}

// answersForSide reports whether the call at cur serves with a handler that answers for metrics, profiles, health or redirects.
func answersForSide(s *summary.Summary, cur inspector.Cursor) bool {
	made := maker(s, cur)
	if made == cur && !PackageFunc(s.Callee(cur.Node().(*ast.CallExpr))) {
		return false
	}
	handler := Handler(made.Node())
	return handler != nil && forSide(s, handler)
}

func inGoroutine(s *summary.Summary, cur inspector.Cursor) bool {
	for at := range s.Sites().Within(cur) {
		if at.How.Has(site.Goroutine) {
			return true
		}
	}
	return s.Sites().Started(cur)
}

// names reports whether the server at cur, its listener, its address or the function around it, one of all that serve, is
// called after what servers are for that accompany others, and whether the address is one of this machine.
func names(s *summary.Summary, cur inspector.Cursor, all []inspector.Cursor) (called, local bool) {
	called = startsSide(cur, all)
	call, ok := cur.Node().(*ast.CallExpr)
	if !ok {
		return called, false // a method value
	}
	if sel, ok := ast.Unparen(call.Fun).(*ast.SelectorExpr); ok {
		called = called || named(sel.X)
	}
	addresses := texts(s, cur)
	if addr, ok := index.Element(maker(s, cur), "Addr"); ok {
		addresses = append(addresses, addr)
	}
	for i, arg := range call.Args {
		if accepts(s.Pkg, s.Info.TypeOf(arg)) {
			called = called || named(arg)
			addresses = append(addresses, texts(s, one(s, cur.ChildAt(edge.CallExpr_Args, i)))...)
		}
	}
	for _, addr := range addresses {
		for _, e := range []inspector.Cursor{addr, one(s, addr)} {
			for c := range e.Preorder((*ast.Ident)(nil), (*ast.BasicLit)(nil)) {
				id, ok := c.Node().(*ast.Ident)
				called = called || ok && guess.MentionsSide(id.Name)
				local = local || isLocal(s.Info.Types[c.Node().(ast.Expr)].Value)
			}
		}
	}
	return called, local
}

// one returns the one value that the expression at cur has, or else cur.
func one(s *summary.Summary, cur inspector.Cursor) inspector.Cursor {
	value, _ := (&origin.Origin{Index: s.Index, Graph: s.Graph, Shallow: true}).One(cur)
	return value
}

// maker returns the literal that makes the server of the call at cur, or the call itself, if it does, or else cur.
func maker(s *summary.Summary, cur inspector.Cursor) inspector.Cursor {
	fun := cur.ChildAt(edge.CallExpr_Fun, -1)
	if _, ok := fun.Node().(*ast.SelectorExpr); !ok {
		return cur
	}
	made := one(s, fun.ChildAt(edge.SelectorExpr_X, -1))
	if _, ok := made.Node().(*ast.UnaryExpr); ok {
		made = made.ChildAt(edge.UnaryExpr_X, -1)
	}
	if _, ok := made.Node().(*ast.CompositeLit); !ok {
		return cur
	}
	return made
}

// texts returns the arguments of the call at cur, if it is one, that are strings.
func texts(s *summary.Summary, cur inspector.Cursor) (args []inspector.Cursor) {
	call, ok := cur.Node().(*ast.CallExpr)
	if !ok {
		return nil
	}
	for i, arg := range call.Args {
		if t := s.Info.TypeOf(arg); t != nil && types.Identical(t.Underlying(), types.Typ[types.String]) {
			args = append(args, cur.ChildAt(edge.CallExpr_Args, i))
		}
	}
	return args
}

// named reports whether a name in e, a variable or a selection, says so. How a value is made says nothing: metrics.Count(listener).
func named(e ast.Expr) bool {
	switch e := ast.Unparen(e).(type) {
	case *ast.Ident:
		return guess.MentionsSide(e.Name)
	case *ast.SelectorExpr:
		return guess.MentionsSide(e.Sel.Name) || named(e.X)
	}
	return false
}

// isLocal reports whether value is an address of this machine, with a port.
func isLocal(value constant.Value) bool {
	if value == nil || value.Kind() != constant.String {
		return false
	}
	host, _, err := net.SplitHostPort(constant.StringVal(value))
	return err == nil && (host == "localhost" || net.ParseIP(host).IsLoopback())
}
