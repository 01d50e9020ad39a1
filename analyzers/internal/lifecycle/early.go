package lifecycle

import (
	"cmp"
	"go/token"
	"slices"
)

// A Relation says when something comes to its end that requests use.
type Relation uint8

// Relations of an end to a drain.
const (
	Before    Relation = iota // the drain comes behind it
	During                    // the drain has begun, and does not wait for it
	Beside                    // both begin when the same context ends
	Beyond                    // the drain has begun, and nobody waits for it: see Outrun
	InVain                    // the drain has failed, and the server has not been closed
	Undrained                 // a signal has come, and nothing stops the server at all
)

// An Early is the end of something before the server is drained whose requests use it.
type Early struct {
	End, Drain *Event // Drain is nil where any drain of the server is meant
	When       Relation
	Serve      *Event // of Undrained: the server that goes on
}

// Early returns the events that ends accepts and that come too early, in the order of the source.
func (p *Program) Early(ends func(*Event) bool) []Early {
	var all []Early
	drains := slices.DeleteFunc(p.of(Drain), p.ofSide)
	for _, end := range p.Events {
		if !ends(end) {
			continue
		}
		if start := end.Actor.Start; start != nil && start.Aside == OnDrain {
			all = append(all, Early{End: end, When: During})
			continue
		}
		if e, ok := p.first(end, drains); ok {
			all = append(all, e)
		}
	}
	for _, end := range p.Events {
		for _, drain := range drains {
			if ends(end) && p.inVain(end, drain) && p.Whole(end, drain) {
				all = append(all, Early{End: end, Drain: drain, When: InVain})
				break
			}
		}
	}
	if p.IsMain() {
		for _, end := range p.Events {
			if serve := p.undrainedAtAll(end); serve != nil && ends(end) {
				all = append(all, Early{End: end, When: Undrained, Serve: serve})
			}
		}
	}
	for _, o := range p.Outruns() {
		if ends(o.End) && p.Whole(o.Serve, o.Drain, o.End) {
			all = append(all, Early{End: o.End, Drain: o.Drain, When: Beyond})
		}
	}
	slices.SortStableFunc(all, func(a, b Early) int { return cmp.Compare(p.pos(a.End), p.pos(b.End)) })
	return all
}

// first returns what end is too early for among drains, if that is for the root to tell: a function that the root calls tells of what is
// wrong in it, and what drains elsewhere, in another round of a loop say, makes it no worse.
func (p *Program) first(end *Event, drains []*Event) (found Early, ok bool) {
	for _, drain := range drains {
		if !p.Whole(end, drain) {
			if end.Actor == drain.Actor && Leads(end, drain) {
				return Early{}, false
			}
		} else if when, early := p.early(end, drain); early && !ok {
			found, ok = Early{End: end, Drain: drain, When: when}, true
		}
	}
	return found, ok
}

func (p *Program) pos(e *Event) token.Pos {
	if site := p.Site(e); site.Valid() {
		return site.Node().Pos()
	}
	return token.NoPos
}

func (p *Program) of(kind Kind) []*Event {
	var all []*Event
	for _, e := range p.Events {
		if e.Kind == kind {
			all = append(all, e)
		}
	}
	return all
}

func (p *Program) early(end, drain *Event) (Relation, bool) {
	begins := drain // in the course of end
	if end.Actor != drain.Actor {
		switch begins = launched(drain, end.Actor); {
		case p.hooked(end, drain):
			return Before, true
		case p.beside(end, drain) && p.together(end, drain):
			return Beside, true
		case begins == nil:
			return Before, false
		}
	}
	return Before, p.onward(end, begins) && !Leads(begins, end) && p.serving(drain.Obj, end) && p.undrained(drain.Obj, end)
}

// launched returns where a starts the goroutine that comes to e without a wait, or nil.
func launched(e *Event, a *Actor) *Event {
	waits := make(map[*Event]bool)
	for ; e.Actor != a; e = e.Actor.Start {
		if !free(e.Actor) || e.Actor.Entry != e && !after(e.Actor.Entry, waits, func(to *Event) bool {
			waits[to] = waits[to] || to.Kind == Await || to.Kind == Delay // is not gone on from
			return to == e
		}) {
			return nil
		}
	}
	return e
}

// onward reports whether control comes from end to drain without another wait for a signal: what is closed before that is closed while the
// program works, to be opened again, say, when SIGHUP has come.
func (p *Program) onward(end, drain *Event) bool {
	waits := make(map[*Event]bool)
	for _, e := range p.of(Await) {
		waits[e] = e.Signal
	}
	return after(end, waits, func(e *Event) bool { return e == drain })
}

// inVain reports whether end comes where the drain has failed, and only there, with the server still at work.
func (p *Program) inVain(end, drain *Event) bool {
	failed, drained := make(map[*Event]bool), make(map[*Event]bool)
	var visit func(*Event, map[*Event]bool)
	visit = func(e *Event, seen map[*Event]bool) {
		if seen[e] || e.Kind == Cut && p.Same(e.Obj, drain.Obj) {
			return
		}
		seen[e] = true
		for _, next := range e.Next {
			visit(next.To, seen)
		}
	}
	for _, next := range drain.Next {
		if next.On&Failed != 0 {
			visit(next.To, failed)
		}
		if next.On&Nil != 0 {
			visit(next.To, drained)
		}
	}
	if !failed[end] {
		return false
	}
	for e := range drained { // one call is several events, where it comes behind different errors
		if e.Kind == end.Kind && p.Site(e) == p.Site(end) {
			return false
		}
	}
	return true
}

