package lifecycle

import "slices"

// leaves reports whether the drain runs in a goroutine of its own that somebody starts when a signal has come, and goes on:
//
//	<-ctx.Done()
//	go srv.Shutdown(grace)
func (p *Program) leaves(drain *Event) bool {
	start := drain.Actor.Start
	if start == nil || start.Aside != Goroutine || start.Registry != "" {
		return false
	}
	return slices.ContainsFunc(p.of(Await), func(e *Event) bool {
		return e.Actor == start.Actor && (p.signals(e) || p.IsMain() && e.IsContext()) && Leads(e, start)
	})
}

// short reports whether the delay is over before the time is up that the drain has, and is the only one.
func (r *race) short(delay *Event) bool {
	d, l := delay.Limit(), r.drain.Limit()
	if d == nil || l == nil || d.Lasts == 0 || d.Lasts >= l.Lasts || delay.Choice || len(r.told)+len(r.kept) > 0 {
		return false
	}
	return !slices.ContainsFunc(r.of(Delay), func(e *Event) bool { return r.seen[e] && Leads(e, delay) })
}
