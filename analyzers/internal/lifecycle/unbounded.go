package lifecycle

import "slices"

// Unbounded returns the graceful stops to which code hands a context without a deadline through goroutines or methods of interfaces, so
// that no function on the way can tell, and that nothing cuts short: neither force, nor a second signal, nor the time that somebody is
// ready to wait. They are those of a whole program, which alone shows that.
func (p *Program) Unbounded() (found []*Event) {
	if !p.IsMain() {
		return nil
	}
	for _, drain := range p.of(Drain) {
		l := drain.Limit()
		if l == nil || !l.None || l.Signal || l.Over || drain.Detail.Limit.Param == "" || !p.handedOn(drain) {
			continue
		}
		ctx := Object{Root: drain.Detail.Limit.Param}.in(drain.env)
		if !slices.ContainsFunc(p.Events, func(e *Event) bool { return p.cutsShort(e, drain, ctx) }) {
			found = append(found, drain)
		}
	}
	return found
}

// handedOn reports whether the context by which the drain is bounded goes through a goroutine on its way there, or through a method that
// only the program knows. The function that stops the server does not serve itself: then it knows better.
func (p *Program) handedOn(drain *Event) bool {
	if start := drain.Actor.Start; start != nil && start.Aside != Goroutine {
		return false // what runs hooks has a deadline of its own
	}
	if slices.ContainsFunc(p.of(Serve), func(e *Event) bool { return e.Script == drain.Script }) {
		return false
	}
	root := drain.Detail.Limit.Param
	for e := drain; e.Call != nil && root != ""; e = e.Call {
		if e.Call.Kind == Start || e.Call.Code.Chosen {
			return true
		}
		if _, further := e.Call.env.value(root); !further {
			v, _ := e.env.value(root)
			if v.Limit == nil {
				return false
			}
			root = v.Limit.Param
		}
	}
	return false
}

// cutsShort reports whether e may end the drain, or the program in its midst, when the time is up or another signal comes.
func (p *Program) cutsShort(e, drain *Event, ctx Object) bool {
	switch {
	case e.Kind == Cut:
		return p.Same(e.Obj, drain.Obj)
	case e.Actor == drain.Actor || p.precedes(e, drain):
		return false
	case e.Kind == Delay:
		return e.Choice && e.Actor.Start == nil
	case e.Kind == Exit, e.Kind == Tell && p.Same(e.Obj, ctx):
		return p.waited(e)
	}
	return false
}

// waited reports whether e comes when something has happened, or time has gone by: not on the way up, nor because its actor cannot serve.
func (p *Program) waited(e *Event) bool {
	before := func(of Kind) bool {
		return slices.ContainsFunc(p.of(of), func(at *Event) bool { return at.Actor == e.Actor && Leads(at, e) })
	}
	return p.prompted(e) || before(Delay) || e.Actor.Start != nil && !before(Serve)
}

// precedes reports whether e only comes before what starts the actor of drain.
func (p *Program) precedes(e, drain *Event) bool {
	for start := drain.Actor.Start; start != nil; start = start.Actor.Start {
		if start.Actor == e.Actor {
			return !Leads(start, e)
		}
	}
	return false
}