// undrainedAtAll returns what serves, and is stopped by nothing, when end comes because of a signal; or nil. What is deferred runs with the
// process at its end, which cuts the requests anyway.
func (p *Program) undrainedAtAll(end *Event) *Event {
	for e := end; e != nil && e.Actor == end.Actor; e = e.Call {
		if e.Deferred {
			return nil
		}
	}
	if !slices.ContainsFunc(p.of(Await), func(e *Event) bool { return e.Signal && e.Actor == end.Actor && Leads(e, end) }) {
		return nil
	}
	serves := p.of(Serve)
	stops := slices.Concat(p.of(Drain), p.of(Cut))
	unclear := slices.ContainsFunc(stops, func(stop *Event) bool { // of which server
		return !slices.ContainsFunc(serves, func(serve *Event) bool { return p.Same(stop.Obj, serve.Obj) })
	})
	for _, serve := range serves {
		stopped := !serve.Own && (unclear || slices.ContainsFunc(stops, func(stop *Event) bool { return p.Same(stop.Obj, serve.Obj) }))
		if !stopped && !serve.Side && p.begun(serve, end) && p.together(serve, end) {
			return serve
		}
	}
	return nil
}

// ofSide reports whether the server that drain stops is seen to accompany another one only: its requests use little of the program.
func (p *Program) ofSide(drain *Event) bool {
	side := false
	for _, serve := range p.of(Serve) {
		if p.Same(serve.Obj, drain.Obj) {
			if !serve.Side {
				return false
			}
			side = true
		}
	}
	return side
}

// serving reports whether the server may be serving when e happens: if it is seen where that begins, it is before e.
func (p *Program) serving(server Object, e *Event) bool {
	seen := false
	for _, serve := range p.of(Serve) {
		if !p.Same(serve.Obj, server) {
			continue
		}
		if seen = true; p.begun(serve, e) {
			return true
		}
	}
	return !seen
}

// begun reports whether a may have begun when b happens.
func (p *Program) begun(a, b *Event) bool {
	for x := a; x != nil; x = x.Actor.Start {
		if x.Actor == b.Actor {
			return Leads(x, b)
		}
	}
	return true
}

// together reports whether both can happen in one run: where one leads to the other, they are not on paths that exclude each other.
func (p *Program) together(a, b *Event) bool {
	for x := a; x != nil; x = x.Actor.Start {
		for y := b; y != nil; y = y.Actor.Start {
			if x.Actor == y.Actor {
				return x == y || Leads(x, y) || Leads(y, x)
			}
		}
	}
	return true
}

// undrained reports whether some path leads to e on which the server has not been stopped.
func (p *Program) undrained(server Object, e *Event) bool {
	seen := make(map[*Event]bool)
	var visit func(*Event) bool
	visit = func(at *Event) bool {
		switch {
		case at == e:
			return true
		case seen[at], (at.Kind == Drain || at.Kind == Cut) && (p.Same(at.Obj, server) || !server.Known()):
			return false
		}
		seen[at] = true
		return slices.ContainsFunc(at.Next, func(s Step) bool { return visit(s.To) })
	}
	return visit(e.Actor.Entry)
}

// hooked reports whether both are kept for the way out by the same life cycle, and end runs first.
func (p *Program) hooked(end, drain *Event) bool {
	a, b := end.Actor.Start, drain.Actor.Start
	if a == nil || b == nil || a.Aside != b.Aside || a.Actor != b.Actor || a.Obj != b.Obj {
		return false
	}
	switch a.Aside {
	case OnStop:
		return Leads(b, a) && !Leads(a, b)
	case InOrder:
		return Leads(a, b) && !Leads(b, a)
	}
	return false
}

// beside reports whether both wait for the end of the same context and the end for nothing else, in a goroutine of its own.
func (p *Program) beside(end, drain *Event) bool {
	if !free(end.Actor) {
		return false
	}
	awaited, ok := waits(end)
	if !ok || len(awaited) == 0 {
		return false
	}
	others, _ := waits(drain)
	return !slices.ContainsFunc(awaited, func(a *Event) bool {
		return !slices.ContainsFunc(others, func(b *Event) bool { return p.Same(a.Obj, b.Obj) })
	})
}

func free(a *Actor) bool { return a.Start != nil && a.Start.Aside == Goroutine }

// waits returns the contexts for whose end the actor of e waits before e. ok is false if it also waits for something else, as far
// as is seen anywhere in its course.
func waits(e *Event) (contexts []*Event, ok bool) {
	seen := map[*Event]bool{e.Actor.Entry: true}
	Reach(e.Actor.Entry, seen)
	ok = true
	for at := range seen {
		switch {
		case at.Kind == Await && at.IsContext() && Leads(at, e):
			contexts = append(contexts, at)
		case at.Kind == Await, at.Kind == Delay:
			ok = false
		}
	}
	return contexts, ok
}
