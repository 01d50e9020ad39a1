package goroutines

import (
	"go/ast"
	"go/types"
	"slices"

	"github.com/shutdownlint/shutdownlint/analyzers/internal/body"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/index"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/resource"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/trace"
)

// runsAside reports whether f keeps a function that it is given, or a value with one method, and
// whatever calls that later does so in a goroutine of its own: gs.OnShutdown(f), where the goroutine that waits for the
// signal calls what was registered.
func runsAside(f *body.Function) bool {
	return keeps(f) && slices.ContainsFunc(f.Params, func(v *types.Var) bool {
		return v != nil && isCallback(v.Type()) && onlyAside(f.Package, v)
	})
}

// keeps reports whether f assigns to a field or a package variable.
func keeps(f *body.Function) bool {
	for cur := range f.Cur.Preorder((*ast.AssignStmt)(nil)) {
		for _, lhs := range cur.Node().(*ast.AssignStmt).Lhs {
			switch lhs := ast.Unparen(lhs).(type) {
			case *ast.SelectorExpr, *ast.IndexExpr:
				return true
			case *ast.Ident:
				if v, ok := f.Info.ObjectOf(lhs).(*types.Var); ok && index.Global(v) {
					return true
				}
			}
		}
	}
	return false
}

// isCallback reports whether t is the type of a function, or an interface of one method.
func isCallback(t types.Type) bool {
	if s, ok := t.Underlying().(*types.Slice); ok {
		t = s.Elem() // variadic
	}
	switch u := t.Underlying().(type) {
	case *types.Signature:
		return true
	case *types.Interface:
		return u.NumMethods() == 1
	}
	return false
}

// onlyAside reports whether the value of v is called somewhere, only in goroutines, and goes nowhere else.
func onlyAside(p *body.Package, v *types.Var) bool {
	fate := p.Tracer().FollowVar(v)
	called := false
	for _, e := range fate.Events {
		switch e.Kind {
		case trace.Called:
			if !p.Sites().Started(e.At) {
				return false
			}
			called = true
		case trace.Stored, trace.Compared, trace.Discarded:
		case trace.Passed:
			if e.Effect.Any(resource.Escapes | resource.Keeps) {
				return false
			}
		default:
			return false
		}
	}
	for view := range fate.Views {
		for _, use := range p.Uses(view) {
			call, ok := p.CallOf(use)
			if !ok {
				continue
			}
			if !p.Sites().Started(call) {
				return false
			}
			called = true
		}
	}
	return called
}
