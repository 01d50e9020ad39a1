package waydown

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

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

// stopped returns when the server of e accepts no more requests.
func (c *course) stopped(e *event) (Moment, bool) {
	return c.first(func(s *event) bool {
		return (s.Kind == lifecycle.Drain || s.Kind == lifecycle.Cut) && c.Same(s.Obj, e.Obj)
	}, c.arrive)
}

// unmatched reports whether a server is stopped of which nobody sees where it serves: it may be any.
func (c *course) unmatched() bool {
	return slices.ContainsFunc(c.Events, func(s *event) bool {
		return (s.Kind == lifecycle.Drain || s.Kind == lifecycle.Cut) && !c.unreached(s) && !slices.ContainsFunc(c.Events, func(e *event) bool {
			return e.Kind == lifecycle.Serve && c.Same(s.Obj, e.Obj)
		})
	})
}

// A group is the events that are one step: the same call, on several paths.
type group struct {
	Step
	events []*event
}

// steps returns what a does on the way down.
func (c *course) steps(a *actor, end Moment) []Step {
	var from []*event
	for _, e := range c.Events {
		if _, ok := c.arrive[e]; ok && e.Actor == a && (e == a.Entry && c.entered(a) || slices.Contains(c.starts[a], e)) {
			from = append(from, e)
		}
	}
	var groups []*group
	for _, e := range c.order(from) {
		at, ok := c.arrive[e]
		kind := c.kind(e, slices.Contains(from, e))
		if !ok || kind == "" {
			continue
		}
		s := Step{Kind: kind, Name: c.name(e), Place: c.place(e), Via: c.via(e), From: at, To: at, By: []Place{}}
		if m, ok := c.done[e]; ok {
			s.To = m
		}
		s.Limit = limit(e)
		if s.Kind == Join || s.Kind == Wait && !c.prompted[e] {
			s.By = c.by(e)
		}
		i := slices.IndexFunc(groups, func(g *group) bool {
			return g.Kind == s.Kind && g.Name == s.Name && g.Place == s.Place && slices.Equal(g.Via, s.Via)
		})
		if i < 0 {
			groups = append(groups, &group{s, []*event{e}})
			groups = append(groups, c.failing(e, s)...)
			continue
		}
		groups[i].events = append(groups[i].events, e)
		groups[i].From, groups[i].To = earlier(groups[i].From, s.From), later(groups[i].To, s.To)
	}
	slices.SortStableFunc(groups, func(x, y *group) int {
		return cmp.Or(x.From.Compare(y.From), x.To.Compare(y.To))
	})
	all := []Step{}
	for _, g := range groups {
		g.Perhaps = !g.Failed && c.avoidable(from, g.events)
		g.Late = end.Before(g.To) && g.Kind != Exit
		all = append(all, g.Step)
	}
	return all
}

// kind returns what e is in the picture, "" if it is not to be seen there.
func (c *course) kind(e *event, start bool) Kind {
	switch e.Kind {
	case lifecycle.Await:
		switch {
		case start && (c.prompted[e] || c.wentOn[e] > 0):
			return Wait
		case !e.Obj.Known() && c.arrive[e] == c.done[e]:
			return ""
		}
		if _, over := c.done[e]; !over && c.isSignal(e) {
			return "" // a second signal
		}
		return Join
	case lifecycle.Pass:
		if e.Detail != nil && e.Detail.Unready {
			return Unready
		}
	case lifecycle.Delay:
		return Delay
	case lifecycle.Drain:
		return Drain
	case lifecycle.Cut:
		return Cut
	case lifecycle.End:
		return Close
	case lifecycle.Flush:
		return Flush
	case lifecycle.Exit:
		return Exit
	case lifecycle.Tell:
		if c.heard(e) {
			return Tell
		}
	case lifecycle.Return:
		if e.Script == nil && e.Actor.Start == nil {
			return Return
		}
	}
	return ""
}

// heard reports whether another actor goes on because of e.
func (c *course) heard(e *event) bool {
	return e.Obj.Known() && slices.ContainsFunc(c.Events, func(w *event) bool {
		return w.Kind == lifecycle.Await && w.Actor != e.Actor && c.in(e, w) && !c.isSignal(w) && c.Same(w.Obj, e.Obj)
	})
}

