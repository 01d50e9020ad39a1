package resource

import (
	"go/types"

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
