package waydown

import (
	"cmp"
	"slices"

	"github.com/shutdownlint/shutdownlint/analyzers/internal/lifecycle"
)

// ends returns how the process ends: first as it does if nothing fails.
func (c *course) ends() []End {
	all := []End{}
	for _, a := range c.Actors {
		for _, s := range c.steps(a, Moment{}) {
			if s.Kind == Return || s.Kind == Exit {
				e := End{At: s.From, Name: s.Name, Place: s.Place, Perhaps: s.Perhaps, Status: c.status(a, s)}
				if !slices.ContainsFunc(all, func(o End) bool { return o.Place == e.Place && o.Name == e.Name && o.At == e.At }) {
					all = append(all, e)
				}
			}
		}
	}
	slices.SortStableFunc(all, func(x, y End) int {
		return cmp.Or(rank(x)-rank(y), x.At.Compare(y.At))
	})
	return all
}

// rank says which of several ends is likely to be meant: one that is always met, then one with status 0.
func rank(e End) int {
	switch {
	case !e.Perhaps:
		return 0
	case e.Status != nil && *e.Status == 0:
		return 1
	}
	return 2
}

// status returns the exit status of the step.
func (c *course) status(a *actor, s Step) *int {
	n := lifecycle.NoStatus
	if s.Kind == Return {
		if !c.IsMain() {
			return nil // that is for the library to say
		}
		n = 0
	}
	for _, e := range c.Events {
		if s.Kind == Exit && e.Kind == lifecycle.Exit && e.Actor == a && e.Name == s.Name && c.place(e) == s.Place && e.Detail != nil {
			n = e.Detail.Status
		}
	}
	if n == lifecycle.NoStatus {
		return nil
	}
	return &n
}
