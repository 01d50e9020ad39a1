package lifecycle

import (
	"slices"

	"golang.org/x/tools/go/ast/inspector"
)

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

// Unawaited returns the calls of this package that lead to graceful stops for which nobody waits: the process ends meanwhile, or a root
// returns.
func (l *Lifecycle) Unawaited() map[inspector.Cursor]bool {
	calls := make(map[inspector.Cursor]bool)
	for _, p := range l.Programs() {
		for _, o := range p.Outruns() {
			if o.End.Kind == End || p.At(o.Drain) == p.At(o.Serve) {
				continue // the process may go on and wait; one call that serves and stops knows itself what it waits for
			}
			for e := o.Drain; e != nil && e != o.Drain.Actor.Start; e = e.Call {
				calls[p.At(e)] = true
			}
		}
	}
	return calls
}
