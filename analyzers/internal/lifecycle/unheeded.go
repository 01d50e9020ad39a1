package lifecycle

import (
	"maps"
	"slices"
)

// An Unheeded is a call that serves, and the wait for a signal, for what another server does, or for nothing at all, in which the program
// stays when that fails.
type Unheeded struct {
	Serve, Wait *Event
	Beside      bool // other servers serve all the same
	Group       bool // Wait is that of another of the same group, which ends with the last of them
	// Drain stops the server behind Wait, if it is the only one that anybody stops gracefully: the others are not what the program is for.
	Drain *Event
}

// Unheeded returns the calls that serve, if nobody hears when that fails, and the program waits for a signal all the same: a server
// serves in a goroutine, or the way out that follows on a call begins with that wait. A server in a goroutine counts if it opens its own
// port: where it is given a listener, what fails is that one's opening.
func (p *Program) Unheeded() (found []Unheeded) {
	serves := p.of(Serve)
	sole := !slices.ContainsFunc(serves, func(e *Event) bool { return !p.Same(e.Obj, serves[0].Obj) })
	for _, e := range serves {
		start := e.Actor.Start
		if start != nil && start.Aside == Goroutine && !start.InGroup() {
			if e.Given {
				continue
			}
			if wait := p.waits(start, e); wait != nil && !p.heeded(e) {
				found = append(found, Unheeded{e, wait, !sole, false, p.onlyDrain(e, wait)})
			} else if wait := p.joined(e); wait != nil && !p.heeded(e) {
				found = append(found, Unheeded{e, wait, !sole, true, p.onlyDrain(e, wait)})
			}
		} else if start != nil && start.InGroup() && start.Mute {
			if wait := p.stays(start.Obj, e.Actor); wait != nil && !e.Given && !p.heeded(e) {
				found = append(found, Unheeded{e, wait, !sole, true, p.onlyDrain(e, wait)})
			}
		} else if wait := p.stuck(e); wait != nil {
			found = append(found, Unheeded{e, wait, false, false, nil})
		}
	}
	return found
}

// onlyDrain returns where the server of serve is stopped gracefully behind the wait, if no other server is, or nil.
func (p *Program) onlyDrain(serve, wait *Event) (drain *Event) {
	for _, e := range p.of(Drain) {
		if !p.Same(e.Obj, serve.Obj) {
			return nil
		}
		if Leads(wait, e) {
			drain = e
		}
	}
	return drain
}

// waits returns the wait for a signal, or the call that serves with another server, that follows the start of the goroutine in which
// serve is, by the actor that starts it, or by the one that has started that actor; or nil.
func (p *Program) waits(start, serve *Event) *Event {
	for ; start != nil && start.Aside == Goroutine && !start.InGroup(); start = start.Actor.Start {
		for _, e := range slices.Concat(p.of(Serve), p.of(Await), p.of(Delay)) { // the nearer of two functions tells
			stays := e.Kind == Await && p.signals(e) || e.Kind == Serve && !p.Same(e.Obj, serve.Obj) || p.Endless(e)
			if e.Actor == start.Actor && stays && Leads(start, e) {
				return e
			}
		}
	}
	return nil
}

// Endless reports whether control never leaves e: nobody tells it to go on, or it is one of a loop without a way out.
func (p *Program) Endless(e *Event) bool {
	if e.Kind != Delay {
		return e.Kind == Await && e.Ever
	}
	seen := make(map[*Event]bool)
	Reach(e, seen)
	for at := range seen {
		if len(at.Next) == 0 {
			return false
		}
	}
	return seen[e]
}

// joined returns what another does that belongs to the group of which the actor of serve says that it is over, and which goes on.
func (p *Program) joined(serve *Event) *Event {
	for _, tell := range p.of(Tell) {
		if tell.Actor == serve.Actor && tell.Group && tell.Obj.Known() {
			if e := p.stays(tell.Obj, serve.Actor); e != nil {
				return e
			}
		}
	}
	return nil
}

// stays returns what another than the actor does that belongs to the group, and goes on until a signal comes or a context ends, or serves,
// or waits for a group of which that is true.
func (p *Program) stays(group Object, but *Actor) *Event { return p.goesOn(group, but, 3) }

