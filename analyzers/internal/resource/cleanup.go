package resource

import (
	"go/types"
	"strings"
)

// cleanups are the methods that, in other people's libraries, say by their name that they complete or release something.
var cleanups = map[string]bool{
	"Close": true, "CloseWithError": true, "Flush": true, "Shutdown": true, "Rollback": true, "Disconnect": true,
	"Drain": true, "GracefulStop": true, "Cleanup": true, "CloseAndRecv": true, "ForceFlush": true, "Terminate": true,
}

// IsCleanup reports whether fn, a method of a library about which no row speaks, completes or releases something, as far as
// its name tells. What only reads, such as rows and bodies, tells so by what else it can do.
func IsCleanup(fn *types.Func) bool {
	recv := fn.Signature().Recv()
	if recv == nil || fn.Pkg() == nil || IsStandard(fn.Pkg().Path()) || !cleanups[fn.Name()] {
		return false
	}
	t := recv.Type()
	return !hasMethod(t, "Next") && !hasMethod(t, "RemoteAddr") && (!hasMethod(t, "Read") || hasMethod(t, "Write"))
}

func hasMethod(t types.Type, name string) bool {
	obj, _, _ := types.LookupFieldOrMethod(t, true, nil, name)
	_, ok := obj.(*types.Func)
	return ok
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
