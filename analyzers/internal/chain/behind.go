package chain

import (
	"go/ast"
	"go/types"

	"github.com/shutdownlint/shutdownlint/analyzers/internal/resource"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/trace"
)

// keeps reports whether a function stores the engine where others can reach it, and does not serve it: what they do to it
// is not known. A function that returns what it stores the engine in is no such function, for the result is followed.
func (r *Reader) keeps(e trace.Event) bool {
	if e.Kind != trace.Passed || !e.Effect.Has(resource.Keeps) || e.Effect.Any(resource.Serves|resource.RunsEngine|resource.Handles) {
		return false
	}
	return !r.wraps(e)
}

// wraps reports whether a result of the called function stands for the engine.
func (r *Reader) wraps(e trace.Event) bool {
	if row := r.Ask(e.Func); row != nil {
		for _, w := range row.Wraps {
			if w.Arg == e.Slot {
				return true
			}
		}
	}
	return false
}

// behind reports whether the event puts the engine behind another handler, which may recover for it. A trace does not
// tell h from its former self in h = recovering(h), so what serves after that may be either.
func (r *Reader) behind(e trace.Event) bool {
	switch e.Kind {
	case trace.Called:
		return e.Func != nil && (e.Func.Name() == "ServeHTTP" || e.Func.Name() == "HandleContext")
	case trace.Passed:
		if e.Func == nil || r.wraps(e) && !r.declared(e.Func) {
			return false
		}
		return resource.Some(e.Func.Signature().Results(), func(t types.Type) bool { return handler(t) && !resource.HoldsKind(t) })
	case trace.Stored:
		if e.Field == nil || resource.IsHandler(e.Field) {
			return false
		}
		switch n := e.At.Node().(type) {
		case *ast.CompositeLit:
			return outer(r.Index.Info.TypeOf(n))
		case *ast.SelectorExpr:
			return outer(r.Index.Info.TypeOf(n.X))
		}
	}
	return false
}

func (r *Reader) declared(fn *types.Func) bool {
	_, decl := r.Index.Decl(fn)
	return decl != nil
}

// outer reports whether values of type t are handlers of their own, and no engines in disguise.
func outer(t types.Type) bool {
	return t != nil && (handler(t) || handler(types.NewPointer(t))) && !resource.HoldsKind(t)
}

func handler(t types.Type) bool {
	m, _, _ := types.LookupFieldOrMethod(t, false, nil, "ServeHTTP")
	_, ok := m.(*types.Func)
	return ok
}
