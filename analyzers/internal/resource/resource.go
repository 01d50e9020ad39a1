// Package resource is the table of libraries: what well-known functions do to what they are given, in which library.
//
// Knowledge about a library stands here and nowhere else. Functions of the standard library are known from here only;
// for all others a row spares the summary, and says what no summary can see.
package resource

import (
	"cmp"
	"slices"
)

// Slots of a function: the receiver, and each parameter by its index.
const Recv = -1

// A Row says what one function does.
type Row struct {
	Func  string // in the form of types.Func.FullName
	Recv  Effect
	Args  []Effect // by parameter; the last one stands for all arguments of a variadic parameter
	Does  Does
	Wraps []Wrap // arguments of which a result is a view: who has the result has the argument
	Makes []Made // results that the function creates and leaves to its caller
	Sans  string // the method to call in its place where its result is not wanted
	Until string // the function that makes this one let go of what it keeps
	Over  string // the field or method of the receiver that has the channel which tells when what it Begins is over, if its result does not

	// In functions of one's own, file and line from the root of the module.
	ExitsAt  string // where it ends the process, if it does
	StartsAt string // where it starts a goroutine that is Naked
	LeavesAt string // where it starts one that Lingers

	// Changes are the types of the stores in which it changes something, itself or by what it calls, and the methods of interfaces by
	// which it may.
	Changes []string

	Unless string // the field of its options that makes the middleware that it returns panic again, if it is true
}

// A Made is a result that the function created, and what it has already done to it.
type Made struct {
	Result int
	Kind   Kind
	Effect Effect
}

// IsZero reports whether the function does nothing that matters.
func (r *Row) IsZero() bool {
	return r.Slots() == 0 && r.Does == 0 && len(r.Wraps) == 0 && len(r.Makes) == 0 && len(r.Changes) == 0
}

// Equal reports whether r and s say the same.
func (r *Row) Equal(s *Row) bool {
	return r.Func == s.Func && r.Recv == s.Recv && r.Does == s.Does && r.ExitsAt == s.ExitsAt && r.StartsAt == s.StartsAt && r.LeavesAt == s.LeavesAt &&
		slices.Equal(r.Args, s.Args) && slices.Equal(r.Wraps, s.Wraps) && slices.Equal(r.Makes, s.Makes) && slices.Equal(r.Changes, s.Changes)
}

// A Wrap says that the result Result stands for the argument Arg, which may be Recv. Where Result is Recv, it is the receiver that
// stands for it from then on.
type Wrap struct{ Arg, Result int }

// Slot returns what the function does to the value in slot i.
func (r *Row) Slot(i int) Effect {
	switch {
	case i == Recv:
		return r.Recv
	case len(r.Args) == 0:
		return 0
	case i < len(r.Args):
		return r.Args[i]
	}
	return r.Args[len(r.Args)-1]
}

// Slots returns what the function does to any of the values that it is given.
func (r *Row) Slots() Effect {
	e := r.Recv
	for _, a := range r.Args {
		e |= a
	}
	return e
}

// Add notes that the function does e to the value in slot i, which is of no variadic parameter.
func (r *Row) Add(i int, e Effect) {
	if i == Recv {
		r.Recv |= e
		return
	}
	for e != 0 && len(r.Args) <= i {
		r.Args = append(r.Args, 0)
	}
	if e != 0 {
		r.Args[i] |= e
	}
}

// merge adds what s says: several tables may look at one function, each from its side.
func (r *Row) merge(s *Row) {
	r.Recv |= s.Recv
	r.Does |= s.Does
	r.Until, r.Sans, r.Unless, r.Over = cmp.Or(r.Until, s.Until), cmp.Or(r.Sans, s.Sans), cmp.Or(r.Unless, s.Unless), cmp.Or(r.Over, s.Over)
	if len(s.Args) > 0 && len(r.Args) > 0 { // the last one stands for all that follow
		args := make([]Effect, max(len(r.Args), len(s.Args)))
		for i := range args {
			args[i] = r.Slot(i) | s.Slot(i)
		}
		r.Args = args
	} else if len(s.Args) > 0 {
		r.Args = s.Args
	}
	for _, w := range s.Wraps {
		if !slices.Contains(r.Wraps, w) {
			r.Wraps = append(slices.Clip(r.Wraps), w)
		}
	}
	for _, made := range s.Makes {
		if !slices.Contains(r.Makes, made) {
			r.Makes = append(slices.Clip(r.Makes), made)
		}
	}
}
