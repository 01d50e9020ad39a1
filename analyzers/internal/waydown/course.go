package waydown

import (
	"cmp"
	"maps"
	"slices"

	"github.com/shutdownlint/shutdownlint/analyzers/internal/lifecycle"
)

type (
	event = lifecycle.Event
	actor = lifecycle.Actor
)

// A course is what happens in a program from the signal on.
type course struct {
	*lifecycle.Program
	index  map[*event]int // in p.Events
	starts map[*actor][]*event
	times
	released map[*event]bool // waits that are taken to come to an end although nobody is seen to end them
	prompted map[*event]bool // what the signal itself lets go on
	guessed  bool
	preds    map[*event][]*event

	count  int            // of rounds
	came   map[*event]int // in which round control first came to an event
	wentOn map[*event]int // and in which it went on
}

// times says when control comes to events, and when it goes on.
type times struct {
	arrive, done map[*event]Moment
}

func newTimes() times { return times{make(map[*event]Moment), make(map[*event]Moment)} }

// rounds bounds how often what depends on each other is worked out anew.
const rounds = 200

// follow lets the events of p happen.
func follow(p *lifecycle.Program) *course {
	c := &course{Program: p, index: make(map[*event]int), starts: make(map[*actor][]*event), times: newTimes(),
		released: make(map[*event]bool), prompted: make(map[*event]bool), preds: make(map[*event][]*event), came: make(map[*event]int), wentOn: make(map[*event]int)}
	for i, e := range p.Events {
		c.index[e] = i
		for _, next := range e.Next {
			c.preds[next.To] = append(c.preds[next.To], e)
		}
	}
	c.begin()
	for range rounds {
		if !c.round() && !c.release() {
			break
		}
	}
	return c
}

// begin finds where actors are when the signal comes that wait for it.
func (c *course) begin() {
	for _, a := range c.Actors {
		c.freeze(a, func(e *event) (Moment, bool) { return Moment{}, c.isSignal(e) })
	}
	defer func() {
		for _, starts := range c.starts {
			for _, e := range starts {
				c.prompted[e] = true
			}
		}
	}()
	if len(c.starts) > 0 {
		return
	}
	// Nobody is seen to wait for a signal. What stops a server waits for something, and most often for what a signal ends.
	for _, a := range c.Actors {
		c.freeze(a, func(e *event) (Moment, bool) {
			return Moment{}, e.Kind == lifecycle.Await && slices.ContainsFunc(c.Events, func(d *event) bool {
				return d.Actor == a && isStop(d) && lifecycle.Leads(e, d)
			})
		})
	}
	c.guessed = len(c.starts) > 0
}

// isSignal reports whether e waits for a signal, or for a context that ends at one.
func (c *course) isSignal(e *event) bool {
	if e.Kind != lifecycle.Await {
		return false
	}
	l := e.Limit()
	return e.Signal && !c.isOther(e) || l != nil && l.Signal && e.IsContext()
}

// isOther reports whether e waits for signals, none of which tells a program to end.
func (c *course) isOther(e *event) bool {
	asked := false
	for _, a := range c.Events {
		if ch, other := a.Asks(); ch.Known() && c.Same(ch, e.Obj) {
			if !other {
				return false
			}
			asked = true
		}
	}
	return asked
}

// freeze notes that a, of which no more is known yet, is at those of its events that go on according to when: at those that it can
// come to without coming by another.
func (c *course) freeze(a *actor, when func(*event) (Moment, bool)) {
	if a.Entry == nil || len(c.starts[a]) > 0 {
		return
	}
	seen := make(map[*event]bool)
	var visit func(*event)
	visit = func(e *event) {
		if seen[e] {
			return
		}
		seen[e] = true
		if _, ok := when(e); ok {
			c.starts[a] = append(c.starts[a], e)
			return
		}
		for _, next := range e.Next {
			visit(next.To)
		}
	}
	visit(a.Entry)
	slices.SortFunc(c.starts[a], func(x, y *event) int { return c.index[x] - c.index[y] })
}

// round works out anew when everything happens, and reports whether that has changed anything.
func (c *course) round() bool {
	next := newTimes()
	for _, a := range c.Actors {
		c.walk(a, next)
	}
	changed := !maps.Equal(c.arrive, next.arrive) || !maps.Equal(c.done, next.done)
	c.times = next
	c.count++
	for _, e := range c.Events {
		if _, ok := c.arrive[e]; ok && c.came[e] == 0 {
			c.came[e] = c.count
		}
		if _, ok := c.done[e]; ok && c.wentOn[e] == 0 {
			c.wentOn[e] = c.count
		}
	}
	if changed {
		return true
	}
	for _, a := range c.Actors { // who is told, and has not been thought of yet
		if c.entered(a) {
			continue
		}
		before := len(c.starts[a])
		c.freeze(a, c.goesOn)
		changed = changed || len(c.starts[a]) > before
	}
	return changed
}

