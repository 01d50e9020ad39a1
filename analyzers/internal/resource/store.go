package resource

import (
	"go/types"
	"strings"
)

// storeWords are what people call such things in their own code. No type says it otherwise where a store hides behind an
// interface.
var storeWords = []string{"store", "storage", "database", "cache", "queue", "repository", "tsdb"}

// storeEnds are the methods by which a store ends.
var storeEnds = map[string]bool{"Close": true, "Disconnect": true, "Shutdown": true, "Drain": true}

// IsStoreEnd reports whether fn, called on a value of type t, ends something that requests share.
func IsStoreEnd(fn *types.Func, t types.Type) bool {
	return fn.Signature().Recv() != nil && storeEnds[fn.Name()] && isStore(t, 3)
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
	if IsStandard(named.Obj().Pkg().Path()) {
		return false
	}
	if it, ok := named.Underlying().(*types.Interface); ok && it.NumMethods() < 2 {
		return false // io.Closer by another name
	}
	for _, word := range storeWords {
		if strings.Contains(strings.ToLower(named.Obj().Name()), word) || strings.Contains(strings.ToLower(named.Obj().Pkg().Name()), word) {
			return true
		}
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
