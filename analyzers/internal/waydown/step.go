package waydown

import (
	"cmp"
	"slices"
	"strings"

	"github.com/shutdownlint/shutdownlint/analyzers/internal/lifecycle"
)

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
		s.Doubt = kind == Drain && c.doubtful(e)
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
		groups[i].Doubt = groups[i].Doubt || s.Doubt
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
			failed[next.To] = true
			lifecycle.Reach(next.To, failed)
		}
		if next.On&lifecycle.Nil != 0 {
			drained[next.To] = true
			lifecycle.Reach(next.To, drained)
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

// doubtful reports whether a call of which nobody knows whether it waits may come in front of e: in the same actor, or in one that
// tells it to go on.
func (c *course) doubtful(e *event) bool {
	return slices.ContainsFunc(c.Events, func(u *event) bool {
		if !c.isUnknown(u) {
			return false
		}
		if u.Actor == e.Actor {
			return lifecycle.Leads(u, e)
		}
		return slices.ContainsFunc(c.Events, func(t *event) bool {
			return t.Kind == lifecycle.Tell && t.Actor == u.Actor && t.Obj.Known() && lifecycle.Leads(u, t) && slices.ContainsFunc(c.Events, func(w *event) bool {
				return w.Kind == lifecycle.Await && w.Actor == e.Actor && c.Same(w.Obj, t.Obj) && lifecycle.Leads(w, e)
			})
		})
	})
}