// goesOn says when e, for which an actor waits when the signal comes, is over.
func (c *course) goesOn(e *event) (Moment, bool) {
	switch e.Kind {
	case lifecycle.Await:
		if e.Obj.Known() {
			return c.told(e, func(t *event) bool { return t.Actor != e.Actor })
		}
	case lifecycle.Serve:
		return c.served(e)
	}
	return Moment{}, false
}

// entered reports whether the actor begins on the way down.
func (c *course) entered(a *actor) bool {
	_, ok := c.entry(a)
	return ok
}

// entry returns when the actor begins, if that is on the way down.
func (c *course) entry(a *actor) (Moment, bool) {
	switch {
	case a.Start == nil:
		return Moment{}, false
	case a.Start.Aside == lifecycle.OnDrain:
		return c.first(func(e *event) bool { return e.Kind == lifecycle.Drain && c.Same(e.Obj, a.Start.Obj) }, c.arrive)
	case a.Start.Aside != lifecycle.Goroutine || a.Start.Registry != "":
		return Moment{}, a.Start.Until == nil
	}
	m, ok := c.arrive[a.Start]
	return m, ok
}

// first returns the earliest of the times of the events that is accepts.
func (c *course) first(is func(*event) bool, times map[*event]Moment) (found Moment, ok bool) {
	for _, e := range c.Events {
		if m, known := times[e]; known && is(e) {
			if !ok || m.Before(found) {
				found = m
			}
			ok = true
		}
	}
	return found, ok
}

// walk follows an actor from where it is when the signal comes, or from where it begins.
func (c *course) walk(a *actor, next times) {
	var from []*event
	if m, ok := c.entry(a); ok && a.Entry != nil {
		from = append(from, a.Entry)
		next.arrive[a.Entry] = m
	} else {
		for _, e := range c.starts[a] {
			m, ok := c.goesOn(e)
			if c.prompted[e] {
				m, ok = Moment{}, true
			}
			if ok {
				from = append(from, e)
				next.arrive[e] = m
			}
		}
	}
	passed := make(map[*event]bool)
	for _, e := range c.order(from) {
		passed[e] = true
		at, ok := next.arrive[e]
		if !ok {
			continue
		}
		done, ok := c.over(e, at, slices.Contains(from, e))
		if !ok {
			continue // it waits
		}
		next.done[e] = done
		for _, step := range c.orderly(e) {
			switch m, ok := next.arrive[step]; {
			case passed[step]: // once more around a loop
			case ok:
				next.arrive[step] = later(m, done)
			default:
				next.arrive[step] = done
			}
		}
	}
}

// order returns the events that may come after those of from, each behind all that lead to it, but for loops.
func (c *course) order(from []*event) []*event {
	var all []*event
	seen := make(map[*event]bool)
	var visit func(*event)
	visit = func(e *event) {
		if seen[e] {
			return
		}
		seen[e] = true
		for _, next := range slices.Backward(c.orderly(e)) {
			visit(next)
		}
		all = append(all, e)
	}
	for _, e := range slices.Backward(from) {
		visit(e)
	}
	slices.Reverse(all)
	return all
}

// orderly returns what comes after e if nothing fails.
func (c *course) orderly(e *event) []*event {
	want := lifecycle.Nil
	if e.Kind == lifecycle.Serve && e.PassesClosed() {
		want = lifecycle.Closed
	}
	if e.Kind == lifecycle.Await {
		want = cmp.Or(c.class(e), lifecycle.Nil)
	}
	var all []*event
	for _, on := range []lifecycle.Class{want, lifecycle.Nil, lifecycle.Closed, lifecycle.Failed} {
		for _, next := range e.Next {
			if next.On&on != 0 {
				all = append(all, next.To)
			}
		}
		if all != nil {
			return all
		}
		if e.Kind == lifecycle.Serve && e.Early {
			return nil // it returns for no other reason
		}
	}
	return nil
}

// class returns what the error is that e receives, if that is known.
func (c *course) class(e *event) lifecycle.Class {
	var found lifecycle.Class
	for _, t := range c.Events {
		if t.Kind == lifecycle.Tell && t.On != 0 && t.On != lifecycle.Any && c.Same(t.Obj, e.Obj) {
			if _, ok := c.arrive[t]; ok {
				found |= t.On
			}
		}
	}
	if found&lifecycle.Nil != 0 {
		return lifecycle.Nil
	}
	return found &^ lifecycle.Failed
}
