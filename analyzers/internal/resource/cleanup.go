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

// connected are words for what only holds connections, or reads.
var connected = map[string]bool{"client": true, "cluster": true, "conn": true, "connection": true, "driver": true, "listener": true, "pool": true, "reader": true, "session": true, "watcher": true}

// written are words for what puts something into a value, which may hold it back until it is closed.
var written = map[string]bool{
	"add": true, "append": true, "commit": true, "emit": true, "enqueue": true, "flush": true, "insert": true, "log": true, "produce": true, "publish": true,
	"push": true, "put": true, "record": true, "save": true, "send": true, "set": true, "store": true, "sync": true, "write": true,
}

// IsClose reports whether all that fn, a method that IsCleanup reports, does for its receiver is done by the end of the process
// as well: it closes a pool, a connection or something else that holds nothing back, for its type is named like one, or has no
// method that puts anything into it.
func (l *Table) IsClose(fn *types.Func) bool {
	recv := fn.Signature().Recv()
	if recv == nil || !guess.Does(fn.Name()).Any(guess.Ends) || guess.Does(fn.Name()).Any(guess.Flushes) {
		return false
	}
	if r := l.ResourceOf(recv.Type()); r != nil {
		return r.Category == "conn-unclosed"
	}
	name := TypeName(recv.Type())
	if list := guess.Words(name[strings.LastIndexByte(name, '.')+1:]); len(list) > 0 && connected[list[len(list)-1]] {
		return fn.Name() != "Shutdown"
	}
	return fn.Name() == "Close" && hasMethod(recv.Type(), func(n string) bool { return n != "Close" }, 3) && !hasMethod(recv.Type(), writes, 3)
}

// writes reports whether the method of that name puts something into its receiver.
func writes(name string) bool {
	list := guess.Words(name)
	return len(list) > 0 && written[list[0]]
}
