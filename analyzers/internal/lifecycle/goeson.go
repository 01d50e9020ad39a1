package lifecycle

import "slices"

// GoesOn reports whether the root comes to its end when the serving and the drain have ended: it makes one of them itself, or each wait
// of its own behind the start of both is for a signal, or for what one of them tells.
func (p *Program) GoesOn(serve, drain *Event) bool {
	if serve.Actor.Start == nil || drain.Actor.Start == nil {
		return true
	}
	told, _ := p.told(serve)
	more, _ := p.told(drain)
	told = append(told, more...)
	for _, e := range p.of(Await) {
		if e.Actor.Start != nil || !Leads(serve.Actor.Start, e) && !Leads(drain.Actor.Start, e) || p.signals(e) {
			continue
		}
		if !slices.ContainsFunc(told, func(o Object) bool { return p.Same(o, e.Obj) }) {
			return false
		}
	}
	return slices.ContainsFunc(p.Events, func(e *Event) bool {
		return (e.Kind == Return && e.Script == nil || e.Kind == Exit) && e.Actor.Start == nil && Leads(serve.Actor.Start, e)
	})
}
