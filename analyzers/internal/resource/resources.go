package resource

import (
	"go/types"

	"github.com/shutdownlint/shutdownlint/analyzers/internal/guess"
)

// A Resource is a kind of value that somebody must release: close, finish, wait for.
type Resource struct {
	Kind     Kind
	Category string // of the finding about one that is not released
	Noun     string // what a message calls it where it has no name
	Verb     string // "closed", where a message says that it is not
	Lost     string // what happens in production
	Deferred string // what to defer on it: "Close()"; "" where that needs more than the value
	// Status is the field of the value that is nil where there is one, and otherwise says why there is none; "" if it comes beside it.
	Status string
	// Handed says that whoever gets one from a call of unknown body, together with an error, has to release it.
	Handed bool
	// Iterator says that it is read by Next, and ends with an error that must be asked for.
	Iterator bool
	// Within says that it ends with the receiver of the method that makes it.
	Within bool
	// Process says that one that lives as long as the process is no mistake.
	Process bool
	// Pool says that one serves for the whole program, which makes it when it comes up.
	Pool bool
}

// ResourceOf returns what is to be said about values of type t if they must be released, or nil.
func (l *Table) ResourceOf(t types.Type) *Resource { return l.resources[Kind(TypeName(t))] }

// Resource returns what is to be said about values of kind k if they must be released, or nil.
func (l *Table) Resource(k Kind) *Resource { return l.resources[k] }

// HandedBy returns the kind of the resource that a call of an unknown function with this signature hands to its caller, or "".
func (l *Table) HandedBy(sig *types.Signature) Kind {
	res := sig.Results()
	if res.Len() != 2 || !IsError(res.At(1).Type()) {
		return ""
	}
	if r := l.ResourceOf(res.At(0).Type()); r != nil && r.Handed {
		return r.Kind
	}
	return ""
}

// IsError reports whether t is the type error.
func IsError(t types.Type) bool {
	return t != nil && types.Identical(t, types.Universe.Lookup("error").Type())
}

// IsFailure reports whether nil, as a t, says that nothing went wrong: t is error, or a pointer or another interface that implements it.
func IsFailure(t types.Type) bool {
	if t == nil {
		return false
	}
	switch t.Underlying().(type) {
	case *types.Pointer, *types.Interface:
		return types.Implements(t, types.Universe.Lookup("error").Type().Underlying().(*types.Interface))
	}
	return false
}

// CanClose reports whether a function that gets a value as a t could release it.
func (l *Table) CanClose(t types.Type) bool {
	if l.ResourceOf(t) != nil {
		return true
	}
	switch u := t.Underlying().(type) {
	case *types.Interface:
		if u.Empty() {
			return true
		}
		return hasMethod(t, func(name string) bool { return guess.Does(name).Any(guess.Releases) }, 1)
	case *types.Signature, *types.Basic:
		return false
	}
	return true
}

// IsStream reports whether t is an interface through which one reads or writes, so that what is made around it is a view.
func IsStream(t types.Type) bool {
	it, ok := t.Underlying().(*types.Interface)
	if !ok {
		return false
	}
	for m := range it.Methods() {
		switch m.Name() {
		case "Read", "Write", "ReadAt", "WriteAt", "ReadRow", "QueryContext", "Query":
			return true
		}
	}
	return false
}

// Hides reports whether t is an interface that cannot close what it stands for, and is no stream: what is passed as one, such as a
// gRPC connection under the stub of a service, lives as long as what is made of it.
func (l *Table) Hides(t types.Type) bool {
	return t != nil && types.IsInterface(t) && !l.CanClose(t) && !IsStream(t)
}

// WritesThrough reports whether one can write through t, an interface: what keeps a writer, a logger for example, may need it
// for as long as it lives.
func WritesThrough(t types.Type) bool {
	obj, _, _ := types.LookupFieldOrMethod(t, false, nil, "Write")
	_, ok := obj.(*types.Func)
	return ok
}
