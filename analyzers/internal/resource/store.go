package resource

import (
	"go/types"

	"github.com/shutdownlint/shutdownlint/analyzers/internal/guess"
)

// IsStoreEnd reports whether fn, called on a value of type t, ends something that requests share.
func IsStoreEnd(fn *types.Func, t types.Type) bool {
	return fn.Signature().Recv() != nil && guess.Does(fn.Name()).Any(guess.Ends) && IsStore(t)
}

// IsStore reports whether values of type t are what requests share: what handlers ask for data or hand work to.
func IsStore(t types.Type) bool { return isStore(t, 3) }

// Listens reports whether values of type t, of some module, are servers, as far as their methods tell.
func Listens(t types.Type) bool {
	return hasMethod(t, func(name string) bool { return name == "Serve" || name == "ListenAndServe" }, 1)
}

func isStore(t types.Type, depth int) bool {
	if p, ok := t.Underlying().(*types.Pointer); ok {
		t = p.Elem()
	}
	named, ok := types.Unalias(t).(*types.Named)
	if !ok || named.Obj().Pkg() == nil || depth == 0 {
		return false
	}
	if is(store, TypeName(t)) {
		return true
	}
	if Listens(t) {
		return false // a server, which is none of another one's
	}
	if IsStandard(named.Obj().Pkg().Path()) {
		return false
	}
	if it, ok := named.Underlying().(*types.Interface); ok && it.NumMethods() < 2 {
		return false // io.Closer by another name
	}
	if guess.May(named.Obj().Name()).Any(guess.Stores) || guess.May(named.Obj().Pkg().Name()).Any(guess.Stores) {
		return true // no type says it otherwise where a store hides behind an interface
	}
	if st, ok := named.Underlying().(*types.Struct); ok {
		for f := range st.Fields() {
			if is(store, TypeName(f.Type())) {
				return true
			}
		}
	}
	return false
}

// queries are methods by which a store is asked something, besides those called Ping.
var queries = map[string]bool{
	"Query": true, "QueryContext": true, "QueryRow": true, "QueryRowContext": true, "Exec": true, "ExecContext": true, "Begin": true, "BeginTx": true,
	"Queryx": true, "QueryRowx": true, "QueryxContext": true, "QueryRowxContext": true, "Get": true, "GetContext": true, "Select": true, "SelectContext": true,
}

// IsQuery reports whether fn, a method that is called on a value of type t, asks a database, a cache or the like something and waits
// for the answer. Of the module's own types it knows nothing but that a method of an interface may be called Ping.
func IsQuery(fn *types.Func, t types.Type, own bool) bool {
	recv := fn.Signature().Recv()
	if recv == nil {
		return false
	}
	switch fn.Name() {
	case "Ping", "PingContext":
		return (!own || types.IsInterface(recv.Type())) && !Some(fn.Signature().Params(), RequestType)
	}
	if p, ok := t.Underlying().(*types.Pointer); ok {
		t = p.Elem()
	}
	return !own && queries[fn.Name()] && is(store, TypeName(t))
}
