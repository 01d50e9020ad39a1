package waydown

import (
	"slices"

	"github.com/shutdownlint/shutdownlint/analyzers/internal/lifecycle"
)

// over returns when e, to which control comes at that time, is over; it is not ok if nobody ends it.
func (c *course) over(e *event, at Moment, start bool) (Moment, bool) {
	switch e.Kind {
	case lifecycle.Exit:
		return at, false
	case lifecycle.Drain, lifecycle.End, lifecycle.Flush:
		return c.lasts(e, at)
	case lifecycle.Delay:
		if m, ok := c.choice(e, at); ok {
			return m, true
		}
		return c.lasts(e, at)
	case lifecycle.Serve:
		if m, ok := c.served(e); ok {
			return later(at, m), true
		}
		return at, false
	case lifecycle.Await:
		if start {
			return at, true
		}
		return c.choice(e, at)
	}
	return at, true
}

// lasts returns when e, which begins at that time, is over.
func (c *course) lasts(e *event, at Moment) (Moment, bool) {
	l := e.Limit()
	switch {
	case l != nil && l.Over:
		return at, true
	case l != nil && l.Lasts > 0 && (l.Each || l.From == "") && lifecycle.Leads(e, e):
		return at.opened(), true // nobody knows how often
	case l != nil && l.Lasts > 0:
		begins := at
		if m, ok := c.clock(e, l); ok {
			begins = earlier(begins, m)
		}
		return later(at, begins.After(l.Lasts)), true
	case e.Kind == lifecycle.End || e.Kind == lifecycle.Flush:
		return at, true // no more is known than of any other call
	}
	return at.opened(), true
}

// clock returns when the time begins to run that l says e has: with the first use of the same context.
func (c *course) clock(e *event, l *lifecycle.Limit) (Moment, bool) {
	frame, ok := made(e, l)
	if !ok {
		return Moment{}, false
	}
	return c.first(func(other *event) bool {
		m := other.Limit()
		if m == nil || m.From != l.From {
			return false
		}
		f, ok := made(other, m)
		return ok && f == frame
	}, c.arrive)
}

// made returns the call of the function that makes the context of l, which e uses.
func made(e *event, l *lifecycle.Limit) (*event, bool) {
	for x := e; x != nil && l.From != ""; x = x.Call {
		if x.Script != nil && l.In(x.Script) {
			return x.Call, true
		}
	}
	return nil, false
}

// choice returns when the wait e is over: when the first of the cases of a select statement is.
func (c *course) choice(e *event, at Moment) (found Moment, ok bool) {
	siblings := []*event{e}
	for _, p := range c.preds[e] {
		if _, reached := c.arrive[p]; !reached {
			continue
		}
		cases := c.orderly(p)
		if !slices.ContainsFunc(cases, func(s *event) bool { return s.Kind == lifecycle.Await && s.Choice }) {
			continue
		}
		for _, s := range cases {
			if s.Kind == lifecycle.Await || s.Kind == lifecycle.Delay {
				siblings = append(siblings, s)
			}
		}
	}
	if len(siblings) == 1 && e.Kind == lifecycle.Delay {
		return at, false
	}
	own := false
	for _, s := range siblings {
		var m Moment
		var over bool
		if s.Kind == lifecycle.Delay {
			m, over = c.lasts(s, at)
		} else {
			m, over = c.await(s, at)
		}
		if over && (!ok || m.Before(found)) {
			found, ok = m, true
		}
		own = own || over && s == e
	}
	return later(at, found), own
}

// await returns when the wait e, to which control comes at that time, is over.
func (c *course) await(e *event, at Moment) (Moment, bool) {
	if !e.Obj.Known() && e.Limit() == nil {
		return at, true // perhaps it waits for nothing
	}
	m, ok := c.told(e, func(*event) bool { return true })
	if c.isSignal(e) && !e.IsContext() {
		ok = false // a second signal
	}
	m = later(at, m)
	if l := e.Limit(); l != nil && l.Lasts > 0 {
		if end, known := c.lasts(e, at); known && (!ok || end.Before(m)) {
			m, ok = end, true
		}
	}
	if !ok && c.released[e] {
		return at.opened(), true
	}
	return m, ok
}

// told returns when one of those events that by accepts tells e that it may go on.
func (c *course) told(e *event, by func(*event) bool) (Moment, bool) {
	if c.isSignal(e) {
		return Moment{}, true
	}
	if !e.Obj.Known() {
		return Moment{}, false
	}
	if members := c.members(e); len(members) > 0 {
		all := Moment{}
		for _, m := range members {
			at, ok := c.arrive[m]
			if !ok {
				return Moment{}, false
			}
			all = later(all, at)
		}
		return all, true
	}
	return c.first(func(t *event) bool { return t.Kind == lifecycle.Tell && c.Same(t.Obj, e.Obj) && by(t) }, c.arrive)
}

// members returns the events that all have to come before the group goes on for which e waits.
func (c *course) members(e *event) []*event {
	var all []*event
	for _, t := range c.Events {
		switch {
		case t.Kind == lifecycle.Tell && t.Group && c.Same(t.Obj, e.Obj):
			if !slices.ContainsFunc(all, func(o *event) bool { return o.Actor == t.Actor }) {
				all = append(all, t)
			} else if _, ok := c.arrive[t]; ok { // it tells on several paths: of one actor the one counts that comes
				all = slices.DeleteFunc(all, func(o *event) bool { _, came := c.arrive[o]; return o.Actor == t.Actor && !came })
				if !slices.ContainsFunc(all, func(o *event) bool { return o.Actor == t.Actor }) {
					all = append(all, t)
				}
			}
		case t.Kind == lifecycle.Return && t.Script == nil && t.Actor.Start != nil && t.Actor.Start.InGroup() && c.Same(t.Actor.Start.Obj, e.Obj):
			all = append(all, t)
		}
	}
	return all
}

// served returns when the call e, which serves, returns without a failure.
func (c *course) served(e *event) (Moment, bool) {
	if e.Early {
		return c.stopped(e)
	}
	return c.first(func(s *event) bool { return c.stops(s, e) }, c.done)
}

// stopped returns when the server of the call e, which serves, accepts no more requests.
func (c *course) stopped(e *event) (Moment, bool) {
	return c.first(func(s *event) bool { return c.stops(s, e) }, c.arrive)
}

// stops reports whether s stops the server of the call serve, gracefully or not.
func (c *course) stops(s, serve *event) bool { return isStop(s) && c.Same(s.Obj, serve.Obj) }

// isStop reports whether e stops a server.
func isStop(e *event) bool { return e.Kind == lifecycle.Drain || e.Kind == lifecycle.Cut }

// release lets the first wait go on that nobody is seen to end, and reports whether there was one.
func (c *course) release() bool {
	var found *event
	for _, e := range c.Events {
		at, ok := c.arrive[e]
		if _, over := c.done[e]; !ok || over || e.Kind != lifecycle.Await || c.released[e] || c.isSignal(e) && !e.IsContext() {
			continue
		}
		if found == nil || at.Before(c.arrive[found]) {
			found = e
		}
	}
	if found == nil {
		return false
	}
	c.released[found] = true
	return true
}