func (p *Program) goesOn(group Object, but *Actor, depth int) *Event {
	for _, e := range slices.Concat(p.of(Await), p.of(Serve)) {
		if e.Actor == but || !p.belongs(e.Actor, group) {
			continue
		}
		if e.Kind == Serve || e.IsContext() || p.signals(e) {
			return e
		}
		if depth > 0 && !p.Same(e.Obj, group) {
			if found := p.goesOn(e.Obj, but, depth-1); found != nil {
				return found
			}
		}
	}
	return nil
}

// belongs reports whether who waits for the group waits for the actor, too.
func (p *Program) belongs(a *Actor, group Object) bool {
	if a.Start != nil && a.Start.InGroup() && p.Same(a.Start.Obj, group) {
		return true
	}
	return slices.ContainsFunc(p.of(Tell), func(e *Event) bool { return e.Actor == a && e.Group && p.Same(e.Obj, group) })
}

// stuck returns the wait for a signal to which all paths lead, without anything else on them, when serve fails, or nil.
func (p *Program) stuck(serve *Event) (wait *Event) {
	seen := make(map[*Event]bool)
	var visit func(*Event) bool
	visit = func(e *Event) bool {
		if seen[e] {
			return true
		}
		seen[e] = true
		switch e.Kind {
		case Await:
			if wait = e; p.signals(e) {
				return true
			}
			return false
		case Pass, Call, Fail:
		case Return:
			if e.Script == nil {
				return false
			}
		default:
			return false
		}
		return !slices.ContainsFunc(e.Next, func(s Step) bool { return !visit(s.To) })
	}
	for _, next := range serve.Next {
		if next.On&Failed != 0 && !visit(next.To) {
			return nil
		}
	}
	return wait
}

// signals reports whether e goes on when a signal has come.
func (p *Program) signals(e *Event) bool {
	return e.Signal || slices.ContainsFunc(p.Events, func(tell *Event) bool {
		return tell.Kind == Tell && p.Same(tell.Obj, e.Obj) && slices.ContainsFunc(p.of(Await), func(sig *Event) bool {
			return sig.Signal && sig.Actor == tell.Actor && Leads(sig, tell)
		})
	})
}

// heeded reports whether anything comes of it when serve fails.
func (p *Program) heeded(serve *Event) bool {
	seen := make(map[*Event]bool)
	for _, next := range serve.Next {
		if next.On&Failed != 0 {
			seen[next.To] = true
			Reach(next.To, seen)
		}
	}
	for e := range seen {
		switch e.Kind {
		case Pass, Call, Return, Fail:
		case Tell:
			if p.heard(e) {
				return true
			}
		default:
			return true
		}
	}
	return false
}

// heard reports whether somebody waits for what tell tells, and not only where a signal has come. Where nobody is seen to wait at all for
// what is no variable of a function, somebody is taken to do it out of sight.
func (p *Program) heard(tell *Event) bool {
	if !tell.Obj.Known() {
		return true
	}
	if tell.Group && p.stays(tell.Obj, tell.Actor) != nil {
		return false // until the others of the group are over, too
	}
	awaited := tell.Obj.Path == "" && isPlace(tell.Obj.Root)
	for _, e := range p.of(Await) {
		if !p.Same(e.Obj, tell.Obj) {
			continue
		}
		if awaited = true; p.unsignalled(e) {
			return true
		}
	}
	return !awaited
}

// unsignalled reports whether control can come to e without a wait for a signal, and for nothing else, on the way, nor to what starts the
// actor of e.
func (p *Program) unsignalled(e *Event) bool {
	entry, start := e.Actor.Entry, e.Actor.Start
	if start != nil && (start.Aside != Goroutine || !p.unsignalled(start)) {
		return false
	}
	if entry == nil || entry == e {
		return true
	}
	return after(entry, maps.Clone(p.signalled()), func(at *Event) bool { return at == e })
}

// waitsForSignals returns what goes on when a signal has come.
func (p *Program) waitsForSignals() map[*Event]bool {
	waits := make(map[*Event]bool)
	for _, e := range p.of(Await) {
		if p.signals(e) {
			waits[e] = true
		}
	}
	return waits
}
