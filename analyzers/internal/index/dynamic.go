package index

import (
	"go/types"
)

// Dynamic reports whether values of this package's types may be called by a method of that name without naming them: some
// interface that an expression, a variable or a field here has, or that a function used here takes, has one.
func (ix *Index) Dynamic(name string) bool {
	ix.dynamicOnce.Do(func() {
		ix.dynamic = make(map[string]bool)
		seen := make(map[types.Type]bool)
		add := func(t types.Type) {
			if t == nil || seen[t] {
				return
			}
			seen[t] = true
			if it, ok := t.Underlying().(*types.Interface); ok {
				for m := range it.Methods() {
					ix.dynamic[m.Name()] = true
				}
			}
		}
		for _, tv := range ix.Info.Types {
			add(tv.Type)
		}
		for obj := range ix.uses {
			if v, ok := obj.(*types.Var); ok {
				add(v.Type()) // http.Server{Handler: h}
			}
		}
		for _, fn := range ix.funcs {
			for v := range fn.Signature().Params().Variables() {
				add(v.Type())
			}
		}
	})
	return ix.dynamic[name]
}
