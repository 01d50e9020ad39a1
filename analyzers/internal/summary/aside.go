package summary

import (
	"go/ast"
	"go/types"

	"golang.org/x/tools/go/ast/inspector"

	"github.com/shutdownlint/shutdownlint/analyzers/internal/resource"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/site"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/trace"
)

// runsAside reports whether f, a function of this package, keeps a function that it is given, or a value with one method, and
// whatever calls that later does so in a goroutine of its own: gs.OnShutdown(f), where the goroutine that waits for the
// signal calls what was registered.
func (s *Summary) runsAside(f *function) bool {
	if f.foreign || len(f.params) == 0 || !f.keepsCallback() {
		return false
	}
	for _, v := range f.params {
		if v != nil && isCallback(v.Type()) && s.onlyAside(v) {
			return true
		}
	}
	return false
}

// keepsCallback reports whether f assigns to a field or a package variable, and has a parameter that somebody may call.
func (f *function) keepsCallback() bool {
	keeps := false
	for cur := range f.cur.Preorder((*ast.AssignStmt)(nil)) {
		for _, lhs := range cur.Node().(*ast.AssignStmt).Lhs {
			switch lhs := ast.Unparen(lhs).(type) {
			case *ast.SelectorExpr, *ast.IndexExpr:
				keeps = true
			case *ast.Ident:
				v, ok := f.Info.ObjectOf(lhs).(*types.Var)
				keeps = keeps || ok && v.Pkg() != nil && v.Parent() == v.Pkg().Scope()
			}
		}
	}
	return keeps
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
func (s *Summary) onlyAside(v *types.Var) bool {
	fate := s.Tracer().FollowVar(v)
	called := false
	for _, e := range fate.Events {
		switch e.Kind {
		case trace.Called:
			if !s.aside(e.At) {
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
		for _, use := range s.Uses(view) {
			call, ok := s.CallOf(use)
			if !ok {
				continue
			}
			if !s.aside(call) {
				return false
			}
			called = true
		}
	}
	return called
}

// aside reports whether the code at cur runs in a goroutine that this package starts, and only there.
func (s *Summary) aside(cur inspector.Cursor) bool {
	started := false
	for at := range s.Sites().Of(cur) {
		if at.Via.Has(site.Goroutine) {
			started = true
		} else if !at.Fn.Valid() {
			return false
		}
	}
	return started
}
