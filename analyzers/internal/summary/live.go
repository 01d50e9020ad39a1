package summary

import (
	"go/ast"
	"go/types"

	"golang.org/x/tools/go/ast/inspector"

	"github.com/shutdownlint/shutdownlint/analyzers/internal/index"
)

// Live reports whether the code at cur can run: the function around it is an entry point, is exported to importers, can be
// called through an interface, or is used, however indirectly, by such a function or by a package variable.
func (s *Summary) Live(cur inspector.Cursor) bool {
	return s.live(index.Declaration(cur), make(map[*types.Func]bool))
}

func (s *Summary) live(decl inspector.Cursor, seen map[*types.Func]bool) bool {
	if !decl.Valid() {
		return true // the initial value of a package variable
	}
	fn, ok := s.Info.Defs[decl.Node().(*ast.FuncDecl).Name].(*types.Func)
	if !ok {
		return true
	}
	if seen[fn] {
		return false
	}
	seen[fn] = true
	recv := fn.Signature().Recv()
	switch {
	case recv == nil && (fn.Name() == "main" || fn.Name() == "init"):
		return true
	case fn.Exported() && s.Pkg.Name() != "main":
		return true
	case recv != nil && s.interfaceMethods()[fn.Name()]:
		return true
	}
	for _, use := range s.Uses(fn) {
		if s.live(index.Declaration(use), seen) {
			return true
		}
	}
	return false
}

// interfaceMethods returns the names of the methods through which values of this package's types may be called without
// naming them: those of all interfaces that an expression here has, or that a function used here takes.
func (s *Summary) interfaceMethods() map[string]bool {
	s.dynamicOnce.Do(func() {
		s.dynamic = make(map[string]bool)
		seen := make(map[types.Type]bool)
		add := func(t types.Type) {
			if t == nil || seen[t] {
				return
			}
			seen[t] = true
			if it, ok := t.Underlying().(*types.Interface); ok {
				for m := range it.Methods() {
					s.dynamic[m.Name()] = true
				}
			}
		}
		for _, tv := range s.Info.Types {
			add(tv.Type)
		}
		for _, fn := range s.Funcs() {
			for v := range fn.Signature().Params().Variables() {
				add(v.Type())
			}
		}
	})
	return s.dynamic
}
