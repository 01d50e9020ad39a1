package waydown

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"

	"github.com/shutdownlint/shutdownlint/analyzers/internal/lifecycle"
)

// draw makes the map of p, whose root is at main.
func draw(p *lifecycle.Program, main Place) *Map {
	c := follow(p)
	m := &Map{Program: p.Pkg.Path(), Main: main, Guessed: c.guessed, Signals: []Signal{}, Platforms: []Platform{}, Findings: []Finding{}}
	m.Ends = c.ends()
	end := Moment{Open: 1 << 20}
	if len(m.Ends) > 0 {
		end = m.Ends[0].At
	}
	seen := make(map[string]bool)
	for i, a := range p.Actors {
		drawn := c.actor(a, end)
		key := fmt.Sprintf("%+v", drawn.Place)
		if i > 0 && len(drawn.Steps) == 0 && len(drawn.Serves) == 0 {
			if a.Start.Aside == lifecycle.Goroutine && !seen[key] {
				m.Others++
				seen[key] = true
			}
			continue
		}
		if text, err := json.Marshal(drawn); i > 0 && err == nil {
			if key = string(text); seen[key] {
				continue // the same function, called on another path
			}
			seen[key] = true
		}
		m.Actors = append(m.Actors, drawn)
	}
	m.Actors[0].Place = main
	for i := range m.Actors[0].Steps {
		if s := &m.Actors[0].Steps[i]; s.Kind == Return {
			s.Place = main
		}
	}
	for i := range m.Ends {
		if e := &m.Ends[i]; e.Place.File == "" {
			e.Place = main
		}
	}
	m.Unknown = c.unknown()
	return m
}

// place returns where e happens.
func (c *course) place(e *event) Place {
	at := c.Place(e)
	return Place{File: at.File, Line: at.Line, Column: at.Column, pkg: at.Package}
}

// via returns the calls in the same actor that lead to e.
func (c *course) via(e *event) []Place {
	all := []Place{}
	for call := e.Call; call != nil && call.Kind == lifecycle.Call; call = call.Call {
		if at := c.place(call); at.File != "" {
			all = append(all, at)
		}
	}
	slices.Reverse(all)
	return all
}

// actor draws one actor of a process that ends at that time.
func (c *course) actor(a *actor, end Moment) Actor {
	drawn := Actor{Kind: "main", Serves: []Serve{}, Steps: []Step{}}
	if a.Start != nil {
		drawn.Kind, drawn.Place = "goroutine", c.place(a.Start)
		if a.Start.Aside != lifecycle.Goroutine || a.Start.Registry != "" {
			drawn.Kind = "hook"
		}
	}
	if m, ok := c.entry(a); ok {
		drawn.Begins = &m
	}
	if m, ok := c.first(func(e *event) bool { return e.Actor == a && e.Kind == lifecycle.Return && e.Script == nil }, c.arrive); ok {
		drawn.Ends = &m
	}
	seen := make(map[string]bool)
	for _, e := range c.Events {
		if e.Actor != a || e.Kind != lifecycle.Serve || drawn.Begins != nil && c.unreached(e) {
			continue
		}
		s := Serve{Name: e.Name, Place: c.place(e)}
		if m, ok := c.stopped(e); ok {
			s.Until = &m
		} else {
			s.Unknown = c.unmatched()
		}
		if key := fmt.Sprint(s.Name, s.Place); !seen[key] {
			seen[key] = true
			drawn.Serves = append(drawn.Serves, s)
		}
	}
	drawn.Steps = c.steps(a, end)
	return drawn
}

func (c *course) unreached(e *event) bool {
	_, ok := c.arrive[e]
	return !ok
}

// unmatched reports whether a server is stopped of which nobody sees where it serves: it may be any.
func (c *course) unmatched() bool {
	return slices.ContainsFunc(c.Events, func(s *event) bool {
		return isStop(s) && !c.unreached(s) && !slices.ContainsFunc(c.Events, func(e *event) bool {
			return e.Kind == lifecycle.Serve && c.Same(s.Obj, e.Obj)
		})
	})
}

// isUnknown reports whether e is a call on the way down of which nobody knows whether it waits.
func (c *course) isUnknown(e *event) bool {
	_, over := c.done[e]
	return over && e.Kind == lifecycle.Await && !e.Obj.Known() && e.Name != "" && !c.isSignal(e)
}

// unknown returns the calls on the way down of which nobody knows whether they wait.
func (c *course) unknown() []Open {
	all := []Open{}
	for _, e := range c.Events {
		if !c.isUnknown(e) {
			continue
		}
		if o := (Open{e.Name, c.place(e)}); !slices.Contains(all, o) {
			all = append(all, o)
		}
	}
	slices.SortStableFunc(all, func(x, y Open) int {
		return cmp.Or(cmp.Compare(x.Place.pkg, y.Place.pkg), cmp.Compare(x.Place.File, y.Place.File), cmp.Compare(x.Place.Line, y.Place.Line))
	})
	return all
}
