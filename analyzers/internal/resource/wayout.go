package resource

import "go/types"

// An Allowance is a function that is told how long the way out of a program may take.
type Allowance struct {
	Arg     int    // the parameter that says so, or -1
	Default string // without one, the exported constant of the same package that holds where no such function is called
}

// AllowanceOf returns what fn is told about the way out.
func AllowanceOf(fn *types.Func) (Allowance, bool) {
	if fn == nil || fn.Pkg() == nil || IsStandard(fn.Pkg().Path()) {
		return Allowance{}, false
	}
	a, ok := WellKnown().allowances[fn.FullName()]
	return a, ok
}
