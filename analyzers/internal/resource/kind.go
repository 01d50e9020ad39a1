package resource

import (
	"go/types"

	"github.com/shutdownlint/shutdownlint/analyzers/internal/guess"
)

// A Kind names what the checks keep track of: a type, in the form of TypeName, or a channel of signals.
type Kind string

// KindOf returns the kind of values of type t, or "".
func KindOf(t types.Type) Kind {
	if t == nil {
		return "" // code that does not type-check
	}
	if ch, ok := t.Underlying().(*types.Chan); ok {
		if TypeName(ch.Elem()) == "os.Signal" {
			return SignalChan
		}
		return ""
	}
	if name := TypeName(t); is(followed, name) {
		return Kind(name)
	}
	return ""
}

// Matters reports whether the fate of a value of type t can matter to any check: it has something to close, stop or
// register, or holds such things.
func (l *Table) Matters(t types.Type) bool { return l.matters(t, 3) }

func (l *Table) matters(t types.Type, depth int) bool {
	if depth == 0 {
		return false
	}
	if KindOf(t) != "" || TypeName(t) == "os.Signal" || l.ResourceOf(t) != nil || IsStream(t) {
		return true
	}
	switch u := t.Underlying().(type) {
	case *types.Pointer:
		return l.matters(u.Elem(), depth-1)
	case *types.Slice:
		return l.matters(u.Elem(), depth-1)
	case *types.Array:
		return l.matters(u.Elem(), depth-1)
	case *types.Map:
		return l.matters(u.Elem(), depth-1)
	case *types.Chan:
		return l.matters(u.Elem(), depth-1)
	case *types.Interface:
		return hasReleaser(t) || TypeName(t) == "net/http.Handler" // who has the handler can serve it
	case *types.Struct:
		if _, named := types.Unalias(t).(*types.Named); named && hasReleaser(t) {
			return true
		}
		return HoldsKind(t)
	}
	return false
}

// hasReleaser reports whether t has a method by which a type tells that its values matter.
func hasReleaser(t types.Type) bool {
	return hasMethod(t, func(name string) bool { return guess.Does(name).Any(guess.Over | guess.Works) }, 3)
}

// hasMethod reports whether t, or something embedded in it, so and so deep, has a method with a name of which is says so.
func hasMethod(t types.Type, is func(name string) bool, depth int) bool {
	if p, ok := types.Unalias(t).(*types.Pointer); ok {
		t = p.Elem()
	}
	if named, ok := types.Unalias(t).(*types.Named); ok {
		for m := range named.Origin().Methods() {
			if is(m.Name()) {
				return true
			}
		}
	}
	switch u := t.Underlying().(type) {
	case *types.Interface:
		for m := range u.Methods() {
			if is(m.Name()) {
				return true
			}
		}
	case *types.Struct:
		for f := range u.Fields() {
			if f.Embedded() && depth > 1 && hasMethod(f.Type(), is, depth-1) {
				return true
			}
		}
	}
	return false
}

// HoldsKind reports whether a struct of type t, or of the type that t points to, has a field in which a value of some
// kind can stand: such a struct is a server, or an engine, itself.
func HoldsKind(t types.Type) bool { return holdsKind(t, 3) }

func holdsKind(t types.Type, depth int) bool {
	if depth == 0 {
		return false
	}
	if KindOf(t) != "" {
		return true
	}
	switch u := t.Underlying().(type) {
	case *types.Pointer:
		return holdsKind(u.Elem(), depth-1)
	case *types.Slice:
		return holdsKind(u.Elem(), depth-1)
	case *types.Map:
		return holdsKind(u.Elem(), depth-1)
	case *types.Struct:
		if named, ok := types.Unalias(t).(*types.Named); ok && named.Obj().Pkg() != nil && IsStandard(named.Obj().Pkg().Path()) {
			return false // the standard library holds servers for itself
		}
		for f := range u.Fields() {
			if holdsKind(f.Type(), depth-1) {
				return true
			}
		}
	}
	return false
}
