package resource

import (
	"go/types"
	"strings"

	"github.com/shutdownlint/shutdownlint/analyzers/internal/guess"
)

// IsCleanup reports whether fn, a method of a library about which no row speaks, completes or releases something, as far as
// its name tells. What only reads, such as rows and bodies, tells so by what else it can do.
func IsCleanup(fn *types.Func) bool {
	recv := fn.Signature().Recv()
	if recv == nil || fn.Pkg() == nil || IsStandard(fn.Pkg().Path()) || !guess.Does(fn.Name()).Any(guess.Completes) {
		return false
	}
	t := recv.Type()
	has := func(name string) bool { return hasMethod(t, func(n string) bool { return n == name }, 3) }
	return !has("Next") && !has("RemoteAddr") && (!has("Read") || has("Write"))
}

// SameModule reports whether the packages with these paths are, as far as their paths tell, of one code base: what one of
// them does is for the authors of the other to change.
func SameModule(a, b string) bool { return root(a) == root(b) }

// root returns the first three elements of a path that begins with a host name, or else the first.
func root(path string) string {
	parts := strings.SplitN(path, "/", 4)
	n := 1
	if strings.Contains(parts[0], ".") {
		n = min(3, len(parts))
	}
	return strings.Join(parts[:n], "/")
}