// in reports whether e was there in time for the wait w to go on because of it.
func (c *course) in(e, w *event) bool { return c.came[e] > 0 && c.came[e] < c.wentOn[w] }

// name returns what e is called in the source.
func (c *course) name(e *event) string {
	switch {
	case e.Kind == lifecycle.Return:
		return "return"
	case e.Kind == lifecycle.Await && e.Name != "" && !strings.HasSuffix(e.Name, ".Wait"):
		return "<-" + e.Name
	case e.Kind == lifecycle.Tell && e.Detail != nil && e.Detail.Text != "":
		return e.Detail.Text
	}
	return e.Name
}

func limit(e *event) *Limit {
	l := e.Limit()
	if l == nil {
		return nil
	}
	if e.Kind == lifecycle.Await && l.Lasts == 0 {
		return nil // a context without a deadline of its own
	}
	return &Limit{Seconds: l.Lasts.Seconds(), Flag: l.Flag, Text: l.Text, None: l.None, Over: l.Over}
}

// by returns who ends the wait e.
func (c *course) by(e *event) []Place {
	all := []Place{}
	add := func(t *event) {
		if _, ok := c.arrive[t]; !ok {
			return
		}
		at := c.place(t)
		if t.Script == nil && t.Actor.Start != nil {
			at = c.place(t.Actor.Start)
		}
		if at.File != "" && !slices.Contains(all, at) {
			all = append(all, at)
		}
	}
	if members := c.members(e); len(members) > 0 {
		for _, t := range members {
			add(t)
		}
		return all
	}
	for _, t := range c.Events {
		if t.Kind == lifecycle.Tell && c.Same(t.Obj, e.Obj) && c.in(t, e) {
			add(t)
		}
	}
	return all
}

// failing returns what cuts the server that e drains if that fails, and only then.
func (c *course) failing(e *event, s Step) []*group {
	if e.Kind != lifecycle.Drain {
		return nil
	}
	failed, drained := make(map[*event]bool), make(map[*event]bool)
	for _, next := range e.Next {
		if next.On&lifecycle.Failed != 0 {
			reach(next.To, failed)
		}
		if next.On&lifecycle.Nil != 0 {
			reach(next.To, drained)
		}
	}
	var found []*group
	for _, cut := range c.Events {
		if cut.Kind == lifecycle.Cut && failed[cut] && !drained[cut] && c.Same(cut.Obj, e.Obj) {
			step := Step{Kind: Cut, Name: cut.Name, Place: c.place(cut), Via: c.via(cut), From: s.To, To: s.To, By: []Place{}, Failed: true}
			if !slices.ContainsFunc(found, func(g *group) bool { return g.Place == step.Place && g.Name == step.Name }) {
				found = append(found, &group{step, []*event{cut}})
			}
		}
	}
	return found
}

// reach adds to seen e and what may come after it.
func reach(e *event, seen map[*event]bool) {
	if !seen[e] {
		seen[e] = true
		for _, next := range e.Next {
			reach(next.To, seen)
		}
	}
}

// avoidable reports whether some way from those of from to an end meets none of the events.
func (c *course) avoidable(from, events []*event) bool {
	seen := make(map[*event]bool)
	var visit func(*event) bool
	visit = func(e *event) bool {
		if seen[e] || slices.Contains(events, e) {
			return false
		}
		seen[e] = true
		if e.Kind == lifecycle.Exit || e.Kind == lifecycle.Return && e.Script == nil {
			return true
		}
		if _, over := c.done[e]; !over {
			return false
		}
		return slices.ContainsFunc(c.orderly(e), visit)
	}
	return slices.ContainsFunc(from, visit)
}

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

// unknown returns the calls on the way down of which nobody knows whether they wait.
func (c *course) unknown() []Open {
	all := []Open{}
	for _, e := range c.Events {
		if _, over := c.done[e]; !over || e.Kind != lifecycle.Await || e.Obj.Known() || e.Name == "" || c.isSignal(e) {
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
